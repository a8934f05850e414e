package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/change"
	"certviewer/message"
	"certviewer/task"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// history is what the core said last of the changes that were made.
type history struct {
	run     int // counts the looks, so that a late answer to an older one is dropped
	known   bool
	records []change.Record
	problem *message.Problem
}

// loadHistory reads the changes anew, beside the window.
func (w *window) loadHistory() {
	w.history.run++
	run := w.history.run
	w.spawn(func() {
		records, err := w.core.History(w.ctx, w.opts.Where)
		fyne.Do(func() {
			if run != w.history.run || w.ctx.Err() != nil {
				return
			}
			w.history = history{run: run, known: true, records: records}
			if err != nil {
				w.history.problem = message.AsProblem(err)
			}
			w.pages[PageHistory].update()
		})
	})
}

// historySteps is how many steps of a change have a line each below the first; a card with more names fewer, and counts the others.
const historySteps = 3

// historyPage lists what this program has changed, the newest first, and takes it back.
type historyPage struct {
	w    *window
	page *widgets.Page
	body *fyne.Container
}

func newHistoryPage(w *window) *historyPage {
	h := &historyPage{w: w, body: widgets.Column(look.CardGap)}
	h.page = widgets.NewPage(look.CardWidth, 24, h.body)
	return h
}

func (h *historyPage) content() fyne.CanvasObject { return h.page }

func (h *historyPage) update() {
	w, p := h.w, h.w.p
	h.body.Objects = []fyne.CanvasObject{pageTitle(p.Text("page.history"))}
	if problem := w.history.problem; problem != nil {
		b := p.Block(problem.What)
		h.body.Add(bannerOf(standing{look.IconUnknown, look.ToneCaution},
			widgets.Column(6, widgets.NewParagraph(b.Title, widgets.Style{Bold: true, Size: look.SizeTitle}), w.lines(b.Lines))))
	}
	if w.history.known && w.history.problem == nil && len(w.history.records) == 0 {
		h.body.Add(widgets.NewParagraph(p.Text("window.history-empty"), widgets.Quiet))
	}
	for _, r := range w.history.records {
		h.body.Add(h.card(r))
	}
	h.page.Relayout()
}

// card is one change: what, when, how it stands, and what can be done about it.
func (h *historyPage) card(r change.Record) fyne.CanvasObject {
	w, p := h.w, h.w.p
	title := p.Text("window.history-unreadable")
	if len(r.Plan.Steps) > 0 {
		title = p.Print(app.StepLine(w.core.Names(), w.host, r.Plan.Steps[0]))
	}
	state := app.RecordState(r)
	st, word := recordLook(state.ID), alone(p.Print(state))
	body := widgets.Column(6, widgets.Before(12, widgets.NewParagraph(title, widgets.Strong), widgets.NewBadge(look.IconNone, word, st.tone)))
	if others := r.Plan.Steps[min(1, len(r.Plan.Steps)):]; len(others) > 0 {
		lines := widgets.Column(3)
		if len(others) > historySteps {
			others = others[:historySteps-1]
		}
		for _, s := range others {
			lines.Add(widgets.NewParagraph(p.Print(app.StepLine(w.core.Names(), w.host, s)), widgets.Plain))
		}
		if more := len(r.Plan.Steps) - 1 - len(others); more > 0 {
			lines.Add(widgets.NewText(p.Text("window.history-more", "count", more), widgets.Plain))
		}
		body.Add(lines)
	}
	said := p.Text("window.history-number", "n", r.N) // other cards and the terminal speak of it
	if !r.Time.IsZero() {
		said += " · " + p.Arg(message.Moment(r.Time.Local()))
	}
	body.Add(widgets.NewText(said, widgets.Caption))
	if buttons := h.buttons(r); len(buttons) > 0 {
		body.Add(widgets.Inset(4, 0, 0, 0, widgets.Flow(8, 4, buttons...)))
	}
	return widgets.NewCard(word+". "+title,
		widgets.Inset(14, 16, 14, 18, widgets.Beside(14, widgets.NewGlyph(st.icon, 24, st.tone.Shape, look.Card), body)))
}

// buttons are there for a change that left something behind: it can be undone, unless it ended trust that nobody may give, and
// where steps are missing it can be gone on with.
func (h *historyPage) buttons(r change.Record) (out []fyne.CanvasObject) {
	w, p := h.w, h.w.p
	if !r.Left() {
		return nil
	}
	if r.Unfinished() {
		out = append(out, widgets.NewButton(p.Text("window.go-on"), look.IconNone, widgets.Ordinary, func() { w.goOn(r.N) }))
	}
	if r.Undoes == 0 && r.Changed().CanBeUndone(w.core.Names()) {
		out = append(out, widgets.NewButton(p.Text("button.undo"), look.IconNone, widgets.Ordinary, func() { w.undo(r.N) }))
	}
	return out
}

// goOn previews the steps of change n that were not made.
func (w *window) goOn(n int) {
	w.propose(w.restOf(n), w.finishing(n))
}

// undo previews what takes change n back.
func (w *window) undo(n int) {
	w.propose(w.undoOf(n), w.takingBack(n))
}

func (w *window) restOf(n int) func(context.Context) (change.Plan, error) {
	return func(ctx context.Context) (change.Plan, error) { return w.core.RestPlan(ctx, w.opts.Where, n) }
}

func (w *window) undoOf(n int) func(context.Context) (change.Plan, error) {
	return func(ctx context.Context) (change.Plan, error) { return w.core.UndoPlan(ctx, w.opts.Where, n) }
}

// takingBack makes a plan that takes change n back.
func (w *window) takingBack(n int) maker {
	return func(ctx context.Context, talk task.Talk, p change.Plan) (int, []change.Outcome, error) {
		made, out, err := w.core.ApplyUndo(ctx, talk, p, n)
		if err == nil {
			w.settled(n)
		}
		return made, out, err
	}
}

// finishing makes a plan that finishes change n.
func (w *window) finishing(n int) maker {
	return func(ctx context.Context, talk task.Talk, p change.Plan) (int, []change.Outcome, error) {
		made, out, err := w.core.ApplyRest(ctx, talk, p, n)
		if err == nil {
			w.settled(n)
		}
		return made, out, err
	}
}

// recordLook is how the state of a change is drawn.
func recordLook(state string) standing {
	switch state {
	case "history.done", "history.finished", "history.rest":
		return standing{look.IconGood, look.ToneGood}
	case "history.undone", "history.undo", "history.not-made":
		return standing{look.IconCalm, look.ToneCalm}
	case "history.unreadable":
		return standing{look.IconUnknown, look.ToneNote}
	}
	return standing{look.IconCaution, look.ToneCaution}
}
