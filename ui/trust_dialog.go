package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"certviewer/cert"
	"certviewer/change"
	"certviewer/diagnose"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// choose asks what certificates are to be trusted for, and where. Each purpose says what it allows; what a place cannot
// express is said before it is chosen.
func (d *changeDialog) choose(q *wish) {
	w, p := d.w, d.w.p
	body := widgets.Column(12, dialogTitle(w.question(q)))
	for _, x := range q.certs {
		if limit, limited := change.Limit(w.core.Names(), x); limited && q.op == change.Trust {
			b := p.Block(limit)
			body.Add(toldBy(standing{look.IconNote, look.ToneNote}, b.Title, w.lines(b.Lines)))
			break
		}
	}
	var first fyne.Focusable
	ticks := widgets.Column(0)
	add := func(t *widgets.Tick) {
		if first == nil {
			first = t
		}
		ticks.Add(t)
	}
	for _, purpose := range q.possible {
		add(widgets.NewTick(w.label("purpose."+string(purpose)), p.Text("trust.allows-"+string(purpose)), slices.Contains(q.purposes, purpose),
			func(on bool) { q.purposes = switched(cert.Purposes, q.purposes, purpose, on); d.said.SetText("") }))
	}
	if len(q.possible) > 0 {
		body.Add(widgets.Column(4, heading(p.Text("trust.what-for")), ticks))
		ticks = widgets.Column(0)
	}
	var order []trust.StoreID
	for _, s := range q.places {
		order = append(order, s.ID)
	}
	for _, s := range q.places {
		note := ""
		if q.op == change.Trust && len(change.Expresses(s, cert.Purposes[:1])) == len(cert.Purposes) {
			note = p.Text("trust.flat")
		}
		add(widgets.NewTick(w.place(s.ID), note, slices.Contains(q.chosen, s.ID),
			func(on bool) { q.chosen = switched(order, q.chosen, s.ID, on); d.said.SetText("") }))
	}
	body.Add(widgets.Column(4, heading(p.Text("trust.where")), ticks))
	next := func() {
		if lacks := w.lacks(q); lacks != nil {
			d.said.SetText(p.Print(*lacks))
			return
		}
		d.plan(q)
	}
	d.put(body, first, d.close, widgets.NewButton(p.Text("button.cancel"), look.IconNone, widgets.Ordinary, d.close),
		widgets.NewButton(p.Text("button.next"), look.IconNone, widgets.Primary, next))
}

// lacks is what has to be chosen before there is a plan; nil = nothing.
func (w *window) lacks(q *wish) *message.Message {
	var m message.Message
	switch {
	case len(q.possible) > 0 && len(q.purposes) == 0:
		m = message.M("trust.choose-purpose")
	case len(q.chosen) == 0:
		m = message.M("trust.choose-place")
	default:
		for _, s := range q.places {
			if q.op == change.Trust && slices.Contains(q.chosen, s.ID) && len(change.Expresses(s, q.purposes)) == 0 {
				m = message.M("trust.only-timestamp", "place", w.placeArg(s.ID))
			}
		}
	}
	if m.ID == "" {
		return nil
	}
	return &m
}

// switched is chosen with one switched on or off, in the order of all.
func switched[T comparable](all, chosen []T, one T, on bool) []T {
	return slices.DeleteFunc(slices.Clone(all), func(x T) bool {
		if x == one {
			return !on
		}
		return !slices.Contains(chosen, x)
	})
}

func heading(text string) fyne.CanvasObject {
	return widgets.NewText(text, widgets.Style{Bold: true, Size: look.SizeSmall, Color: look.Muted})
}

// vouchAll asks for the whole fingerprint of one root after another, and then goes on.
func (d *changeDialog) vouchAll(unknown []*cert.Certificate, q *wish, then func()) {
	if len(unknown) == 0 {
		then()
		return
	}
	d.vouch(unknown[0], "", nil, func(pasted string) {
		q.pasted[unknown[0].SHA256] = pasted
		d.vouchAll(unknown[1:], q, then)
	})
}

// vouch asks for the whole fingerprint of a root that no public programme knows, from where the person got it. What is
// behind the dialog is out of sight meanwhile, for the fingerprint may stand there: copying it would prove
// nothing. wrong is why what was pasted before does not do.
func (d *changeDialog) vouch(x *cert.Certificate, text string, wrong error, then func(pasted string)) {
	w, p := d.w, d.w.p
	b := p.Block(message.M("root-paste-fingerprint", "root", w.core.Names().ShortName(x)))
	body := widgets.Column(12, toldBy(verdictLook(diagnose.Action), b.Title,
		widgets.Column(4, widgets.NewParagraph(holder(x), widgets.Strong), w.lines(b.Lines))))
	if wrong != nil {
		e := p.Block(message.AsProblem(wrong).What)
		body.Add(widgets.On(widgets.NewSurface(look.DangerTint, "", look.FieldRadius),
			widgets.Inset(10, 12, 10, 12, widgets.Beside(10, widgets.NewGlyph(look.IconDanger, 20, look.DangerShape, look.DangerTint),
				widgets.Column(3, widgets.NewParagraph(e.Title, widgets.Strong), w.lines(e.Lines))))))
	}
	entry := newDialogEntry()
	entry.MultiLine, entry.Wrapping = true, fyne.TextWrapBreak
	entry.TextStyle.Monospace = true
	entry.SetMinRowsVisible(2)
	entry.SetText(text)
	next := func() {
		if err := change.Vouched(w.core.Names(), x, entry.Text); err != nil {
			d.vouch(x, entry.Text, err, then)
			return
		}
		then(entry.Text)
	}
	entry.OnSubmitted = func(string) { next() }
	entry.escape = d.close
	body.Add(widgets.Column(4, heading(b.Label), entry))
	d.put(body, entry, d.close, widgets.NewButton(p.Text("button.cancel"), look.IconNone, widgets.Ordinary, d.close),
		widgets.NewButton(p.Text("button.next"), look.IconNone, widgets.Primary, next))
	entry.TypedShortcut(&fyne.ShortcutSelectAll{}) // what is pasted next takes its place
	w.body.Hide()
}
