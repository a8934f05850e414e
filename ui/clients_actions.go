package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/message"
)

// details shows everything about a certificate, on the page of all.
func (c *clientsPage) details(x diagnose.Client) {
	all := c.w.certificates()
	all.chosen = place{x.Places[0].Store.ID, x.Certificate.SHA256}
	c.w.open(allStores)
	all.only(allStores)
	all.enlarge(true)
}

// menu is what can be done with a certificate.
func (c *clientsPage) menu(x diagnose.Client) *fyne.Menu {
	w, p, of := c.w, c.w.p, x.Certificate
	items := []*fyne.MenuItem{fyne.NewMenuItem(p.Text("window.show-details"), func() { c.details(x) }), fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(p.Text("window.copy"), func() { c.copy(x) })}
	for _, value := range []struct{ label, text string }{
		{"window.copy-name", holder(of)},
		{"window.copy-serial", of.SerialDecimal()}, // as the issuer's list of certificates has it (J-UPKI)
		{"window.copy-fingerprint", of.SHA256.String()},
	} {
		items = append(items, fyne.NewMenuItem(p.Text(value.label), func() { w.copy(value.text, p.Text("window.copied")) }))
	}
	items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(p.Text("window.check-revocation"), func() { c.checkRevocation(x) }))
	return fyne.NewMenu("", append(items, w.exportItems([]*cert.Certificate{of})...)...)
}

// copy puts what the card says on the clipboard, with the numbers by which an issuer knows the certificate.
func (c *clientsPage) copy(x diagnose.Client) {
	w, p, of, now := c.w, c.w.p, x.Certificate, c.known.Host.Computer.Clock
	lines := []string{
		holder(of) + " – " + p.Print(app.ClientState(x, now)),
		c.whose(x),
		p.Text("label.valid") + ": " + p.Range(of.NotBefore.Local(), of.NotAfter.Local()),
	}
	for _, place := range x.Places {
		lines = append(lines, w.place(place.Store.ID)+": "+p.Print(app.ClientPlace(place, now)))
	}
	if x.Revocation != nil {
		b := p.Block(x.Revocation.Finding.Message())
		lines = append(lines, b.Title)
		for _, l := range b.Lines {
			lines = append(lines, l.Text)
		}
	}
	lines = append(lines,
		p.Text("label.serial-decimal")+": "+of.SerialDecimal(),
		p.Text("label.fingerprint-sha256")+": "+of.SHA256.String())
	w.copy(strings.Join(lines, "\n")+"\n", p.Text("window.copied"))
}

// saveDates writes the last days to a calendar file.
func (c *clientsPage) saveDates() {
	data, err := c.w.core.Calendar(c.w.p, c.known)
	if err != nil {
		c.tell(message.AsProblem(err))
		return
	}
	c.w.saveAs("window.dates-title", app.CalendarName(c.known.Host.Computer.Clock), data)
}
