package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/change"
	"certviewer/diagnose"
	"certviewer/message"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// choosing asks where the old certificate goes, now that the new one works.
type choosing struct{ *importing }

func (s *choosing) draw() drawn {
	w, p, l := s.w, s.w.p, s.leaving
	if l.first == nil || l.lang != p.Lang() {
		l.fields()
	}
	s.watch()
	proven := widgets.Column(10, widgets.NewParagraph(p.Text("swap-step-prove.title"), widgets.Style{Bold: true, Size: look.SizeTitle}), s.results(true))
	d := drawn{body: []fyne.CanvasObject{widgets.NewCard(p.Text("swap-step-prove.title"), widgets.Inset(16, 18, 16, 18, proven))}}
	if s.notKept != nil {
		d.body = append(d.body, s.pinNote())
	}
	b := p.Block(message.M("swap-step-choose"))
	column := widgets.Column(10, widgets.Column(6, w.headed(b), w.lines(b.Lines)))
	for i, item := range l.items {
		column.Add(s.item(i, item))
	}
	d.body = append(d.body, widgets.NewCard(b.Title, widgets.Inset(16, 18, 16, 18, column)))
	if len(l.chosen()) == 0 {
		next := widgets.NewButton(p.Text("button.next"), look.IconNone, widgets.Primary, s.keepAll)
		d.buttons, d.focus = []fyne.CanvasObject{next}, next
		return d
	}
	offer := p.Block(app.RemovalOffer(l.chosen()))
	d.body = append(d.body, s.backupCard(offer))
	d.buttons = []fyne.CanvasObject{
		widgets.NewButton(offer.Buttons[1], look.IconNone, widgets.Ordinary, s.keepAll),
		widgets.NewButton(offer.Buttons[0], look.IconNone, widgets.Primary, s.removeAll)}
	d.focus = l.first
	return d
}

// escape keeps everything: nothing is removed that nobody confirmed.
func (s *choosing) escape() { s.keepAll() }

// item is an old certificate in one program: what it is still needed for, and what becomes of it.
func (s *choosing) item(i int, item app.Leaving) fyne.CanvasObject {
	w, p, l := s.w, s.w.p, s.leaving
	column := widgets.Column(4)
	if len(l.old) > 1 {
		column.Add(widgets.NewText(p.Text("swap.old-one", "place", item.Place, "date", day(item.Certificate.NotAfter)), widgets.Caption))
	}
	remove := func(note string) *widgets.Tick {
		return widgets.NewTick(p.Text("swap.remove-in", "app", item.Place), note, l.remove[i], func(on bool) { l.set(item, on) })
	}
	b := p.Block(item.Why)
	switch {
	case !item.May:
		column.Add(w.note(cautionLook, b))
	case !item.Keep:
		column.Add(remove(b.Lines[0].Text))
	case l.remove[i]:
		column.Add(remove(""))
		column.Add(widgets.Inset(0, 0, 0, 32, w.note(verdictLook(diagnose.Action), b)))
	default:
		anyway := widgets.NewButton(p.Text("swap.remove-anyway"), look.IconNone, widgets.Silent, func() { s.askRemoval(item) })
		column.Add(w.note(noteLook, b, widgets.Inset(0, 0, 0, -11, widgets.Row(0, anyway))))
	}
	return column
}

// backupCard asks where the backup goes, and for its password.
func (s *choosing) backupCard(offer message.Block) fyne.CanvasObject {
	w, p, l := s.w, s.w.p, s.leaving
	for _, e := range []*dialogEntry{l.path, &l.first.dialogEntry, &l.again.dialogEntry} {
		e.escape = s.escape
	}
	l.path.OnSubmitted = func(string) { w.win.Canvas().Focus(l.first) }
	l.first.OnSubmitted = func(string) { w.win.Canvas().Focus(l.again) }
	l.again.OnSubmitted = func(string) { s.removeAll() }
	column := widgets.Column(10)
	column.Add(w.lines(offer.Lines[1:])) // that it was for signing in is said at its program
	column.Add(widgets.Column(4, heading(p.Text("swap.backup-file")), l.path))
	column.Add(widgets.Flow(16, 10, l.first.content, l.again.content))
	if len(l.plan.Steps) > 0 {
		button := widgets.NewButton(p.Text("button.details"), look.IconNone, widgets.Silent, func() {
			l.details = !l.details
			s.redraw(false)
		})
		button.SetTrailing(look.IconOpen)
		column.Add(widgets.Inset(0, 0, 0, -11, widgets.Row(0, button)))
		if l.details {
			button.SetTrailing(look.IconShut)
			column.Add(s.steps(l.plan))
			if slices.ContainsFunc(l.plan.Steps, func(st change.Step) bool { return !st.Key }) {
				column.Add(widgets.NewParagraph(p.Text("swap.links-too"), widgets.Quiet))
			}
		}
	}
	return widgets.NewCard(offer.Buttons[0], widgets.Inset(16, 18, 14, 18, column))
}
