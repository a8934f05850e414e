package ui

import (
	"cmp"

	"fyne.io/fyne/v2"

	"certviewer/message"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// settingsPage is language and look. Both change at once, without a restart.
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
	language := choice([]option{
		{"", p.Text("window.language-system")}, {"ja", "日本語"}, {"en", "English"},
	}, cmp.Or(w.opts.Lang, w.keep.Language), func(id string) {
		w.keep.Language = id
		w.opts.Lang = "" // what is chosen here beats the command line
		w.opts.Settings = w.keep
		w.save()
		w.setLanguage(w.opts.lang())
	})
	theme := choice([]option{
		{string(look.System), p.Text("window.theme-system")}, {string(look.Light), p.Text("window.theme-light")}, {string(look.Dark), p.Text("window.theme-dark")},
	}, string(w.mode), func(id string) {
		w.keep.Theme = id
		w.save()
		w.setMode(look.Mode(id))
	})
	s.body.Objects = []fyne.CanvasObject{
		widgets.NewText(p.Text("page.settings"), widgets.Style{Bold: true, Size: look.SizeVerdict}),
		section(p.Text("window.language"), language),
		section(p.Text("window.theme"), theme),
		section(p.Text("window.about"), s.about()),
	}
	s.page.Relayout()
}

func section(title string, body fyne.CanvasObject) fyne.CanvasObject {
	return widgets.NewCard(title, widgets.Inset(14, 18, 14, 18, widgets.Column(8, widgets.NewText(title, widgets.Strong), body)))
}

func (s *settingsPage) about() fyne.CanvasObject {
	p := s.w.p
	column := widgets.Column(4)
	if h := s.w.health; h != nil {
		column.Add(widgets.NewParagraph(p.Text("window.about-version", "version", message.Text(h.Version), "catalog_date", day(h.Knowledge)), widgets.Plain))
	}
	column.Add(widgets.NewParagraph(p.Text("window.about-network"), widgets.Quiet))
	column.Add(widgets.NewParagraph(p.Text("window.about-font"), widgets.Quiet))
	return column
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
