package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"certviewer/ui/widgets"
)

// dialogEntry is a field of a dialog: Enter goes on, Escape leaves, and Tab goes to the next.
type dialogEntry struct {
	widget.Entry
	escape func()
}

func newDialogEntry() *dialogEntry {
	e := &dialogEntry{}
	e.ExtendBaseWidget(e)
	return e
}

// FocusGained implements fyne.Focusable.
func (e *dialogEntry) FocusGained() {
	e.Entry.FocusGained()
	widgets.Follow(e)
}

// AcceptsTab implements fyne.Tabbable: a field of several lines would keep the key.
func (e *dialogEntry) AcceptsTab() bool { return false }

// TypedKey implements fyne.Focusable.
func (e *dialogEntry) TypedKey(k *fyne.KeyEvent) {
	switch {
	case k.Name == fyne.KeyEscape:
		e.escape()
	case (k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter) && e.OnSubmitted != nil:
		e.OnSubmitted(e.Text)
	default:
		e.Entry.TypedKey(k)
	}
}

// TypedShortcut implements fyne.Shortcutable, and leaves the window's shortcuts to the window.
func (e *dialogEntry) TypedShortcut(s fyne.Shortcut) {
	leaveToWindow(e, s)
	e.Entry.TypedShortcut(s)
}

func leaveToWindow(field fyne.CanvasObject, s fyne.Shortcut) {
	if _, ok := s.(*desktop.CustomShortcut); ok {
		widgets.PassOn(field, s)
	}
}
