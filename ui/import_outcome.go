package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/change"
	"certviewer/diagnose"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// imported tells what became of an import, program by program.
type imported struct{ *importing }

func (s *imported) draw() drawn {
	w, p := s.w, s.w.p
	left := s.left()
	m := app.ImportSummary(s.host, s.outcomes, left, s.places)
	b := p.Block(m)
	st := okLook
	shut := widgets.NewButton(p.Text("button.close"), look.IconNone, widgets.Primary, s.leave)
	d := drawn{buttons: []fyne.CanvasObject{shut}, focus: shut}
	if m.ID == "p12-imported-partly" {
		st = verdictLook(diagnose.Action)
		again := widgets.NewButton(b.Buttons[0], look.IconNone, widgets.Primary, func() { s.enter(&destinations{s.importing}) })
		d.buttons = []fyne.CanvasObject{widgets.NewButton(p.Text("button.close"), look.IconNone, widgets.Ordinary, s.leave), again}
		d.focus = again
	}
	d.body = []fyne.CanvasObject{w.blockCard(st, b, widgets.NewLine(), s.results(false), s.leftOut(left))}
	if s.notKept != nil {
		d.body = append(d.body, s.pinNote())
	}
	return d
}

func (s *imported) escape() { s.leave() }

// left are the programs that could have no part in it.
func (f *importing) left() (out []app.Destination) {
	for _, d := range f.places {
		if d.Problem != nil && !d.Has || len(d.Refuses) > 0 {
			out = append(out, d)
		}
	}
	return out
}

// leftOut says which programs were left out, why, and what to do: of those that cannot hold a kind of key at once, for there
// is one reason, and it is in the file.
func (f *importing) leftOut(left []app.Destination) *fyne.Container {
	column := widgets.Column(8)
	var refusing []app.Destination
	for _, d := range left {
		if len(d.Refuses) > 0 {
			refusing = append(refusing, d)
			continue
		}
		column.Add(f.whyLeft(d))
	}
	if len(refusing) > 0 {
		column.Add(f.whyLeft(refusing...))
	}
	return column
}

// whyLeft is why programs are left out, under their names.
func (f *importing) whyLeft(dd ...app.Destination) fyne.CanvasObject {
	w, p := f.w, f.w.p
	var names message.List
	for _, d := range dd {
		names = append(names, d.Place)
	}
	body := widgets.Column(3, widgets.NewParagraph(alone(p.Arg(names)), widgets.Strong))
	for _, m := range app.LeftOut(w.core.Names(), f.host, dd) {
		b := p.Block(m)
		number := widgets.NewText(p.Text("window.number", "number", message.Text(threeDigits(b.Number))), widgets.Style{Color: look.Muted, Size: look.SizeSmall, Bold: true})
		body.Add(widgets.Before(12, widgets.NewParagraph(b.Title, widgets.Plain), number))
		for _, l := range b.Lines {
			body.Add(widgets.NewParagraph(l.Text, widgets.Caption))
		}
	}
	return widgets.Beside(10, widgets.NewGlyph(cautionLook.icon, 20, cautionLook.tone.Shape, look.Card), body)
}

// pinNote says that the PIN was not kept, which takes nothing from the import.
func (f *importing) pinNote() fyne.CanvasObject {
	return f.w.pageNote(noteLook, f.w.p.Block(message.M("p12-pin-not-remembered", "os", f.w.system())))
}

// results is what became of each program. That a link came along is worth no line when it did. brief leaves out how it was
// found out.
func (f *importing) results(brief bool) fyne.CanvasObject {
	column := widgets.Column(8)
	var stores []trust.StoreID
	for _, o := range f.outcomes {
		if !slices.Contains(stores, o.Step.Store) {
			stores = append(stores, o.Step.Store)
		}
	}
	for _, id := range stores {
		for _, o := range f.outcomes {
			if o.Step.Store == id && tellsMore(o) {
				column.Add(f.result(o, brief))
			}
		}
	}
	return column
}

// tellsMore reports whether an outcome says something that the others of its program do not.
func tellsMore(o change.Outcome) bool {
	if o.OK {
		link := o.Step.Op == change.Add && len(o.Step.For) == 0
		return !link && o.Step.Op != change.Create
	}
	return o.Fault != nil || o.Step.Op == change.Import
}

// result is one outcome: what was read back, or why not, under the name of its program.
func (f *importing) result(o change.Outcome, brief bool) fyne.CanvasObject {
	w, p := f.w, f.w.p
	b := p.Block(app.AmongOthers(app.OutcomeMessage(w.core.Names(), f.host, o)))
	st := verdictLook(diagnose.Action)
	switch {
	case o.OK:
		st = okLook
	case o.Fault == nil: // not tried
		st = verdictLook(diagnose.NotNeeded)
	}
	body := widgets.Column(3)
	if place := w.place(o.Step.Store); !o.OK {
		body.Add(widgets.NewText(place, widgets.Strong))
		body.Add(widgets.NewParagraph(b.Title, widgets.Plain))
	} else {
		body.Add(widgets.NewParagraph(b.Title, widgets.Strong))
	}
	for _, l := range b.Lines {
		if !brief || !o.OK {
			body.Add(widgets.NewParagraph(l.Text, widgets.Caption))
		}
	}
	return widgets.Beside(10, widgets.NewGlyph(st.icon, 20, st.tone.Shape, look.Card), body)
}
