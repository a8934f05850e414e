package ui

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"certviewer/app"
	"certviewer/diagnose"
	"certviewer/message"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// What a certificate says of itself: each part of the details is drawn by a method here.

// validity is a line of time with today on it, and the days that are left.
func (d *detailPane) validity(p *app.Portrait) fyne.CanvasObject {
	c, say, now := p.Certificate, d.w.p, d.w.host.Computer.Clock
	left := c.NotAfter.Sub(now)
	word, style, fill := d.w.label("mark.days-left", "days", diagnose.DaysLeft(now, c.NotAfter)), widgets.Plain, look.GoodShape
	caution := widgets.Style{Color: look.Caution, Bold: true}
	switch {
	case now.Before(c.NotBefore):
		word, style = d.w.label("mark.not-yet"), caution
	case left < 0:
		word, style, fill = say.Print(ended(c, now)), caution, look.CautionShape
	case left < soon:
		style, fill = caution, look.CautionShape
	}
	date := func(t time.Time) string { return t.Local().Format(time.DateOnly) }
	return d.section("label.valid", widgets.NewText(word, style),
		widgets.NewTimeLine(c.NotBefore, c.NotAfter, now, [3]string{date(c.NotBefore), date(c.NotAfter), say.Text("window.today")}, fill))
}

// names are the holder, the issuer and the other names, as written in the certificate.
func (d *detailPane) names(p *app.Portrait) fyne.CanvasObject {
	c := p.Certificate
	rows := widgets.Column(10, d.field("label.issued-to", c.Subject.String(), widgets.Plain), d.field("label.issuer", c.Issuer.String(), widgets.Plain))
	others := slices.Concat(c.DNSNames(), c.Emails())
	for _, ip := range c.IPAddresses() {
		others = append(others, ip.String())
	}
	if len(others) > 0 {
		rows.Add(d.field("label.alternative-names", strings.Join(others, "\n"), widgets.Plain))
	}
	return rows
}

// numbers are what people compare; the check code, for the phone, stands in the head.
func (d *detailPane) numbers(p *app.Portrait) fyne.CanvasObject {
	c := p.Certificate
	return widgets.Column(10,
		d.value("label.sha1-tail", c.SHA1Tail(), c.SHA1Tail()),
		d.value("label.fingerprint-sha256", groups(c.SHA256.String(), 4), c.SHA256.String()),
		d.value("label.fingerprint-sha1", groups(c.SHA1Hex(), 4), c.SHA1Hex()),
		d.value("label.serial", groups(c.SerialHex(), 2), c.SerialHex()),
		d.value("label.serial-decimal", foursFromRight(c.SerialDecimal()), c.SerialDecimal()))
}

// purposes is what the certificate may be used for by itself.
func (d *detailPane) purposes(p *app.Portrait) fyne.CanvasObject {
	var purposes message.List
	var words []string
	for _, x := range p.Certificate.Purposes() {
		purposes = append(purposes, message.M("purpose."+string(x)))
		words = append(words, d.w.p.Text("purpose."+string(x)))
	}
	if len(purposes) == 0 {
		return nil
	}
	return d.section("label.purposes", widgets.NewParagraph(alone(joined(d.w.p, purposes)), widgets.Plain, words...))
}

// technical is how the certificate is made.
func (d *detailPane) technical(p *app.Portrait) fyne.CanvasObject {
	c := p.Certificate
	rows := widgets.Column(10)
	if uses := c.ExtKeyUsages(); len(uses) > 0 {
		rows.Add(d.field("window.ext-key-usage", strings.Join(uses, ", "), widgets.Plain))
	}
	if uses := c.KeyUsages(); len(uses) > 0 {
		rows.Add(d.field("label.key-usage", strings.Join(uses, ", "), widgets.Plain))
	}
	rows.Add(d.field("label.key", c.Key, widgets.Plain))
	rows.Add(d.field("label.signature", c.Signature, widgets.Plain))
	return rows
}

// wholeText is the certificate in full, for experts, when asked for.
func (d *detailPane) wholeText(p *app.Portrait) fyne.CanvasObject {
	d.text = widgets.NewButton(d.w.p.Text("window.full-text"), look.IconText, widgets.Ordinary, func() {
		d.full = !d.full
		d.draw(false)
		d.w.win.Canvas().Focus(d.text) // it was made anew
	})
	d.text.SetTrailing(look.IconOpen)
	if !d.full {
		return widgets.Flow(8, 8, d.text)
	}
	d.text.SetTrailing(look.IconShut)
	text, err := p.Certificate.Text()
	if err != nil {
		text = err.Error()
	}
	copy := widgets.NewButton(d.w.p.Text("window.copy"), look.IconCopy, widgets.Silent, func() { d.w.copy(text, d.w.p.Text("window.copied")) })
	return widgets.Column(8, widgets.Flow(8, 8, d.text, copy),
		widgets.On(widgets.NewSurface(theme.ColorNameInputBackground, look.CardEdge, look.FieldRadius),
			widgets.Inset(8, 10, 8, 10, widgets.NewParagraph(text, widgets.Style{Mono: true, Size: look.SizeSmall}))))
}

func (d *detailPane) section(title string, parts ...fyne.CanvasObject) fyne.CanvasObject {
	return widgets.Column(7, append([]fyne.CanvasObject{widgets.NewText(d.w.p.Text(title), widgets.Style{Bold: true, Size: look.SizeSmall, Color: look.Muted})}, parts...)...)
}

func (d *detailPane) field(label, text string, style widgets.Style) fyne.CanvasObject {
	return widgets.Column(2, widgets.NewText(d.w.p.Text(label), widgets.Caption), widgets.NewParagraph(text, style))
}

func (d *detailPane) value(label, shown, copied string) fyne.CanvasObject {
	return widgets.Column(2, widgets.NewText(d.w.p.Text(label), widgets.Caption), d.copyable(shown, copied, widgets.Code))
}

func (d *detailPane) copyable(shown, copied string, style widgets.Style) fyne.CanvasObject {
	button := widgets.NewButton("", look.IconCopy, widgets.Silent, func() { d.w.copy(copied, d.w.p.Text("window.copied")) })
	button.SetLabel(d.w.p.Text("window.copy"))
	return widgets.Before(10, widgets.NewParagraph(shown, style), button)
}
