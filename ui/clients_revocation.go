package ui

import (
	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/task"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// checkRevocation has the issuer of a certificate asked whether it was revoked. It uses the network: first the person is
// told who would be asked, and says yes. Where nobody would be asked, there is nothing to say yes to.
func (c *clientsPage) checkRevocation(x diagnose.Client) {
	w, p := c.w, c.w.p
	if w.dialog != nil {
		return
	}
	d := newChangeDialog(w)
	hosts := w.core.RevocationHosts(c.known, x.Certificate.SHA256)
	if len(hosts) == 0 {
		c.askIssuer(d, x)
		return
	}
	b := p.Block(message.M("ask-network", "host", hosts))
	notNow := widgets.NewButton(b.Buttons[1], look.IconNone, widgets.Ordinary, d.close)
	d.put(widgets.Column(12, dialogTitle(b.Title), w.lines(b.Lines)), notNow, d.close,
		notNow, widgets.NewButton(b.Buttons[0], look.IconNone, widgets.Primary, func() { c.askIssuer(d, x) }))
}

// askIssuer asks while the dialog shows it. The card has the answer; Cancel leaves it as it was.
func (c *clientsPage) askIssuer(d *changeDialog, x diagnose.Client) {
	w, known, host := c.w, c.known, c.of
	d.busy(w.p.Text("window.asking-issuer"), d.close)
	talk := task.Talk{Progress: func(p task.Progress) {
		fyne.Do(func() { d.doing.SetText(w.p.Print(p.Doing)) })
	}}
	w.spawn(func() {
		got, err := w.core.CheckRevocation(d.ctx, talk, known, x.Certificate.SHA256)
		fyne.Do(func() {
			if d.ctx.Err() != nil {
				return // it was cancelled, or the window was closed
			}
			d.close()
			if err != nil {
				c.tell(message.AsProblem(err))
				return
			}
			c.of, c.known = host, got
			c.build()
			if i := c.itemOf(x.Certificate.SHA256); i != nil {
				w.win.Canvas().Focus(i)
				c.page.Reveal(i)
			}
		})
	})
}

// answer is what the issuer said, or why there is no answer, with the number by which it can be talked about.
func (c *clientsPage) answer(r *diagnose.Revocation) fyne.CanvasObject {
	p := c.w.p
	card := app.FindingCard(p, r.Finding, abilities)
	tone := look.ToneCalm
	switch r.Answer.Status {
	case facts.Good:
		tone = look.ToneGood
	case facts.Revoked:
		tone = look.ToneCaution
	}
	number := widgets.NewText(p.Text("window.number", "number", message.Text(threeDigits(card.Number))), widgets.Quiet)
	lines := c.w.lines(card.Lines)
	if b := c.w.p12Button(card, widgets.Ordinary); b != nil {
		lines.Add(widgets.Inset(4, 0, 2, 0, widgets.Row(0, b)))
	}
	return widgets.On(widgets.NewSurface(tone.Tint, "", look.FieldRadius),
		widgets.Inset(8, 12, 8, 12, widgets.Column(4, widgets.Before(12, widgets.NewParagraph(card.Title, widgets.Strong), number), lines)))
}
