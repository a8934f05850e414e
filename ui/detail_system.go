package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/ui/widgets"
)

// settled is how long a certificate stays in view before the system is asked about it: each question starts a child, and a person
// who goes through the list with a key held down looks at none of them.
const settled = 250 * time.Millisecond

// askSystem has the system's own verifier judge what is in view, and draws its answer when it comes.
func (d *detailPane) askSystem(host *facts.Host, p *app.Portrait) {
	asked, w := d.asked, d.w
	ctx, cancel := context.WithCancel(w.ctx)
	d.leave = cancel
	w.after(settled, func() {
		if asked != d.asked {
			return
		}
		w.spawn(func() {
			view := w.core.SystemView(ctx, host, p)
			cancel()
			fyne.Do(func() {
				if asked == d.asked {
					d.system = view
					d.fillSystemView(p.Certificate)
					d.page.Relayout()
				}
			})
		})
	})
}

// systemView is the place of what the system itself says; it is out of sight while that is nothing.
func (d *detailPane) systemView(c *cert.Certificate) fyne.CanvasObject {
	d.place = widgets.Column(0)
	d.fillSystemView(c)
	return d.place
}

// fillSystemView puts what the system itself says, with what contradicts us, in its place. The other parts stay as they are:
// the keyboard may be in one of them by the time the answer comes.
func (d *detailPane) fillSystemView(c *cert.Certificate) {
	rows := widgets.Column(6)
	if d.system != nil {
		for _, m := range d.system.Says() {
			rows.Add(widgets.NewParagraph(d.w.p.Print(m), widgets.Plain))
		}
		for _, f := range d.system.Differences(c) {
			rows.Add(d.finding(f))
		}
	}
	d.place.Objects = nil
	if len(rows.Objects) > 0 {
		d.place.Add(d.section("label.windows-says", rows))
	}
	d.place.Hidden = len(d.place.Objects) == 0 // a gap would show where nothing is
}
