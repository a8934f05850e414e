package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/change"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// start begins with what was shown. The plan is made of a fresh look; should that be another one, it is shown first.
func (s *destinations) start() {
	if s.busy != nil {
		return
	}
	if blocking := s.blocking(); len(blocking) > 0 {
		s.say(message.M("p12-app-running.title", "app", blocking[0].Place))
		return
	}
	stores := s.stores()
	if len(stores) == 0 {
		s.say(message.M("import.choose-app"))
		return
	}
	ctx, cancel := context.WithCancel(s.ctx)
	s.busy = cancel
	s.say(message.M("window.starting"))
	shown, file := s.plan, *s.file
	s.w.spawn(func() {
		plan, host, err := s.w.core.ProposeImport(ctx, s.w.opts.Where, &file, stores)
		fyne.Do(func() {
			if ctx.Err() != nil { // it was left, or something else is wanted now
				return
			}
			cancel()
			s.busy, s.said = nil, nil
			switch {
			case err != nil:
				s.trap = message.AsProblem(err)
				s.w.look() // what stands in the way is to be seen at its program
			case !app.SameSteps(shown, plan):
				s.trap = &message.Problem{What: message.M("change-store-moved", "place", s.w.placeArg(plan.Steps[0].Store))}
				s.w.look()
			default:
				s.host = host
				s.importAll(plan)
			}
		})
	})
}

// reconsider is called when the person chooses something else. A look that was to begin with what they chose before ends: what
// they see now is not what it would do.
func (f *importing) reconsider() {
	f.said, f.trap = nil, nil
	if f.busy == nil {
		return
	}
	f.busy()
	f.busy = nil
	said := message.M("cancelled.title")
	if f.leaving != nil { // the new certificate is there by then
		said = message.M("cancelled.title.rest")
	}
	f.said = &said
}

// importAll makes the plan of an import, and then gives the PIN to the password store if the person asked for that.
func (f *importing) importAll(plan change.Plan) {
	what := []message.Message{message.M("p12-contents.title", "name", holder(f.next()))}
	if f.swaps() {
		what = []message.Message{message.M("swap-step-import.title"), message.M("swap-step-prove.title")}
	}
	file, next, remember, pin := *f.file, f.next(), f.remember, slices.Clone(f.pin)
	f.work(plan, what, func(ctx context.Context, talk task.Talk) (int, []change.Outcome, error) {
		defer clear(pin)
		n, out, err := f.w.core.ApplyImport(ctx, talk, &file, plan)
		if remember && slices.ContainsFunc(out, func(o change.Outcome) bool { return o.OK && o.Step.Op == change.Import }) {
			if err := f.w.core.Remember(ctx, f.w.core.PINOf(next), pin); err != nil {
				problem := message.AsProblem(err)
				fyne.Do(func() { f.notKept = problem })
			}
		}
		return n, out, err
	}, func(n int, out []change.Outcome) {
		f.number, f.outcomes = n, out
		works := func(o change.Outcome) bool { return o.OK && (o.Step.Op == change.Import || o.Step.Op == change.Prove) }
		if !f.swaps() || !slices.ContainsFunc(out, works) {
			f.enter(&imported{f})
			return
		}
		f.leaving = newLeaving(f)
		if len(f.leaving.items) == 0 {
			f.enter(&finished{f})
			return
		}
		f.enter(&choosing{f})
		f.leaving.propose()
	})
}

// work makes a plan beside the window, shows how far it is, and goes on with then once this computer was looked at anew:
// what was done is seen like everything else.
func (f *importing) work(plan change.Plan, what []message.Message, make func(context.Context, task.Talk) (int, []change.Outcome, error), then func(int, []change.Outcome)) {
	w := f.w
	ctx, cancel := context.WithCancel(f.ctx)
	s := &working{importing: f, plan: plan, what: what, made: map[int]bool{}, stop: cancel, gauge: widgets.NewGauge(0, look.Note)}
	before := f.stage
	f.enter(s)
	ask := &passwords{w: w, several: len(storesOf(plan)) > 1, ask: func() *changeDialog { return newChangeDialog(w) },
		answered: (*changeDialog).close, keep: map[trust.StoreID][]byte{}}
	talk := task.Talk{Secret: ask.secret, Progress: func(p task.Progress) {
		fyne.Do(func() { s.progress(p) })
	}}
	w.spawn(func() {
		n, out, err := make(ctx, talk)
		unkept := ask.settle(ctx, w.storeInfo, out)
		fyne.Do(func() {
			cancel()
			if w.ctx.Err() != nil {
				return // the window was closed
			}
			if unkept != nil {
				w.status.warn(w.p.Block(unkept.What).Title)
			}
			if err == nil {
				f.wipe() // now: the page may not come into view again
			}
			f.await = func() {
				if f.look(); err != nil {
					f.enter(before)
					f.trap = message.AsProblem(err)
					f.redraw(false)
					return
				}
				then(n, out)
			}
			w.look()
		})
	})
}

// working shows what is being done, one line for each program.
type working struct {
	*importing
	plan  change.Plan
	what  []message.Message // a line for each thing that is done
	made  map[int]bool      // steps of the plan
	gauge *widgets.Gauge
	stop  context.CancelFunc
}

func storesOf(plan change.Plan) (out []trust.StoreID) {
	for _, s := range plan.Steps {
		if !slices.Contains(out, s.Store) {
			out = append(out, s.Store)
		}
	}
	return out
}

func (s *working) progress(p task.Progress) {
	s.made[p.Done-1] = true
	s.gauge.Set(float32(p.Done) / max(1, float32(p.Total)))
	s.redraw(false)
}

func (s *working) draw() drawn {
	p := s.w.p
	column := widgets.Column(10)
	for i, m := range s.what {
		style := widgets.Style{Bold: true, Size: look.SizeTitle}
		if i > 0 {
			style = widgets.Plain
		}
		column.Add(widgets.NewParagraph(p.Print(m), style))
	}
	column.Add(s.gauge)
	lines := widgets.Column(6)
	for _, id := range storesOf(s.plan) {
		st := standing{look.IconClock, look.ToneCalm}
		if s.done(id) {
			st = okLook
		}
		lines.Add(widgets.Beside(10, widgets.NewGlyph(st.icon, 18, st.tone.Shape, look.Card), widgets.NewParagraph(s.w.place(id), widgets.Plain)))
	}
	column.Add(lines)
	cancel := widgets.NewButton(p.Text("button.cancel"), look.IconNone, widgets.Ordinary, s.escape)
	return drawn{body: []fyne.CanvasObject{widgets.NewCard(p.Print(s.what[0]), widgets.Inset(18, 18, 18, 18, column))},
		buttons: []fyne.CanvasObject{cancel}, focus: cancel}
}

// done reports whether all steps of a store are made.
func (s *working) done(id trust.StoreID) bool {
	for i, step := range s.plan.Steps {
		if step.Store == id && !s.made[i] {
			return false
		}
	}
	return true
}

// escape ends the work; what was made by then is told.
func (s *working) escape() { s.stop() }
