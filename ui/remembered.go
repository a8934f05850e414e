package ui

import (
	"context"
	"runtime"

	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/message"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// secrets is what the core said last of the PINs and passwords that are remembered.
type secrets struct {
	run     int // counts the looks, so that a late answer to an older one is dropped
	known   bool
	all     []app.Remembered
	problem *message.Problem // why the password store cannot be used now
}

// loadKept asks anew for what is remembered, beside the window.
func (w *window) loadKept() {
	w.secrets.run++
	run := w.secrets.run
	w.spawn(func() {
		all, err := w.core.Remembered(w.ctx)
		fyne.Do(func() {
			if run != w.secrets.run || w.ctx.Err() != nil {
				return
			}
			w.secrets = secrets{run: run, known: true, all: all}
			if err != nil {
				w.secrets.problem = message.AsProblem(err)
			}
			w.pages[PageSettings].update()
		})
	})
}

// remembered lists what is in the password store, and forgets it. That there is no such store is said, and no alarm.
func (s *settingsPage) remembered() fyne.CanvasObject {
	w, p := s.w, s.w.p
	body := widgets.Column(10)
	if problem := w.secrets.problem; problem != nil {
		b := p.Block(problem.What)
		said := widgets.Column(2, widgets.NewParagraph(b.Title, widgets.Quiet))
		for _, l := range b.Lines {
			said.Add(widgets.NewParagraph(l.Text, widgets.Caption))
		}
		body.Add(said)
	} else {
		body.Add(widgets.NewParagraph(p.Text("keyring.note", "os", message.M("os."+runtime.GOOS)), widgets.Caption))
		if w.secrets.known && len(w.secrets.all) == 0 {
			body.Add(widgets.NewParagraph(p.Text("keyring.none"), widgets.Quiet))
		}
	}
	for _, r := range w.secrets.all {
		body.Add(s.entry(r))
	}
	if len(w.secrets.all) > 1 && w.secrets.problem == nil {
		body.Add(widgets.Row(0, widgets.NewButton(p.Text("keyring.forget-all"), look.IconNone, widgets.Ordinary, func() {
			w.forget(p.Text("keyring.ask-forget-all"), "", p.Text("keyring.forgotten-all"), w.core.ForgetAll)
		})))
	}
	return body
}

// entry is one secret that is remembered: whose, of what kind, since when.
func (s *settingsPage) entry(r app.Remembered) fyne.CanvasObject {
	w, p := s.w, s.w.p
	name := alone(p.Print(r.Label(w.host)))
	text := widgets.Column(2, widgets.NewParagraph(name, widgets.Plain),
		widgets.NewText(p.Text("keyring.since", "date", day(r.Time)), widgets.Caption))
	if w.secrets.problem != nil {
		return text
	}
	button := widgets.NewButton(p.Text("keyring.forget"), look.IconNone, widgets.Ordinary, func() {
		w.forget(p.Text("keyring.ask-forget"), name, p.Text("keyring.forgotten", "entry", r.Label(w.host)),
			func(ctx context.Context) error { return w.core.Forget(ctx, r) })
	})
	return widgets.Before(12, text, button)
}

// forget asks once, deletes beside the window, and says what became of it.
func (w *window) forget(question, name, said string, forget func(context.Context) error) {
	p := w.p
	d := newChangeDialog(w)
	body := widgets.Column(12, dialogTitle(question))
	if name != "" {
		body.Add(widgets.NewParagraph(name, widgets.Strong))
	}
	body.Add(widgets.NewParagraph(p.Text("keyring.ask-why"), widgets.Plain))
	cancel := widgets.NewButton(p.Text("button.cancel"), look.IconNone, widgets.Ordinary, d.close)
	d.put(body, cancel, d.close, cancel, widgets.NewButton(p.Text("keyring.forget"), look.IconNone, widgets.Primary, func() {
		d.close()
		w.spawn(func() {
			err := forget(w.ctx)
			fyne.Do(func() {
				if err != nil { // what stands in the way is said where the list is
					w.secrets.problem = message.AsProblem(err)
					w.pages[PageSettings].update()
					return
				}
				w.status.say(said)
				w.loadKept()
			})
		})
	}))
}
