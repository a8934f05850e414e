package ui

import (
	"slices"
	"strings"

	"certviewer/app"
	"certviewer/change"
	"certviewer/diagnose"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// outcome tells what became of each step of change n, as it was read back, and where only some were made, that first.
func (d *changeDialog) outcome(n int, out []change.Outcome) {
	w, p := d.w, d.w.p
	body := widgets.Column(16)
	undoes := slices.ContainsFunc(out, func(o change.Outcome) bool { return o.Step.Op == change.Restore })
	var made change.Plan
	for _, o := range out {
		if o.Seen != nil {
			made.Steps = append(made.Steps, o.Step)
		}
	}
	left := made.CanBeUndone(w.core.Names())
	partly, isPartly := app.PartlyMade(w.host, out)
	if isPartly {
		b := p.Block(partly)
		body.Add(toldBy(verdictLook(diagnose.Action), b.Title, w.lines(b.Lines)))
		body.Add(widgets.NewLine())
	}
	for _, o := range out {
		b := p.Block(app.OutcomeMessage(w.core.Names(), w.host, o))
		st := verdictLook(diagnose.Action)
		switch {
		case o.OK:
			st = verdictLook(diagnose.OK)
		case o.Fault == nil: // not tried
			st = verdictLook(diagnose.NotNeeded)
		}
		said := w.lines(b.Lines)
		if o.Fault != nil {
			if lines := app.AdminLines(w.host, o.Step, o.Fault.Code); len(lines) > 0 {
				said.Add(w.snippet(strings.Join(lines, "\n")))
			}
		}
		body.Add(toldBy(st, b.Title, said))
	}
	var more []*widgets.Button
	next := func(label string, then func()) {
		more = append(more, widgets.NewButton(p.Text(label), look.IconNone, widgets.Ordinary, func() { d.close(); then() }))
	}
	if left && !undoes {
		next("button.undo", func() { w.undo(n) })
	}
	if isPartly && !undoes {
		next("window.go-on", func() { w.goOn(n) })
	}
	d.end(body, more...)
}
