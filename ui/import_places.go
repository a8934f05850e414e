package ui

import (
	"runtime"
	"slices"

	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// destinations is the list of programs, each with its state. It is the preview of the plan too: what is changed beside
// the certificate is said at its program, and all of it behind Details.
type destinations struct{ *importing }

func (s *destinations) draw() drawn {
	w, p := s.w, s.w.p
	b := p.Block(message.M("p12-destinations"))
	title := widgets.Column(2)
	if s.swaps() {
		title.Add(heading(p.Text("label.step", "n", 1, "total", 4)))
	}
	title.Add(w.headed(b))
	column := widgets.Column(8, title)
	var d drawn
	list := widgets.Column(2)
	for _, place := range s.places {
		row, tick := s.place(place)
		if row == nil {
			continue
		}
		list.Add(row)
		if d.focus == nil && tick != nil {
			d.focus = tick
		}
	}
	if len(s.places) == 0 {
		list.Add(widgets.NewParagraph(p.Text("import.none"), widgets.Plain))
	}
	if left := s.cannot(); len(left) > 0 {
		list.Add(widgets.Inset(5, 0, 5, 5, s.leftOut(left)))
	}
	if d.focus != nil {
		column.Add(widgets.NewParagraph(b.Lines[0].Text, widgets.Plain))
	}
	column.Add(list)
	for _, root := range app.RootsOffered(s.places) {
		column.Add(s.rootTick(root))
	}
	if d.focus != nil {
		column.Add(widgets.NewParagraph(b.Lines[len(b.Lines)-1].Text, widgets.Quiet))
	}
	brings := func(st change.Step) bool { return st.Op == change.Import } // else the PIN is for nothing that is done here
	if len(s.pin) > 0 && slices.ContainsFunc(s.plan.Steps, brings) {
		column.Add(widgets.NewLine())
		column.Add(s.rememberTick())
	}
	if len(s.plan.Steps) > 0 {
		column.Add(widgets.Inset(0, 0, 0, -11, widgets.Row(0, s.detailsButton())))
		if s.details {
			column.Add(s.steps(s.plan))
		}
	}
	d.body = []fyne.CanvasObject{widgets.NewCard(b.Title, widgets.Inset(16, 18, 14, 18, column))}
	if d.focus == nil { // every program has it, or can have none: nothing is to be done
		shut := widgets.NewButton(p.Text("button.close"), look.IconNone, widgets.Primary, s.leave)
		d.buttons = []fyne.CanvasObject{widgets.NewButton(p.Text("button.back"), look.IconNone, widgets.Ordinary, s.escape), shut}
		d.focus = shut
		s.watch()
		return d
	}
	label := p.Text("p12-destinations.button")
	if s.swaps() {
		label = p.Text("swap-start.button")
	}
	start := widgets.NewButton(label, look.IconNone, widgets.Primary, s.start)
	d.buttons = []fyne.CanvasObject{
		widgets.NewButton(p.Text("button.cancel"), look.IconNone, widgets.Ordinary, s.leave),
		widgets.NewButton(p.Text("button.back"), look.IconNone, widgets.Ordinary, s.escape), start}
	if len(s.blocking()) == 0 {
		d.focus = start
	}
	s.watch()
	return d
}

func (s *destinations) escape() {
	if s.busy != nil {
		s.reconsider()
		s.redraw(false)
		return
	}
	s.enter(&contents{s.importing})
}

// wanted reports whether a program has a part in the plan: one that has all of it already only where a swap rests on it, or where
// a root is to be trusted that it lacks.
func (f *importing) wanted(d app.Destination) bool {
	switch {
	case d.Problem != nil:
		return false
	case d.Has:
		return len(d.Replace) > 0 || f.file.Trusts(d)
	}
	return f.file.IsFile() // else the key stays where it is
}

// place is the row of one program, with the box to be ticked where there is a choice; none where there is nothing to say.
func (s *destinations) place(d app.Destination) (fyne.CanvasObject, *widgets.Tick) {
	p := s.w.p
	id, name := d.Store.ID, alone(p.Arg(d.Place))
	if !s.wanted(d) {
		if !d.Has {
			return nil, nil
		}
		text := p.Block(message.M("p12-already-there", "app", d.Place)).Title
		return widgets.Inset(5, 0, 5, 5, widgets.Beside(9, widgets.NewGlyph(okLook.icon, 18, okLook.tone.Shape, look.Card), widgets.NewParagraph(text, widgets.Plain))), nil
	}
	note := ""
	switch {
	case d.Has:
		note = p.Text("import.has-it") // and something is to be done
	case d.Absent:
		note = p.Text("import.would-make")
	case len(d.Replace) > 0:
		note = p.Text("import.replaces", "date", day(d.Replace[0].NotAfter))
	}
	tick := widgets.NewTick(name, note, s.chosen[id], func(on bool) { s.choose(id, on) })
	column := widgets.Column(4, tick)
	if s.chosen[id] {
		for _, more := range s.beside(d) {
			column.Add(widgets.Inset(0, 0, 6, 32, more))
		}
	}
	return column, tick
}

// cannot are the programs that can have no part in it; why is told below the others.
func (s *destinations) cannot() []app.Destination {
	return slices.DeleteFunc(s.left(), func(d app.Destination) bool { return d.Problem == nil })
}

// beside is what a person has to know of a program that is chosen: that it has to be closed, and what else changes in it.
func (s *destinations) beside(d app.Destination) (out []fyne.CanvasObject) {
	w, p := s.w, s.w.p
	if d.Running {
		b := p.Block(message.M("p12-app-running", "app", d.Place))
		skip := widgets.NewButton(p.Text("p12-app-running.button-2", "app", d.Place), look.IconNone, widgets.Silent, func() { s.choose(d.Store.ID, false) })
		out = append(out, w.note(cautionLook, b, widgets.Inset(0, 0, -4, -11, widgets.Row(0, skip))))
	}
	if len(d.Refuses) > 0 {
		for _, m := range app.LeftOut(w.core.Names(), s.host, []app.Destination{d}) {
			out = append(out, w.note(cautionLook, p.Block(m)))
		}
	}
	for _, step := range s.plan.Steps {
		if m, ok := app.OSAsks(s.host, step); ok && step.Store == change.RootsOf(s.host, &facts.Store{Info: d.Store}).ID {
			out = append(out, s.line(step), w.note(noteLook, p.Block(m)))
		}
		switch {
		case step.Store != d.Store.ID:
		case len(step.For) > 0:
			out = append(out, s.line(step))
		case step.Op != change.Prefs:
		case step.Account != "":
			out = append(out, w.note(noteLook, p.Block(message.M("swap-mail-settings", "app", d.Place, "account", s.account(step)))))
		default:
			out = append(out, s.line(step))
		}
	}
	return out
}

// account is what a person calls the account of a step.
func (s *destinations) account(step change.Step) string {
	for _, a := range s.host.Accounts {
		if a.Store == step.Store && a.ID == step.Account {
			for _, name := range []string{a.Address, a.Name, a.Account} {
				if name != "" {
					return name
				}
			}
		}
	}
	return step.Account
}

func (s *destinations) choose(id trust.StoreID, on bool) {
	s.reconsider()
	s.chosen[id] = on
	s.preview()
	s.redraw(false)
}

// rememberTick offers to keep the PIN: off, until the person says so.
func (s *destinations) rememberTick() fyne.CanvasObject {
	b := s.w.p.Block(message.M("p12-remember-pin", "os", message.M("os."+runtime.GOOS)))
	return widgets.NewTick(b.Title, b.Lines[0].Text, s.remember, func(on bool) { s.remember = on })
}

func (s *destinations) detailsButton() *widgets.Button {
	button := widgets.NewButton(s.w.p.Text("button.details"), look.IconNone, widgets.Silent, func() {
		s.details = !s.details
		s.redraw(false)
	})
	button.SetTrailing(look.IconOpen)
	if s.details {
		button.SetTrailing(look.IconShut)
	}
	return button
}

// steps is a whole plan.
func (f *importing) steps(plan change.Plan) fyne.CanvasObject {
	column := widgets.Column(6, heading(f.w.p.Text("change-preview.title")))
	for _, step := range plan.Steps {
		column.Add(f.line(step))
	}
	return column
}

func (f *importing) line(step change.Step) fyne.CanvasObject {
	return widgets.Beside(8, widgets.NewGlyph(look.IconNext, 16, look.Link, ""),
		widgets.NewParagraph(f.w.p.Print(app.StepLine(f.w.core.Names(), f.host, step)), widgets.Plain))
}

// stores are those that are chosen, as the plan takes them.
func (f *importing) stores() (out []trust.StoreID) {
	for _, d := range f.places {
		if f.wanted(d) && f.chosen[d.Store.ID] {
			out = append(out, d.Store.ID)
		}
	}
	return out
}

// blocking are the programs that have to be closed first.
func (f *importing) blocking() (out []app.Destination) {
	for _, d := range f.places {
		if d.Running && slices.ContainsFunc(f.plan.Steps, func(s change.Step) bool { return s.Store == d.Store.ID }) {
			out = append(out, d)
		}
	}
	return out
}

// preview makes the plan anew by what is known.
func (f *importing) preview() {
	f.plan = change.Plan{}
	if len(f.stores()) == 0 {
		return
	}
	plan, err := f.w.core.PreviewImport(f.host, f.file, f.stores())
	if err != nil && message.AsProblem(err).What.ID != "p12-already-there" {
		f.trap = message.AsProblem(err)
	}
	f.plan = plan
}
