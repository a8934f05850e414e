package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/diagnose"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// A maker makes a plan that a person confirmed.
type maker func(context.Context, task.Talk, change.Plan) (int, []change.Outcome, error)

// fix shows what the button of a finding would change.
func (w *window) fix(f diagnose.Fix) {
	r, ok := w.core.Request(f)
	if !ok {
		return // the core offers only what it can make
	}
	if len(r.From) > 0 && change.Vouched(w.core.Names(), r.Certificate, "") != nil { // its whole fingerprint is asked for first
		if q, ok := w.moveWish([]*cert.Certificate{r.Certificate}, r.From); ok {
			w.ask(q)
		}
		return
	}
	w.propose(func(ctx context.Context) (change.Plan, error) {
		p, _, err := w.core.Propose(ctx, w.opts.Where, r)
		return p, err
	}, w.core.Apply)
}

// propose has a plan made beside the window, and shows it to be confirmed. Every change of the window goes this way:
// preview, confirmation, outcome.
func (w *window) propose(plan func(context.Context) (change.Plan, error), make maker) {
	if w.dialog == nil {
		newChangeDialog(w).propose(plan, make)
	}
}

func (d *changeDialog) propose(plan func(context.Context) (change.Plan, error), make maker) {
	w, host := d.w, d.w.host
	d.busy(w.p.Text("window.starting"), d.close)
	w.spawn(func() {
		p, err := plan(d.ctx)
		notes := w.core.UndoNotes(host, p)
		fyne.Do(func() {
			switch {
			case d.ctx.Err() != nil: // it was closed
			case err != nil:
				d.problem(message.AsProblem(err))
			default:
				d.preview(p, notes, make)
			}
		})
	})
}

// preview says what will be changed, and notes about that. The keyboard is on Cancel, so that an Enter too many confirms nothing.
func (d *changeDialog) preview(plan change.Plan, notes []message.Message, make maker) {
	w, p := d.w, d.w.p
	steps, admin, back := widgets.Column(8), false, false
	for _, s := range plan.Steps {
		said := widgets.Column(2, widgets.NewParagraph(p.Print(app.StepLine(w.core.Names(), w.host, s)), widgets.Plain))
		if m, ok := app.OSAsks(w.host, s); ok { // each step is asked about by itself
			b := p.Block(m)
			said.Add(widgets.NewParagraph(b.Title, widgets.Caption))
			for _, l := range b.Lines {
				said.Add(widgets.NewParagraph(l.Text, widgets.Caption))
			}
		}
		steps.Add(widgets.Beside(8, widgets.NewGlyph(look.IconNext, 16, look.Link, ""), said))
		admin = admin || s.NeedsAdmin
		back = back || s.Op == change.Restore
	}
	body := widgets.Column(12, dialogTitle(p.Block(message.M("change-preview")).Title), steps)
	if admin {
		b := p.Block(message.M("change-needs-admin", "os", w.system()))
		body.Add(toldBy(standing{look.IconNote, look.ToneNote}, b.Title, w.lines(b.Lines)))
	}
	switch {
	case plan.TakesKey():
		body.Add(widgets.NewParagraph(p.Text("change-preview.note.no-undo"), widgets.Strong))
	case plan.EndsKnownBad(w.core.Names()):
		body.Add(widgets.NewParagraph(p.Text("change.known-bad-ends"), widgets.Quiet))
	case !back: // an undo is not undone: the change is made anew
		body.Add(widgets.NewParagraph(p.Text("change-preview.note"), widgets.Quiet))
	}
	for _, m := range notes {
		b := p.Block(m)
		body.Add(toldBy(standing{look.IconCaution, look.ToneCaution}, b.Title, w.lines(b.Lines)))
	}
	cancel := widgets.NewButton(p.Text("button.cancel"), look.IconNone, widgets.Ordinary, d.close)
	buttons := []*widgets.Button{cancel}
	if d.back != nil {
		buttons = append(buttons, widgets.NewButton(p.Text("button.back"), look.IconNone, widgets.Ordinary, d.back))
	}
	d.put(body, cancel, d.close, append(buttons, widgets.NewButton(p.Text("change-preview.button"), look.IconNone, widgets.Primary, func() { d.make(plan, make) }))...)
}

// make makes a plan beside the window, and tells what was read back. Cancel ends the work, and the outcome tells how
// far it came.
func (d *changeDialog) make(plan change.Plan, make maker) {
	w := d.w
	d.busy(w.p.Text("change-running", "done", 0, "total", len(plan.Steps)), d.cancel)
	doing := func() { d.busy(d.doing.Text(), d.cancel) }
	ask := &passwords{w: w, several: len(storesOf(plan)) > 1, ask: func() *changeDialog { return d }, answered: func(*changeDialog) { doing() },
		keep: map[trust.StoreID][]byte{}}
	talk := task.Talk{
		Progress: func(p task.Progress) {
			fyne.Do(func() {
				d.doing.SetText(w.p.Print(p.Doing))
				d.gauge.Set(float32(p.Done) / max(1, float32(p.Total)))
			})
		},
		Secret: ask.secret,
	}
	w.spawn(func() {
		n, out, err := make(d.ctx, talk, plan)
		unkept := ask.settle(w.ctx, w.storeInfo, out)
		fyne.Do(func() {
			if w.ctx.Err() != nil {
				return // the window was closed
			}
			if unkept != nil {
				w.status.warn(w.p.Block(unkept.What).Title)
			}
			if err != nil {
				d.problem(message.AsProblem(err))
			} else {
				d.outcome(n, out)
			}
			w.look() // what it did is seen like everything else
			if w.page == PageHistory {
				w.loadHistory()
			}
		})
	})
}

// problem says why nothing is changed, or how the change ended early.
func (d *changeDialog) problem(problem *message.Problem) {
	p := d.w.p
	b := p.Block(problem.What)
	said := d.w.lines(b.Lines)
	for _, hint := range problem.Hints {
		said.Add(widgets.NewParagraph(p.Print(hint), widgets.Plain))
	}
	if problem.Cause != nil {
		said.Add(widgets.NewParagraph(problem.Cause.Error(), widgets.Caption))
	}
	st := verdictLook(diagnose.Action)
	if b.ID == "root-already-trusted" {
		st = verdictLook(diagnose.OK)
	}
	d.end(widgets.Column(0, toldBy(st, b.Title, said)))
}

// end shows how it ended, to be read and closed, with what more can be done about it.
func (d *changeDialog) end(body *fyne.Container, more ...*widgets.Button) {
	shut := widgets.NewButton(d.w.p.Text("button.close"), look.IconNone, widgets.Primary, d.close)
	d.put(body, shut, d.close, append(more, shut)...)
}

// toldBy is a block of sentences beside the icon of how things stand.
func toldBy(st standing, title string, said fyne.CanvasObject) fyne.CanvasObject {
	return widgets.Beside(12, widgets.NewGlyph(st.icon, 24, st.tone.Shape, look.Card),
		widgets.Column(4, widgets.NewParagraph(title, widgets.Style{Bold: true, Size: look.SizeTitle}), said))
}

// system is what the computer's system is called in a sentence.
func (w *window) system() message.Arg {
	if w.host == nil {
		return message.M("os.linux")
	}
	return message.M("os." + w.host.Computer.OS)
}
