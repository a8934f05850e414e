package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/trust"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// detailPane is everything about one certificate, or a summary of several.
type detailPane struct {
	w     *window
	root  *fyne.Container
	shown *cert.Certificate
	host  *facts.Host         // that shown was looked up in
	known *app.Portrait       // of shown, once it is there
	many  []*cert.Certificate // instead of shown
	asked int
	leave context.CancelFunc // stops asking the system about what was in view before
	// system is what the system's own verifier says of shown; nil as long as it has not answered.
	system *diagnose.SystemView
	place  *fyne.Container // where that is drawn
	full   bool            // with the text for experts
	large  bool            // the whole page is ours
	back   *widgets.Button
	text   *widgets.Button // opens and closes the text for experts
	page   *widgets.Page
}

func newDetailPane(w *window) *detailPane {
	d := &detailPane{w: w, root: container.NewStack()}
	d.back = widgets.NewButton(w.p.Text("window.back-to-list"), look.IconBack, widgets.Ordinary, func() { w.certificates().enlarge(false) })
	d.empty()
	return d
}

func (d *detailPane) content() fyne.CanvasObject { return d.root }

func (d *detailPane) set(o fyne.CanvasObject) {
	d.root.Objects = []fyne.CanvasObject{o}
	d.root.Refresh()
}

// scrolled shows a body on a page, with the way back above it where the whole page is ours.
func (d *detailPane) scrolled(body fyne.CanvasObject) {
	if !d.large {
		d.page = widgets.NewPage(560, 18, body)
		d.set(d.page)
		return
	}
	d.page = widgets.NewPage(look.CardWidth, 18, body)
	d.set(widgets.Topped(widgets.Inset(10, 18, 0, 14, widgets.Flow(8, 8, d.back)), d.page))
}

func (d *detailPane) empty() {
	hint := widgets.NewText(d.w.p.Text("window.choose"), widgets.Quiet)
	d.known = nil
	if d.large {
		d.scrolled(hint)
		return
	}
	d.set(container.NewCenter(container.NewVBox(container.NewCenter(widgets.NewGlyph(look.IconCerts, 36, look.Muted, "")), container.NewCenter(hint))))
}

// show shows a certificate; nil = none. What the programs make of it is found out beside the window.
func (d *detailPane) show(c *cert.Certificate) {
	many := d.many != nil
	d.many = nil
	if c == nil {
		d.next()
		d.shown = nil
		d.empty()
		return
	}
	same := d.shown != nil && d.shown.SHA256 == c.SHA256
	if same && d.host == d.w.host && d.known != nil {
		if many {
			d.draw(true)
		}
		return
	}
	if !same {
		d.full, d.known, d.system = false, nil, nil
	}
	d.shown, d.host = c, d.w.host
	asked, host := d.next(), d.host
	d.w.spawn(func() {
		portrait := d.w.core.Portrait(host, c)
		fyne.Do(func() {
			if asked == d.asked {
				fromTop := d.known == nil
				d.known = portrait
				d.draw(fromTop)
				d.askSystem(host, portrait)
			}
		})
	})
}

// next begins with another certificate, or with none: answers about the one before are for nobody.
func (d *detailPane) next() int {
	if d.leave != nil {
		d.leave()
	}
	d.asked++
	return d.asked
}

// redraw draws the same anew, at another size.
func (d *detailPane) redraw() {
	switch {
	case d.many != nil:
		d.drawMany()
	case d.known != nil:
		d.draw(true)
	case d.shown == nil:
		d.empty()
	}
}

// draw draws what is known, from the top or where the person was.
func (d *detailPane) draw(fromTop bool) {
	p := d.known
	body := widgets.Column(18)
	for _, part := range []fyne.CanvasObject{d.head(p), d.validity(p), d.purposes(p), d.trust(p), d.systemView(p.Certificate), d.chain(p), d.programmes(p), d.places(p), d.names(p), d.numbers(p), d.technical(p), d.wholeText(p)} {
		if part != nil {
			body.Add(part)
		}
	}
	var offset float32
	if d.page != nil && !fromTop {
		offset = d.page.Offset()
	}
	d.scrolled(body)
	d.page.ScrollTo(offset)
}

// head is whose certificate it is, how it stands in words, and what is compared on the phone.
func (d *detailPane) head(p *app.Portrait) fyne.CanvasObject {
	c, say := p.Certificate, d.w.p
	entry, key := trust.Entry{Certificate: c}, false
	for _, place := range p.Places {
		key = key || place.Entry.HasKey
		if len(place.Entry.DistrustedFor()) > 0 {
			entry = place.Entry
		}
	}
	st := stateOf(entry, d.w.host.Computer.Clock)
	badges := widgets.Flow(6, 6,
		widgets.NewBadge(st.icon, alone(say.Print(st.word)), st.tone),
		widgets.NewBadge(look.IconNone, d.w.label("kind."+string(c.Kind())), look.ToneCalm))
	if key {
		badges.Add(widgets.NewBadge(look.IconNone, d.w.label("mark.has-key"), look.ToneNote))
	}
	if len(p.Damaged) > 0 {
		badges.Add(widgets.NewBadge(look.IconNone, d.w.label("mark.damaged-trust"), look.ToneCaution))
	}
	if unlisted(&app.Row{Entry: entry, Programmes: p.Programmes}) {
		badges.Add(widgets.NewBadge(look.IconNone, d.w.label("mark.no-public-list"), look.ToneCaution))
	}
	column := widgets.Column(8, widgets.NewParagraph(holder(c), widgets.Style{Bold: true, Size: look.SizeTitle}), badges)
	column.Add(widgets.Inset(4, 0, 0, 0, widgets.Column(0, widgets.NewText(say.Text("label.check-code"), widgets.Caption),
		d.copyable(c.CheckCode(), c.CheckCode(), widgets.Style{Mono: true, Bold: true, Size: look.SizeLarge}))))
	column.Add(d.buttons([]*cert.Certificate{c}))
	if c.Err() != nil {
		column.Add(d.note(say.Text("window.odd-why"), c.Err().Error()))
	}
	return column
}

// buttons are what can be done with the certificates in view, for a person who never presses the other button of the
// mouse.
func (d *detailPane) buttons(cc []*cert.Certificate) *fyne.Container {
	c, row := d.w.certificates(), widgets.Flow(8, 8)
	changes := func() []*fyne.MenuItem { return d.w.changeItems(c.rowsOf(c.table.Selection())) }
	if len(changes()) > 0 {
		row.Add(d.menuButton("trust.change", look.IconNone, changes))
	}
	row.Add(d.menuButton("window.export", look.IconSave, func() []*fyne.MenuItem { return d.w.exportItems(cc) }))
	return row
}

// menuButton opens a menu.
func (d *detailPane) menuButton(label string, icon look.Icon, items func() []*fyne.MenuItem) *widgets.Button {
	b := widgets.NewButton(d.w.p.Text(label), icon, widgets.Ordinary, nil)
	b.SetTrailing(look.IconOpen)
	b.OnTapped = func() {
		menu := fyne.NewMenu("", items()...)
		widget.ShowPopUpMenuAtRelativePosition(menu, d.w.win.Canvas(), fyne.NewPos(0, b.Size().Height+2), b)
	}
	return b
}

// note is something calm to know.
func (d *detailPane) note(text, more string) fyne.CanvasObject {
	body := widgets.Column(3, widgets.NewParagraph(text, widgets.Plain))
	if more != "" {
		body.Add(widgets.NewParagraph(more, widgets.Caption))
	}
	return widgets.On(widgets.NewSurface(look.NoteTint, "", look.FieldRadius),
		widgets.Inset(8, 10, 8, 10, widgets.Beside(8, widgets.NewGlyph(look.IconNote, 16, look.NoteShape, look.NoteTint), body)))
}
