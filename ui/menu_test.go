package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"certviewer/app"
)

// While a question waits, nothing in the menus changes what is behind it, but a text can be copied. On a Mac they are
// within reach then, and have the keys.
func TestMenuWhileAQuestionWaits(t *testing.T) {
	core := fixable(t)
	saves := 0
	w := open(t, core, Options{Save: func(app.Settings) error { saves++; return nil }})
	press(t, w, "Block…")
	waits, behind := w.dialog, texts(w.body)
	var use func(m *fyne.Menu)
	use = func(m *fyne.Menu) {
		for _, i := range m.Items {
			if i.Action != nil && !strings.HasPrefix(i.Label, "Quit") {
				i.Action()
			}
			if i.ChildMenu != nil {
				use(i.ChildMenu)
			}
			if w.dialog != waits || texts(w.body) != behind || core.gathers != 1 || saves != 0 {
				t.Fatalf("%q: looked %d times, saved %d times, and behind the dialog is\n%s", i.Label, core.gathers, saves, texts(w.body))
			}
		}
	}
	for _, m := range w.win.MainMenu().Items {
		use(m)
	}
	if got := w.app.Clipboard().Content(); !strings.Contains(got, "stores-known-bad") {
		t.Errorf("copied %q", got)
	}
	key(w, fyne.KeyEscape)
	if menuItem(t, w, "View", "History (Ctrl+4)").Action(); w.page != PageHistory {
		t.Errorf("with the question gone the menu leads to %s", w.page)
	}
}
