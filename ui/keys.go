package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// keysPage says what can be done from the keyboard: everything.
type keysPage struct {
	w    *window
	page *widgets.Page
	body *fyne.Container
}

func newKeysPage(w *window) *keysPage {
	k := &keysPage{w: w, body: widgets.Column(look.CardGap)}
	k.page = widgets.NewPage(look.CardWidth, 24, k.body)
	return k
}

func (k *keysPage) content() fyne.CanvasObject { return k.page }

func (k *keysPage) update() {
	p := k.w.p
	k.body.Objects = []fyne.CanvasObject{pageTitle(p.Text("window.keys"))}
	for _, g := range k.w.commands() {
		rows := widgets.Column(6)
		for _, c := range g.commands {
			if c != nil && len(c.keys) > 0 {
				strokes := make([]string, len(c.keys))
				for i, s := range c.keys {
					strokes[i] = s.String()
				}
				rows.Add(keyRow(c.text, strings.Join(strokes, " / ")))
			}
		}
		k.body.Add(section(g.text, rows))
	}
	k.body.Add(section(p.Text("window.keys-everywhere"), widgets.Column(6,
		keyRow(p.Text("window.key-next"), "Tab / Shift+Tab"),
		keyRow(p.Text("window.key-press"), "Enter / Space"),
		keyRow(p.Text("window.key-back"), "Esc"),
		keyRow(p.Text("window.key-menu"), "Alt"))))
	k.body.Add(section(p.Text("page.certificates"), widgets.Column(6,
		keyRow(p.Text("window.key-move"), "↑ / ↓ / Page Up / Page Down / Home / End"),
		keyRow(p.Text("window.key-row-menu"), "Shift+F10"))))
	k.body.Add(section(p.Text("page.clients"), widgets.Column(6,
		keyRow(p.Text("window.key-move"), "↑ / ↓ / Home / End"),
		keyRow(p.Text("window.show-details"), "Enter"),
		keyRow(p.Text("window.key-row-menu"), "Shift+F10"))))
	k.page.Relayout()
}

// keyRow is what a key does, and the key at the right edge.
func keyRow(does, key string) fyne.CanvasObject {
	return widgets.Before(16, widgets.NewParagraph(does, widgets.Plain), widgets.NewText(key, widgets.Style{Color: look.Muted, Bold: true}))
}
