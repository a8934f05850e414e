package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// A secret is readable for ten seconds after a press, and never gets to the clipboard.
func TestSecretIsShownForAWhile(t *testing.T) {
	w := open(t, newMember(t), Options{})
	w.openFile(fresh(t).p12(t, thePIN))
	e := secretField(t, w)
	types(w, thePIN)
	type later struct {
		after time.Duration
		do    func()
	}
	var due []later
	w.after = func(d time.Duration, f func()) { due = append(due, later{d, f}) }
	if !e.Password {
		t.Fatal("readable at once")
	}
	press(t, w, "Show")
	if e.Password || len(due) != 1 || due[0].after != 10*time.Second {
		t.Fatalf("dots %v, %d timers", e.Password, len(due))
	}
	w.app.Clipboard().SetContent("before")
	for _, s := range []fyne.Shortcut{&fyne.ShortcutSelectAll{}, &fyne.ShortcutCopy{Clipboard: w.app.Clipboard()}, &fyne.ShortcutCut{Clipboard: w.app.Clipboard()}} {
		e.TypedShortcut(s)
	}
	if c := w.app.Clipboard().Content(); c != "before" || e.Text != thePIN {
		t.Errorf("on the clipboard: %q; in the field: %q", c, e.Text)
	}
	press(t, w, "Hide")
	press(t, w, "Show")
	due[0].do() // of the first press
	if e.Password {
		t.Error("hidden too early")
	}
	due[1].do()
	if !e.Password {
		t.Error("readable for too long")
	}
	e.wipe()
	e.TypedShortcut(&fyne.ShortcutUndo{})
	if e.Text != "" {
		t.Errorf("what was wiped is back: %q", e.Text)
	}
}

// A letter that is large without Shift tells that Caps Lock is on.
func TestCapsLock(t *testing.T) {
	w := open(t, newMember(t), Options{})
	w.openFile(fresh(t).p12(t, thePIN))
	e := secretField(t, w)
	for _, step := range []struct {
		do   func()
		hint string
	}{
		{func() { types(w, "1-") }, ""},
		{func() { types(w, "A") }, "Caps Lock is on."},
		{func() { types(w, "2") }, "Caps Lock is on."},
		{func() { types(w, "a") }, ""},
		{func() { types(w, "B") }, "Caps Lock is on."},
		{func() { e.KeyDown(&fyne.KeyEvent{Name: desktop.KeyCapsLock}) }, ""},
		{func() { types(w, "証明") }, ""}, // letters that are neither
		{func() { types(w, "C") }, "Caps Lock is on."},
		{func() { e.shift = func() bool { return true }; types(w, "D") }, ""},
		{func() { types(w, "d") }, "Caps Lock is on."},
		{e.wipe, ""},
	} {
		step.do()
		if got := e.hint.Text(); got != step.hint {
			t.Errorf("with %q: %q, want %q", e.Text, got, step.hint)
		}
	}
}
