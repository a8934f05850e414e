package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// opened is the window with a file whose PIN was given.
func opened(t *testing.T, core *fakeCore, file issued, o Options) *window {
	t.Helper()
	w := open(t, core, o)
	w.openFile(file.p12(t, "1234ab"))
	secretField(t, w)
	types(w, "1234ab")
	key(w, fyne.KeyReturn)
	return w
}

// has fails unless the window shows all of these.
func shows(t *testing.T, w *window, want ...string) {
	t.Helper()
	s := seen(w)
	for _, x := range want {
		if !strings.Contains(s, x) {
			t.Errorf("%q is missing in\n%s", x, s)
		}
	}
}

func TestSwap(t *testing.T) {
	old := mailed(t, 1, now.AddDate(-2, 0, 0), now.AddDate(0, 3, 0), true)
	next := mailed(t, 2, now.AddDate(0, -1, 0), now.AddDate(2, 0, 0), true)
	core := newMember(t, old)
	w := opened(t, core, next, Options{})
	shows(t, w, "The certificate of “山田 花子” and its key are in it.", "New one in, check it, old one out.", "Nothing has been written yet.")
	key(w, fyne.KeyReturn)
	t.Log(seen(w))
	key(w, fyne.KeyReturn)
	t.Log(seen(w))
	secretField(t, w)
}
