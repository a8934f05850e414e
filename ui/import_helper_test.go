package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

const thePIN = "1234ab"

// opened is the window with a file whose PIN was given.
func opened(t *testing.T, core *fakeCore, file issued, o Options) *window {
	t.Helper()
	w := open(t, core, o)
	w.openFile(file.p12(t, thePIN))
	given(t, w, thePIN)
	return w
}

// given types a PIN or password where it is asked for, and presses Enter.
func given(t *testing.T, w *window, secret string) {
	t.Helper()
	e := secretField(t, w)
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	types(w, secret)
	key(w, fyne.KeyReturn)
}

// shows fails unless the window shows all of these, in this order.
func shows(t *testing.T, w *window, want ...string) {
	t.Helper()
	rest := seen(w)
	for _, x := range want {
		_, after, ok := strings.Cut(rest, x)
		if !ok {
			t.Fatalf("%q is missing or too late in\n%s", x, seen(w))
		}
		rest = after
	}
}

func lacks(t *testing.T, w *window, words ...string) {
	t.Helper()
	for _, x := range words {
		if s := seen(w); strings.Contains(s, x) {
			t.Fatalf("%q is in\n%s", x, s)
		}
	}
}

// held keeps what is begun beside the window from now on, to be done when the test says so.
func held(w *window) *[]func() {
	var work []func()
	w.spawn = func(f func()) { work = append(work, f) }
	return &work
}

// fresh and former are the new and the old certificate.
func fresh(t *testing.T) issued {
	return mailed(t, 2, now.AddDate(0, -1, 0), now.AddDate(2, 0, 0), true)
}

func former(t *testing.T) issued {
	return mailed(t, 1, now.AddDate(-2, 0, 0), now.AddDate(0, 3, 0), true)
}
