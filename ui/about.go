package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"certviewer/message"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// aboutPage is the program itself: its version, as of when its knowledge is, and whose work is in it.
type aboutPage struct {
	w    *window
	page *widgets.Page
	body *fyne.Container
}

func newAboutPage(w *window) *aboutPage {
	a := &aboutPage{w: w, body: widgets.Column(look.CardGap)}
	a.page = widgets.NewPage(look.CardWidth, 24, a.body)
	return a
}

func (a *aboutPage) content() fyne.CanvasObject { return a.page }

// An aboutFact is one line of the page and of what is copied from it.
type aboutFact struct{ name, value string }

func (a *aboutPage) facts() (program, knowledge []aboutFact) {
	p, about := a.w.p, a.w.core.About()
	program = []aboutFact{{p.Text("window.about-version"), about.Version}}
	if !about.Built.IsZero() {
		program = append(program, aboutFact{p.Text("window.about-built"), p.Arg(day(about.Built))})
	}
	program = append(program, aboutFact{"Go", strings.TrimPrefix(about.Go, "go")})
	if about.Toolkit != "" {
		program = append(program, aboutFact{"Fyne", strings.TrimPrefix(about.Toolkit, "v")})
	}
	knowledge = []aboutFact{{p.Text("window.about-advice"), p.Arg(message.Day(about.Knowledge))}}
	for _, l := range about.Lists {
		knowledge = append(knowledge, aboutFact{p.Text("programme." + string(l.Programme)), p.Arg(message.Day(l.Date))})
	}
	return program, knowledge
}

func (a *aboutPage) update() {
	p := a.w.p
	program, knowledge := a.facts()
	a.body.Objects = []fyne.CanvasObject{
		pageTitle(p.Text("window.about")),
		section(p.Text("window.about-program"), factRows(program)),
		section(p.Text("window.about-knowledge"), widgets.Column(8, factRows(knowledge),
			widgets.NewParagraph(p.Text("window.about-network"), widgets.Quiet))),
		section(p.Text("window.about-licences"), widgets.Column(4,
			widgets.NewParagraph(p.Text("window.about-own"), widgets.Plain),
			widgets.NewParagraph(p.Text("window.about-font"), widgets.Plain),
			widgets.NewParagraph(p.Text("window.about-parts"), widgets.Plain))),
		widgets.Flow(8, 8, widgets.NewButton(p.Text("window.copy"), look.IconCopy, widgets.Ordinary, func() {
			a.w.copy(a.text(), p.Text("window.copied"))
		})),
	}
	a.page.Relayout()
}

func factRows(facts []aboutFact) fyne.CanvasObject {
	rows := widgets.Column(4)
	for _, f := range facts {
		rows.Add(widgets.Before(16, widgets.NewParagraph(f.name, widgets.Plain), widgets.NewText(f.value, widgets.Quiet)))
	}
	return rows
}

// text is what is copied: for whoever asks which version it is.
func (a *aboutPage) text() string {
	program, knowledge := a.facts()
	lines := []string{"certviewer"}
	for _, f := range append(program, knowledge...) {
		lines = append(lines, f.name+": "+f.value)
	}
	return strings.Join(lines, "\n") + "\n"
}
