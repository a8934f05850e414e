package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"certviewer/app"
	"certviewer/diagnose"
	"certviewer/message"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// abilities are the buttons that this window has; cards leave out what is told of others.
var abilities = []app.Ability{"button.details", "button.again", "button.fix", "button.block", "button.swap", "button.import", "page.clients"}

// healthPage answers the questions that people bring: one line for all, then a card for each.
type healthPage struct {
	w     *window
	page  *widgets.Page
	cards *fyne.Container
	open  map[diagnose.Topic]bool // whose details are shown
}

func newHealthPage(w *window) *healthPage {
	h := &healthPage{w: w, cards: widgets.Column(look.CardGap), open: map[diagnose.Topic]bool{}}
	if before, ok := w.pages[PageHealth].(*healthPage); ok {
		h.open = before.open // the language was changed
	}
	h.page = widgets.NewPage(look.CardWidth, 24, h.cards)
	return h
}

func (h *healthPage) content() fyne.CanvasObject { return h.page }

func (h *healthPage) update() {
	h.cards.Objects = h.build()
	h.page.Relayout()
}

func (h *healthPage) build() []fyne.CanvasObject {
	w := h.w
	var out []fyne.CanvasObject
	switch {
	case w.running:
		out = append(out, h.runningBanner())
	case w.problem != nil:
		return []fyne.CanvasObject{h.problemCard(w.problem)}
	case w.health != nil:
		out = append(out, h.banner())
	}
	loud := false // one primary button on the page
	for _, r := range w.killed {
		out = append(out, w.interruptedCard(r, !loud))
		loud = true
	}
	if w.health == nil {
		return out
	}
	if w.health.Old() {
		out = append(out, h.oldKnowledge())
	}
	for _, a := range app.ByImportance(w.health.Answers) {
		c := app.AnswerCard(w.p, a, abilities)
		rank := widgets.Silent
		if !loud && c.State == diagnose.Action {
			rank, loud = widgets.Primary, true
		}
		out = append(out, h.card(a, c, rank))
	}
	return out
}

func (h *healthPage) oldKnowledge() fyne.CanvasObject {
	b := h.w.p.Block(message.M("check-knowledge-old", "catalog_date", day(h.w.health.Knowledge)))
	return bannerOf(standing{look.IconClock, look.ToneCaution},
		widgets.Column(5, widgets.NewParagraph(b.Title, widgets.Style{Bold: true, Size: look.SizeTitle}), h.w.lines(b.Lines)))
}

// bannerOf is the loud surface at the top of the page.
func bannerOf(st standing, body fyne.CanvasObject) fyne.CanvasObject {
	return widgets.On(widgets.NewSurface(st.tone.Tint, "", look.CardRadius),
		widgets.Inset(18, 20, 16, 20, widgets.Beside(16, widgets.NewGlyph(st.icon, 38, st.tone.Shape, st.tone.Tint), body)))
}

// banner is the one line for everything: green as loud as any other.
func (h *healthPage) banner() fyne.CanvasObject {
	w, p := h.w, h.w.p
	st := verdictLook(overallVerdict(w.health, w.killed))
	b := p.Block(app.Overall(w.health, len(w.killed)))
	lines := widgets.Column(3, widgets.NewParagraph(b.Title, widgets.Style{Bold: true, Size: look.SizeVerdict}))
	for _, l := range b.Lines {
		lines.Add(widgets.NewParagraph(l.Text, widgets.Quiet, l.Whole...))
	}
	again := widgets.NewButton(p.Text("button.again"), look.IconRefresh, widgets.Silent, w.look)
	all := widgets.NewButton(p.Text("button.copy"), look.IconCopy, widgets.Silent, func() { h.copy("") })
	return bannerOf(st, widgets.Column(8, lines, widgets.Inset(0, 0, 0, -11, widgets.Flow(4, 4, again, all))))
}

func (h *healthPage) runningBanner() fyne.CanvasObject {
	p := h.w.p
	title := p.Text("window.starting")
	if h.w.progress.Total > 0 {
		title = p.Print(h.w.progress.Doing)
	}
	bar := widgets.NewGauge(float32(h.w.progress.Done)/max(1, float32(h.w.progress.Total)), look.Note)
	return bannerOf(standing{look.IconClock, look.ToneNote},
		widgets.Column(12, widgets.NewParagraph(title, widgets.Style{Bold: true, Size: look.SizeVerdict}), bar))
}

// problemCard says why there is no result: what, why, what to do.
func (h *healthPage) problemCard(problem *message.Problem) fyne.CanvasObject {
	p := h.w.p
	b := p.Block(problem.What)
	body := widgets.Column(6, widgets.NewParagraph(b.Title, widgets.Style{Bold: true, Size: look.SizeTitle}), h.w.lines(b.Lines))
	for _, hint := range problem.Hints {
		body.Add(widgets.NewParagraph(p.Print(hint), widgets.Plain))
	}
	if problem.Cause != nil {
		body.Add(widgets.NewParagraph(problem.Cause.Error(), widgets.Caption))
	}
	body.Add(widgets.Flow(8, 8, widgets.NewButton(p.Text("button.again"), look.IconRefresh, widgets.Primary, h.w.look),
		widgets.NewButton(p.Text("window.copy"), look.IconCopy, widgets.Silent, func() {
			h.w.copy(problemText(p, problem), p.Text("window.copied"))
		})))
	return bannerOf(standing{look.IconUnknown, look.ToneCaution}, body)
}

// card is the answer to one question.
func (h *healthPage) card(a diagnose.Answer, c app.Card, rank widgets.Rank) fyne.CanvasObject {
	w, p := h.w, h.w.p
	st := verdictLook(c.State)
	word := p.Text("state." + string(c.State))
	title := widgets.Before(12,
		widgets.NewParagraph(c.Title, widgets.Style{Bold: true, Size: look.SizeTitle}),
		widgets.NewBadge(look.IconNone, word, st.tone))
	body := widgets.Column(6, title, w.lines(c.Lines))

	open := h.open[a.Topic]
	if more := c.Actions(); more > 0 && !open { // they are counted at the top of the page
		body.Add(widgets.NewParagraph(p.Text("window.more-findings", "count", more), widgets.Plain))
	}
	buttons := widgets.Flow(4, 4)
	if c.Fix != nil {
		buttons.Add(h.fixButton(c, rank))
		rank = widgets.Silent
	}
	if b := w.p12Button(c, rank); b != nil {
		buttons.Add(b)
		rank = widgets.Silent
	}
	details := widgets.NewButton(p.Text("button.details"), look.IconNone, rank, func() {
		h.open[a.Topic] = !h.open[a.Topic]
		h.update()
	})
	details.SetTrailing(look.IconOpen)
	if open {
		details.SetTrailing(look.IconShut)
	}
	buttons.Add(details)
	if a.Topic == diagnose.UPKIClient {
		buttons.Add(widgets.NewButton(p.Text("page.clients"), look.IconClients, widgets.Silent, func() { w.show(PageClients) }))
	}
	buttons.Add(widgets.NewButton(p.Text("button.copy"), look.IconCopy, widgets.Silent, func() { h.copy(a.Topic) }))
	left := float32(-11) // the text of a silent button stands in line with the text above
	if rank == widgets.Primary || c.Fix != nil || c.Button == "button.swap" || c.Button == "button.import" {
		left = 0
	}
	body.Add(widgets.Inset(4, 0, 0, left, buttons))
	if open {
		body.Add(h.details(a, c))
	}
	footer := widgets.Before(12, w.footer(),
		widgets.NewText(p.Text("window.number", "number", message.Text(threeDigits(c.Number))), widgets.Style{Color: look.Muted, Bold: true}))
	label := word + ". " + c.Title + " " + p.Text("window.number", "number", message.Text(threeDigits(c.Number)))
	return widgets.NewCard(label, widgets.Column(0,
		widgets.Inset(16, 16, 12, 18, widgets.Beside(14, widgets.NewGlyph(st.icon, 28, st.tone.Shape, look.Card), body)),
		widgets.NewLine(),
		widgets.Inset(7, 16, 8, 18, footer)))
}

// fixButton is the button of a card that puts things right. A page has one primary button at most; the others are
// ordinary ones, not silent: this is what a person came for.
func (h *healthPage) fixButton(c app.Card, rank widgets.Rank) *widgets.Button {
	if rank != widgets.Primary {
		rank = widgets.Ordinary
	}
	return widgets.NewButton(c.Label, look.IconNone, rank, func() { h.w.fix(*c.Fix) })
}

// lines are the sentences of a card: what to do stands out, what calms stands back.
func (w *window) lines(lines []message.Line) *fyne.Container {
	column := widgets.Column(4)
	for _, l := range lines {
		switch kind(l.Part) {
		case "note":
			column.Add(widgets.NewParagraph(l.Text, widgets.Quiet, l.Whole...))
		case "do":
			column.Add(widgets.Beside(6, widgets.NewGlyph(look.IconNext, 16, look.Link, ""), widgets.NewParagraph(l.Text, widgets.Plain, l.Whole...)))
		case "who":
			column.Add(widgets.NewParagraph(w.p.Text("label.who")+": "+l.Text, widgets.Plain, l.Whole...))
		default:
			column.Add(widgets.NewParagraph(l.Text, widgets.Plain, l.Whole...))
		}
	}
	return column
}

// kind is a part without its number: "why-2" is a "why".
func kind(part string) string {
	for _, k := range []string{"note", "do", "who"} {
		if part == k || len(part) > len(k) && part[:len(k)+1] == k+"-" {
			return k
		}
	}
	return "why"
}

// footer says what was looked at, and as of when the knowledge is: two pieces that stay whole.
func (w *window) footer() fyne.CanvasObject {
	var places message.List
	seen := map[string]bool{}
	for _, s := range w.host.Stores {
		place := w.placeArg(s.ID)
		if name := w.p.Arg(place); s.Problem == nil && !seen[name] {
			seen[name] = true
			places = append(places, place)
		}
	}
	return widgets.Flow(14, 0,
		widgets.NewText(w.p.Text("window.looked-at", "places", places), widgets.Caption),
		widgets.NewText(w.p.Text("window.knowledge", "catalog_date", day(w.health.Knowledge)), widgets.Caption))
}

// details is what stands behind an answer: the other findings, what can be done by hand, and the
// stores that were looked at.
func (h *healthPage) details(a diagnose.Answer, c app.Card) fyne.CanvasObject {
	w, p := h.w, h.w.p
	column := widgets.Column(12)
	column.Objects = append(column.Objects, h.steps(c)...)
	for _, d := range c.Details {
		st := verdictLook(d.State)
		head := widgets.Before(12, widgets.NewParagraph(d.Title, widgets.Strong),
			widgets.NewText(p.Text("window.number", "number", message.Text(threeDigits(d.Number))), widgets.Quiet))
		body := widgets.Column(4, head, w.lines(d.Lines))
		body.Objects = append(body.Objects, h.steps(d)...)
		if d.Fix != nil {
			body.Add(widgets.Row(0, h.fixButton(d, widgets.Ordinary)))
		}
		if b := w.p12Button(d, widgets.Ordinary); b != nil {
			body.Add(widgets.Row(0, b))
		}
		column.Add(widgets.Beside(10, widgets.NewGlyph(st.icon, 18, st.tone.Shape, theme.ColorNameBackground), body))
	}
	stores := widgets.Column(3, widgets.NewText(p.Text("label.looked-at"), widgets.Style{Color: look.Muted, Size: look.SizeSmall, Bold: true}))
	for _, s := range w.host.Stores {
		note := p.Text("count.certificates", "count", len(s.Entries))
		if s.Problem != nil {
			note = w.problemTitle(s)
		}
		stores.Add(widgets.Before(12, widgets.NewText(w.place(s.ID), widgets.Plain), widgets.NewText(note, widgets.Quiet)))
	}
	if len(column.Objects) > 0 {
		column.Add(widgets.NewLine())
	}
	column.Add(stores)
	return widgets.Inset(6, 0, 4, 0, widgets.On(widgets.NewSurface(theme.ColorNameBackground, "", look.FieldRadius), widgets.Inset(12, 14, 12, 14, column)))
}

// steps are what a person can do by hand, with the terminal's line to copy.
func (h *healthPage) steps(c app.Card) (out []fyne.CanvasObject) {
	for _, s := range c.Steps {
		step := widgets.Column(4, widgets.NewParagraph(s.Text, widgets.Plain))
		if s.Command != "" {
			step.Add(h.w.snippet(s.Command))
		}
		out = append(out, step)
	}
	return out
}

// snippet is a text to copy.
func (w *window) snippet(text string) fyne.CanvasObject {
	button := widgets.NewButton("", look.IconCopy, widgets.Silent, func() { w.copy(text, w.p.Text("window.copied")) })
	button.SetLabel(w.p.Text("window.copy"))
	return widgets.On(widgets.NewSurface(theme.ColorNameInputBackground, look.CardEdge, look.FieldRadius),
		widgets.Inset(3, 4, 3, 10, widgets.Before(6, widgets.NewParagraph(text, widgets.Code), button)))
}

// copy puts the text for the helpdesk on the clipboard, topic first; "" = as on the page.
func (h *healthPage) copy(topic diagnose.Topic) {
	w := h.w
	b := w.p.Block(message.M("copied-for-helpdesk"))
	said := b.Title
	for _, l := range b.Lines {
		said += " " + l.Text
	}
	w.copy(helpdeskText(w.p, w.health, w.killed, topic, private()), said)
}
