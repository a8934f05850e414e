package ui

import (
	"time"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// showSecretFor is how long a secret stays readable after a press on Show.
const showSecretFor = 10 * time.Second

// secretEntry is a field for a PIN or password. It shows dots, also while a screen is shared; its text never gets to
// the clipboard; and it tells when Caps Lock seems to be on. Fyne has no way to turn an input method off on a desktop:
// what comes of one is asked about before it is tried (block p12-fullwidth).
type secretEntry struct {
	dialogEntry
	content fyne.CanvasObject // the field with its button, below its label and the hint

	w      *window
	reveal *widgets.Button
	hint   *widgets.Text
	around []*fyne.Container // what is laid out anew when a word in it changes
	shift  func() bool       // whether it is held down
	shown  int               // counts the presses on Show, so that only the last one's time ends it
}

// fieldWidth is wide enough for a PIN that somebody has to read back; passwords of one's own may scroll.
const fieldWidth = 300

// newSecretEntry returns an empty field; label is what stands above it.
func newSecretEntry(w *window, label string) *secretEntry {
	e := &secretEntry{w: w, shift: func() bool { return false }}
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		e.shift = func() bool { return d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0 }
	}
	e.Password, e.Wrapping = true, fyne.TextWrap(fyne.TextTruncateClip)
	e.ActionItem = widgets.NewSurface("", "", 0) // instead of Fyne's eye, which stays open for as long as it likes
	e.ExtendBaseWidget(e)
	e.hint = widgets.NewText("", widgets.Style{Color: look.Caution, Bold: true, Size: look.SizeSmall})
	e.reveal = widgets.NewButton(w.p.Text("import.show"), look.IconNone, widgets.Silent, e.show)
	e.around = []*fyne.Container{
		widgets.Row(12, heading(label), e.hint),
		widgets.Row(6, widgets.AtLeast(fyne.NewSize(fieldWidth, 0), e), e.reveal),
	}
	e.content = widgets.Column(4, e.around[0], e.around[1])
	return e
}

// show makes the text readable for a while, or hides it again.
func (e *secretEntry) show() {
	e.shown++
	if !e.Password {
		e.conceal()
		return
	}
	shown := e.shown
	e.reads(false, "import.hide")
	e.w.after(showSecretFor, func() {
		if shown == e.shown {
			e.conceal()
		}
	})
	e.w.win.Canvas().Focus(e)
}

func (e *secretEntry) conceal() {
	if !e.Password {
		e.reads(true, "import.show")
	}
}

func (e *secretEntry) reads(dots bool, label string) {
	e.Password = dots
	e.Refresh()
	e.reveal.SetText(e.w.p.Text(label))
	e.around[1].Refresh()
}

// wipe empties the field. The text itself is a Go string, which nobody can overwrite: see docs/attack-surface.md.
func (e *secretEntry) wipe() {
	e.shown++
	e.conceal()
	e.SetText("")
	e.capsLock(false)
}

// FocusGained implements fyne.Focusable.
func (e *secretEntry) FocusGained() {
	e.Entry.FocusGained()
	widgets.Follow(e)
}

// TypedRune implements fyne.Focusable. No system tells Fyne how Caps Lock stands; letters do.
func (e *secretEntry) TypedRune(r rune) {
	if unicode.IsUpper(r) || unicode.IsLower(r) {
		e.capsLock(unicode.IsUpper(r) != e.shift())
	}
	e.dialogEntry.TypedRune(r)
}

// KeyDown implements desktop.Keyable: one press after the hint, Caps Lock is off.
func (e *secretEntry) KeyDown(k *fyne.KeyEvent) {
	if k.Name == desktop.KeyCapsLock {
		e.capsLock(false)
	}
	e.dialogEntry.KeyDown(k)
}

func (e *secretEntry) capsLock(on bool) {
	said := ""
	if on {
		said = e.w.p.Text("p12-caps-lock.note")
	}
	if said != e.hint.Text() {
		e.hint.SetText(said)
		e.around[0].Refresh()
	}
}

// TypedShortcut implements fyne.Shortcutable: what is readable for a moment is not copied either, and nothing brings
// back what was wiped.
func (e *secretEntry) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutCopy, *fyne.ShortcutCut, *fyne.ShortcutUndo, *fyne.ShortcutRedo:
		return
	}
	leaveToWindow(e, s)
	e.Entry.TypedShortcut(s)
}

// TappedSecondary implements fyne.SecondaryTappable: the menu of a field with dots can only paste.
func (e *secretEntry) TappedSecondary(at *fyne.PointEvent) {
	e.shown++
	e.conceal()
	e.dialogEntry.TappedSecondary(at)
}
