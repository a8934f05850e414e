package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"certviewer/app"
	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// chain is the way up to the root as a tree, the root first. A press on an issuer leads to it.
func (d *detailPane) chain(p *app.Portrait) fyne.CanvasObject {
	last := p.Chain[len(p.Chain)-1]
	whole := last.Kind() == cert.Root
	if whole && len(p.Chain) == 1 {
		return nil
	}
	var nodes []widgets.TreeNode
	if !whole && !last.SelfIssued() {
		nodes = append(nodes, widgets.TreeNode{Text: d.w.p.Text("window.issuer-absent", "issuer", catalog.NameOf(last.Issuer)), Icon: look.IconUnknown, Tone: look.ToneCalm})
	}
	for i, x := range slices.Backward(p.Chain) {
		st := stateOf(trust.Entry{Certificate: x}, d.w.host.Computer.Clock)
		node := widgets.TreeNode{Text: holder(x), Icon: st.icon, Tone: st.tone, Strong: i == 0}
		if i > 0 {
			node.OnTapped = func() { d.w.certificates().goTo(x) }
		}
		nodes = append(nodes, node)
	}
	return d.section("label.chain", widgets.NewTree(nodes))
}

// programmes is the certificate's place in the public lists, with the days on which trust ended.
func (d *detailPane) programmes(p *app.Portrait) fyne.CanvasObject {
	if p.Certificate.Kind() != cert.Root {
		return nil
	}
	rows := widgets.Column(4)
	for _, programme := range programmes {
		s := p.Programmes[programme]
		st := standingLook(s.State)
		name := widgets.NewText(d.w.p.Text("programme."+string(programme)), widgets.Plain)
		rows.Add(widgets.Before(8, name, widgets.Row(5, widgets.NewGlyph(st.icon, 13, st.tone.Shape, theme.ColorNameBackground),
			widgets.NewText(d.w.label("standing."+orNo(string(s.State))), widgets.Style{Color: st.tone.Text}))))
		for _, dated := range []struct {
			id   string
			when time.Time
		}{{"window.trust-ended", s.Since}, {"window.issued-before", s.IssuedBefore}} {
			if !dated.when.IsZero() {
				rows.Add(widgets.NewText(d.w.p.Text(dated.id, "date", message.Day(dated.when)), widgets.Style{Color: look.Muted, Size: look.SizeSmall, Right: true}))
			}
		}
	}
	return d.section("label.programmes", rows)
}

// places is where the certificate lies, with each store's own notation, and what is odd about it there.
func (d *detailPane) places(p *app.Portrait) fyne.CanvasObject {
	if len(p.Places) == 0 {
		return nil
	}
	rows := widgets.Column(4)
	for _, place := range p.Places {
		rows.Add(widgets.Before(8, widgets.NewText(d.w.place(place.Store.ID), widgets.Plain), widgets.NewText(place.Entry.Native, widgets.Style{Color: look.Muted, Mono: true})))
		if n := place.Entry.Name; place.Store.Scope == trust.ScopeUser && n != "" && n != holder(p.Certificate) {
			rows.Add(widgets.NewParagraph(d.w.p.Text("label.nickname")+": "+cert.Printable(n), widgets.Caption))
		}
		var purposes message.List
		for _, x := range cert.Purposes {
			if _, ok := place.Entry.Disputed[x]; ok {
				purposes = append(purposes, message.M("purpose."+string(x)))
			}
		}
		for _, f := range p.Damaged {
			if f.Stores[0] == place.Store.ID {
				rows.Add(d.finding(f))
			}
		}
		if len(purposes) > 0 {
			rows.Add(d.note(d.w.p.Text("window.disputed", "place", d.w.placeArg(place.Store.ID), "purposes", purposes), ""))
		}
	}
	if p.Misplaced != nil {
		rows.Add(d.finding(*p.Misplaced))
	}
	return d.section("window.found-in", rows)
}

// finding says what is odd about the certificate, with the health check's button that puts it right.
func (d *detailPane) finding(f diagnose.Finding) fyne.CanvasObject {
	w, p := d.w, d.w.p
	card := app.FindingCard(p, f, abilities)
	head := widgets.Before(12, widgets.NewParagraph(card.Title, widgets.Strong),
		widgets.NewText(p.Text("window.number", "number", message.Text(threeDigits(card.Number))), widgets.Quiet))
	body := widgets.Column(4, head, w.lines(card.Lines))
	if card.Fix != nil {
		fix := widgets.NewButton(card.Label, look.IconNone, widgets.Ordinary, func() { w.fix(*card.Fix) })
		body.Add(widgets.Inset(4, 0, 0, 0, widgets.Row(0, fix)))
	}
	return widgets.On(widgets.NewSurface(look.CautionTint, "", look.FieldRadius),
		widgets.Inset(8, 10, 8, 10, widgets.Beside(8, widgets.NewGlyph(look.IconCaution, 16, look.CautionShape, look.CautionTint), body)))
}
