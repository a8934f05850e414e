package ui

import (
	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/message"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// contents shows what is in the file before anything of it is written: whose certificate it is, and which it replaces.
type contents struct{ *importing }

func (s *contents) draw() drawn {
	w, p := s.w, s.w.p
	var d drawn
	for i, x := range s.file.Certificates() {
		d.body = append(d.body, s.certificate(i, x))
	}
	cancel := widgets.NewButton(p.Text("button.cancel"), look.IconNone, widgets.Ordinary, s.leave)
	d.buttons = []fyne.CanvasObject{cancel}
	d.focus = cancel
	if s.host == nil { // not all of the computer was looked at yet
		if w.problem != nil {
			d.body = append(d.body, w.pageNote(cautionLook, p.Block(w.problem.What)))
		} else {
			d.body = append(d.body, widgets.NewParagraph(p.Text("window.starting"), widgets.Quiet))
		}
		return d
	}
	next := widgets.NewButton(p.Text("p12-contents.button"), look.IconNone, widgets.Primary, s.proceed)
	another := widgets.NewButton(p.Text("p12-older.button"), look.IconNone, widgets.Primary, func() { w.chooseP12(s.asked) })
	older := false // or over
	for _, m := range w.core.ImportNotes(s.host, s.file) {
		older = older || m.ID == "p12-older" || m.ID == "p12-ended"
		d.body = append(d.body, w.pageNote(noteLookOf(m), p.Block(m)))
	}
	switch {
	case s.swaps():
		d.body = append(d.body, w.blockCard(standing{look.IconNote, look.ToneNote}, p.Block(s.swapStart())))
	case s.asked && !older:
		b := p.Block(app.NothingOlder(s.file, s.places))
		d.body = append(d.body, w.pageNote(noteLook, b))
	}
	if older { // the file that was meant comes first
		next = widgets.NewButton(p.Text("p12-older.button-2"), look.IconNone, widgets.Ordinary, s.proceed)
		d.buttons = append(d.buttons, next, another)
		d.focus = another
		return d
	}
	d.buttons = append(d.buttons, next)
	d.focus = next
	return d
}

func (s *contents) proceed() { s.enter(&destinations{s.importing}) }

func (s *contents) escape() { s.leave() }

// noteLookOf is how a note about a file stands out: one that asks something is louder than one that only tells.
func noteLookOf(m message.Message) standing {
	switch m.ID {
	case "p12-older", "p12-ended", "p12-not-yet":
		return cautionLook
	}
	return noteLook
}

// certificate is one of those in the file, the i-th: whose it is, who issued it, what for, and until when.
func (s *contents) certificate(i int, x *cert.Certificate) fyne.CanvasObject {
	w, p := s.w, s.w.p
	m := app.ContentsMessage(s.host, x)
	b, st := p.Block(m), okLook
	if m.Args["variant"] != nil {
		st = cautionLook
	}
	if !s.file.IsFile() {
		b.Title, b.Number = holder(x), 0
	}
	said := b.Lines
	b.Lines = said[:len(said)-1] // that nothing is written yet comes last
	var more []fyne.CanvasObject
	if purposes := x.Purposes(); len(purposes) > 0 {
		more = append(more, widgets.NewParagraph(p.Text("client.for", "purposes", catalog.PurposeNames(purposes)), widgets.Plain))
	}
	if w.health != nil {
		more = append(more, widgets.Inset(4, 0, 4, 0, w.validity(x, w.health.Host.Computer.Clock, false, "")))
	}
	if s.host != nil && s.file.IsFile() {
		if c := w.core.Contents(s.host, s.file)[i]; c.Missing != nil {
			more = append(more, widgets.NewParagraph(p.Text("import.chain-missing", "issuer", catalog.NameOf(*c.Missing)), widgets.Quiet))
		}
	}
	if s.remembered {
		more = append(more, widgets.NewParagraph(p.Text("import.remembered"), widgets.Quiet))
	}
	return w.blockCard(st, b, append(more, widgets.NewParagraph(said[len(said)-1].Text, widgets.Quiet))...)
}

// swapStart says what is replaced, and where.
func (f *importing) swapStart() message.Message {
	var apps message.List
	for _, d := range f.places {
		if len(d.Replace) > 0 {
			apps = append(apps, d.Place)
		}
	}
	return message.M("swap-start", "date", day(f.next().NotAfter), "apps", apps)
}
