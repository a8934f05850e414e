package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// detailPane is everything about one certificate.
type detailPane struct {
	w     *window
	root  *fyne.Container
	shown *cert.Certificate
	asked int
	full  bool // with the text for experts
}

func newDetailPane(w *window) *detailPane {
	d := &detailPane{w: w, root: container.NewStack()}
	d.empty()
	return d
}

func (d *detailPane) content() fyne.CanvasObject { return d.root }

func (d *detailPane) set(o fyne.CanvasObject) {
	d.root.Objects = []fyne.CanvasObject{o}
	d.root.Refresh()
}

func (d *detailPane) empty() {
	hint := widgets.NewText(d.w.p.Text("window.choose"), widgets.Quiet)
	d.set(container.NewCenter(container.NewVBox(container.NewCenter(widgets.NewGlyph(look.IconCerts, 36, look.Muted, "")), container.NewCenter(hint))))
}

// show shows a certificate; nil = none. What the programs make of it is found out beside the window.
func (d *detailPane) show(c *cert.Certificate) {
	if c == nil {
		d.asked++
		d.shown = nil
		d.empty()
		return
	}
	if d.shown != nil && d.shown.SHA256 == c.SHA256 {
		return
	}
	d.shown, d.full = c, false
	d.load()
}

func (d *detailPane) load() {
	d.asked++
	asked, c, host := d.asked, d.shown, d.w.host
	d.w.spawn(func() {
		portrait := d.w.core.Portrait(host, c)
		fyne.Do(func() {
			if asked == d.asked {
				d.draw(portrait)
			}
		})
	})
}

func (d *detailPane) draw(p *app.Portrait) {
	body := widgets.Column(18)
	for _, part := range []fyne.CanvasObject{d.head(p), d.validity(p), d.trust(p), d.programmes(p), d.places(p), d.names(p), d.numbers(p), d.technical(p), d.text(p)} {
		if part != nil {
			body.Add(part)
		}
	}
	d.set(widgets.NewPage(560, 18, body))
}

// head is whose certificate it is, and the one word for how it stands.
func (d *detailPane) head(p *app.Portrait) fyne.CanvasObject {
	c, say := p.Certificate, d.w.p
	entry := trust.Entry{Certificate: c}
	key := false
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
	if c.IsCA() && !p.Programmes.Public() && c.Kind() == cert.Root {
		badges.Add(widgets.NewBadge(look.IconNone, d.w.label("mark.no-public-list"), look.ToneCaution))
	}
	column := widgets.Column(8, widgets.NewParagraph(holder(c), widgets.Style{Bold: true, Size: look.SizeTitle}), badges)
	column.Add(widgets.Inset(4, 0, 0, 0, widgets.Column(0, widgets.NewText(say.Text("label.check-code"), widgets.Caption),
		d.copyable(c.CheckCode(), c.CheckCode(), widgets.Style{Mono: true, Bold: true, Size: look.SizeLarge}))))
	if c.Err != nil {
		column.Add(widgets.NewParagraph(say.Text("window.odd-why"), widgets.Plain))
		column.Add(widgets.NewParagraph(c.Err.Error(), widgets.Caption))
	}
	return column
}

// validity is a line of time with today on it.
func (d *detailPane) validity(p *app.Portrait) fyne.CanvasObject {
	c, say, now := p.Certificate, d.w.p, d.w.host.Computer.Clock
	total, gone := c.NotAfter.Sub(c.NotBefore), now.Sub(c.NotBefore)
	part := float32(0)
	if total > 0 {
		part = float32(float64(gone) / float64(total))
	}
	left := c.NotAfter.Sub(now)
	word, tone := d.w.label("mark.days-left", "days", days(left)), look.Muted
	fill := look.GoodShape
	switch {
	case gone < 0:
		word, tone = d.w.label("mark.not-yet"), look.Caution
	case left < 0:
		word, tone, fill = d.w.label("mark.expired"), look.Caution, look.CautionShape
	case left < soon:
		tone, fill = look.Caution, look.CautionShape
	}
	return d.section("label.valid",
		widgets.Flow(12, 2, widgets.NewText(say.Range(c.NotBefore.Local(), c.NotAfter.Local()), widgets.Plain),
			widgets.NewText(word, widgets.Style{Color: tone, Bold: tone != look.Muted})),
		widgets.NewGauge(part, fill))
}

// programmes is the certificate's place in the public lists.
func (d *detailPane) programmes(p *app.Portrait) fyne.CanvasObject {
	if p.Certificate.Kind() != cert.Root {
		return nil
	}
	rows := widgets.Column(3)
	for _, programme := range programmes {
		s := p.Programmes[programme]
		st := standingLook(s.State)
		word := d.w.label("standing." + orNo(string(s.State)))
		if !s.Since.IsZero() {
			word += " (" + s.Since.Format(time.DateOnly) + ")"
		}
		rows.Add(widgets.Before(8,
			widgets.NewText(d.w.p.Text("programme."+string(programme)), widgets.Plain),
			widgets.Row(5, widgets.NewGlyph(st.icon, 13, st.tone.Shape, theme.ColorNameBackground), widgets.NewText(word, widgets.Style{Color: st.tone.Text}))))
	}
	return d.section("label.programmes", rows)
}

// places is where the certificate lies, with each store's own notation.
func (d *detailPane) places(p *app.Portrait) fyne.CanvasObject {
	rows := widgets.Column(3)
	for _, place := range p.Places {
		note := place.Entry.Native
		rows.Add(widgets.Before(8, widgets.NewText(d.w.place(place.Store.ID), widgets.Plain), widgets.NewText(note, widgets.Style{Color: look.Muted, Mono: true})))
		if n := place.Entry.Name; place.Store.Scope == trust.ScopeUser && n != "" && n != holder(p.Certificate) {
			rows.Add(widgets.NewParagraph(d.w.p.Text("label.nickname")+": "+cert.Printable(n), widgets.Caption))
		}
	}
	if len(p.Places) == 0 {
		return nil
	}
	return d.section("window.found-in", rows)
}

// names are the holder, the issuer and the other names, as written in the certificate.
func (d *detailPane) names(p *app.Portrait) fyne.CanvasObject {
	c := p.Certificate
	rows := widgets.Column(10, d.field("label.issued-to", c.Subject.String(), widgets.Plain), d.field("label.issuer", c.Issuer.String(), widgets.Plain))
	var others []string
	others = append(others, c.DNSNames()...)
	others = append(others, c.Emails()...)
	if len(others) > 0 {
		rows.Add(d.field("label.alternative-names", strings.Join(others, "\n"), widgets.Plain))
	}
	if chain := p.Chain; len(chain) > 1 {
		links := widgets.Column(2)
		for i, x := range chain {
			links.Add(widgets.Inset(0, 0, 0, float32(i)*12, widgets.NewParagraph("↑ "+holder(x), widgets.Plain)))
		}
		links.Objects[0].(*fyne.Container).Objects[0] = widgets.NewParagraph(holder(c), widgets.Plain)
		rows.Add(widgets.Column(3, widgets.NewText(d.w.p.Text("label.chain"), widgets.Caption), links))
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

// technical is what the certificate may be used for, and how it is signed.
func (d *detailPane) technical(p *app.Portrait) fyne.CanvasObject {
	c := p.Certificate
	var purposes message.List
	for _, x := range c.Purposes() {
		purposes = append(purposes, message.M("purpose."+string(x)))
	}
	rows := widgets.Column(10)
	if len(purposes) > 0 {
		rows.Add(d.field("label.purposes", joined(d.w.p, purposes), widgets.Plain))
	}
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

// text is the certificate in full, for experts, when asked for.
func (d *detailPane) text(p *app.Portrait) fyne.CanvasObject {
	button := widgets.NewButton(d.w.p.Text("window.full-text"), look.IconText, widgets.Ordinary, func() {
		d.full = !d.full
		d.draw(p)
	})
	button.SetTrailing(look.IconOpen)
	if !d.full {
		return widgets.Flow(8, 8, button)
	}
	button.SetTrailing(look.IconShut)
	text, err := p.Certificate.Text()
	if err != nil {
		text = err.Error()
	}
	copy := widgets.NewButton(d.w.p.Text("window.copy"), look.IconCopy, widgets.Silent, func() { d.w.copy(text, d.w.p.Text("window.copied")) })
	return widgets.Column(8, widgets.Flow(8, 8, button, copy),
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
	return widgets.Before(6, widgets.NewParagraph(shown, style), button)
}
