package ui

import (
	"fyne.io/fyne/v2"

	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// settingsPage is language, look and size, which all change at once, and what is remembered.
type settingsPage struct {
	w    *window
	page *widgets.Page
	body *fyne.Container
}

func newSettingsPage(w *window) *settingsPage {
	s := &settingsPage{w: w, body: widgets.Column(look.CardGap)}
	s.page = widgets.NewPage(look.CardWidth, 24, s.body)
	return s
}

func (s *settingsPage) content() fyne.CanvasObject { return s.page }

func (s *settingsPage) update() {
	w, p := s.w, s.w.p
	s.body.Objects = []fyne.CanvasObject{
		pageTitle(p.Text("page.settings")),
		section(p.Text("window.language"), choice(w.languages(), w.language(), w.chooseLanguage)),
		section(p.Text("window.theme"), choice(w.themes(), string(w.mode), w.chooseTheme)),
		section(p.Text("window.size"), choice(scales(), scaleID(w.keep.Scale), w.chooseScale)),
		section(p.Text("keyring.title"), s.remembered()),
		widgets.Flow(8, 8,
			widgets.NewButton(p.Text("window.keys"), look.IconKeys, widgets.Silent, func() { w.show(PageKeys) }),
			widgets.NewButton(p.Text("window.about"), look.IconAbout, widgets.Silent, func() { w.show(PageAbout) })),
	}
	s.page.Relayout()
}

func pageTitle(title string) fyne.CanvasObject {
	return widgets.NewText(title, widgets.Style{Bold: true, Size: look.SizeVerdict})
}

func section(title string, body fyne.CanvasObject) fyne.CanvasObject {
	return widgets.NewCard(title, widgets.Inset(14, 18, 14, 18, widgets.Column(8, widgets.NewText(title, widgets.Strong), body)))
}

type option struct{ id, text string }

// choice offers one of a few.
func choice(options []option, chosen string, changed func(id string)) fyne.CanvasObject {
	words, at := make([]string, len(options)), 0
	for i, o := range options {
		words[i] = o.text
		if o.id == chosen {
			at = i
		}
	}
	return widgets.Row(0, widgets.NewChoice(words, at, func(i int) { changed(options[i].id) }))
}
