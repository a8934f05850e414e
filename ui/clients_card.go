package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"certviewer/app"
	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// card is one person's certificates by one family of issuers: the one to use, and below it those that it superseded.
func (c *clientsPage) card(group []diagnose.Client) fyne.CanvasObject {
	column := widgets.Column(0)
	for i, x := range group {
		if i > 0 {
			column.Add(widgets.Inset(0, 18, 0, 18, widgets.NewLine()))
		}
		column.Add(c.item(x, i > 0))
	}
	return widgets.On(widgets.NewSurface(look.Card, look.CardEdge, look.CardRadius), column)
}

// item is one certificate: how it stands, whose and whose issuer's it is, its time, its places, and what can be done.
func (c *clientsPage) item(x diagnose.Client, older bool) fyne.CanvasObject {
	w, p, now := c.w, c.w.p, c.known.Host.Computer.Clock
	st, word := clientLook(x), alone(p.Print(app.ClientState(x, now)))
	title, size := holder(x.Certificate), look.SizeTitle
	if older { // it bears the name above it: what tells it apart is its issuer and its last day
		size = ""
	}
	body := widgets.Column(8,
		widgets.Before(12, widgets.NewParagraph(title, widgets.Style{Bold: true, Size: size}), widgets.NewBadge(look.IconNone, word, st.tone)),
		widgets.NewParagraph(c.whose(x), widgets.Quiet),
		w.validity(x.Certificate, now, x.Successor != nil, word),
		c.places(x, now))
	for _, f := range x.Findings {
		if f.Severity != diagnose.Info && (x.Revocation == nil || f.Code != x.Revocation.Finding.Code) {
			body.Add(c.advice(f))
		}
	}
	if x.Revocation != nil {
		body.Add(c.answer(x.Revocation))
	}
	body.Add(widgets.Inset(0, 0, 0, -11, c.buttons(x)))
	edge, left := float32(24), float32(18)
	if older {
		edge, left = 18, 18+24+14
	}
	label := word + ". " + title + ". " + p.Text("client.ends", "date", day(x.Certificate.NotAfter))
	i := &clientItem{Item: widgets.NewItem(label, widgets.Inset(14, 18, 10, left, widgets.Beside(14, widgets.NewGlyph(st.icon, edge, st.tone.Shape, look.Card), body))), of: x}
	i.OnOpen = func() { c.details(x) }
	i.OnMenu = func(at fyne.Position) { widget.ShowPopUpMenuAtPosition(c.menu(x), w.win.Canvas(), at) }
	i.OnCopy = func() { c.copy(x) }
	i.OnStep = func(by int) { c.step(i, by) }
	c.items = append(c.items, i)
	return i.Item
}

// whose is the issuer, with what the catalogue knows of it, and what the certificate is for.
func (c *clientsPage) whose(x diagnose.Client) string {
	p := c.w.p
	line := p.Text("client.issuer", "issuer", catalog.NameOf(x.Certificate.Issuer))
	if x.University {
		line = p.Text("client.issuer-university", "issuer", catalog.NameOf(x.Certificate.Issuer))
	}
	return p.Text("window.two-sentences", "a", line, "b", p.Text("client.for", "purposes", catalog.PurposeNames(x.Purposes)))
}

// validity is a certificate's time as a bar with today on it. Its colour is about time alone; that of one that was
// superseded says that nobody waits for its end. What said has told already, beside the name, is not told again.
func (w *window) validity(of *cert.Certificate, now time.Time, superseded bool, said string) fyne.CanvasObject {
	p := w.p
	word, fill := alone(p.Text("mark.days-left", "days", app.DaysLeft(of, now))), look.GoodShape
	switch {
	case now.Before(of.NotBefore):
		word = alone(p.Text("mark.not-yet"))
	case now.After(of.NotAfter):
		word, fill = p.Print(ended(of, now)), look.CautionShape
	case of.NotAfter.Sub(now) <= soon:
		fill = look.CautionShape
	}
	if superseded {
		fill = look.CalmShape
	}
	if word == said {
		word = p.Text("window.today")
	}
	date := func(t time.Time) string { return t.Local().Format(time.DateOnly) }
	return widgets.NewTimeLine(of.NotBefore, of.NotAfter, now, [3]string{date(of.NotBefore), date(of.NotAfter), word}, fill)
}

// places is a line for each place, with what its program would do.
func (c *clientsPage) places(x diagnose.Client, now time.Time) fyne.CanvasObject {
	w := c.w
	names := make([]*widgets.Text, len(x.Places))
	var widest float32
	for i, place := range x.Places {
		names[i] = widgets.NewText(w.place(place.Store.ID), widgets.Plain)
		widest = max(widest, names[i].MinSize().Width)
	}
	rows := widgets.Column(3)
	for i, place := range x.Places {
		style := widgets.Quiet
		if place.Offer == diagnose.First {
			style = widgets.Plain
		}
		words := widgets.NewParagraph(alone(w.p.Print(app.ClientPlace(place, now))), style)
		rows.Add(widgets.Beside(16, widgets.AtLeast(fyne.NewSize(widest, 0), names[i]), words))
	}
	return rows
}

// advice is what the health check says of the certificate, and what to do about it by hand.
func (c *clientsPage) advice(f diagnose.Finding) fyne.CanvasObject {
	card := app.FindingCard(c.w.p, f, abilities)
	lines := c.w.lines(card.Lines)
	button := c.w.p12Button(card, widgets.Ordinary)
	for _, s := range card.Steps {
		if s.Command == "" && button == nil { // what the button does need not be done by hand
			lines.Add(widgets.Beside(6, widgets.NewGlyph(look.IconNext, 16, look.Link, ""), widgets.NewParagraph(s.Text, widgets.Plain)))
		}
	}
	if button != nil {
		lines.Add(widgets.Inset(4, 0, 2, 0, widgets.Row(0, button)))
	}
	return widgets.On(widgets.NewSurface(look.CautionTint, "", look.FieldRadius),
		widgets.Inset(8, 12, 8, 12, widgets.Column(4, widgets.NewParagraph(card.Title, widgets.Strong), lines)))
}

// buttons are what can be done with a certificate; its menu has the same and more.
func (c *clientsPage) buttons(x diagnose.Client) fyne.CanvasObject {
	w, p := c.w, c.w.p
	export := widgets.NewButton(p.Text("window.export"), look.IconSave, widgets.Silent, nil)
	export.SetTrailing(look.IconOpen)
	export.OnTapped = func() {
		menu := fyne.NewMenu("", w.exportItems([]*cert.Certificate{x.Certificate})...)
		widget.ShowPopUpMenuAtRelativePosition(menu, w.win.Canvas(), fyne.NewPos(0, export.Size().Height+2), export)
	}
	row := widgets.Flow(4, 4,
		widgets.NewButton(p.Text("window.show-details"), look.IconNone, widgets.Silent, func() { c.details(x) }),
		widgets.NewButton(p.Text("window.copy"), look.IconCopy, widgets.Silent, func() { c.copy(x) }),
		widgets.NewButton(p.Text("window.check-revocation"), look.IconNone, widgets.Silent, func() { c.checkRevocation(x) }),
		export)
	if x.HasKey() && !slices.ContainsFunc(x.Findings, func(f diagnose.Finding) bool { return app.FindingCard(p, f, abilities).Button == "button.swap" }) {
		row.Add(widgets.NewButton(p.Text("button.swap"), look.IconNone, widgets.Silent, func() { w.swap(x.Certificate) }))
	}
	return row
}

// clientLook is how the state of a person's certificate is drawn. One that is over or was superseded, and about which
// nothing is to be done, is calm: it may be kept for old mail.
func clientLook(x diagnose.Client) standing {
	tone := look.ToneCalm
	if x.Action() {
		tone = look.ToneCaution
	}
	switch x.State {
	case diagnose.ClientGood:
		return standing{look.IconGood, look.ToneGood}
	case diagnose.ClientSoon:
		return standing{look.IconCaution, look.ToneCaution}
	case diagnose.ClientNotYet, diagnose.ClientEnded:
		return standing{look.IconClock, tone}
	case diagnose.ClientNoKey:
		return standing{look.IconUnknown, tone}
	}
	if x.Action() {
		return standing{look.IconCaution, tone}
	}
	return standing{look.IconCalm, tone}
}
