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
				if asked == d.asked && (view != nil || d.system != nil) {
					d.system = view
					d.draw(false)
				}
			})
		})
	})
}

// systemView is what the system itself says, with what contradicts us.
func (d *detailPane) systemView(c *cert.Certificate) fyne.CanvasObject {
	if d.system == nil {
		return nil
	}
	rows := widgets.Column(6)
	for _, m := range d.system.Says() {
		rows.Add(widgets.NewParagraph(d.w.p.Print(m), widgets.Plain))
	}
	for _, f := range d.system.Differences(c) {
		rows.Add(d.finding(f))
	}
	if len(rows.Objects) == 0 {
		return nil
	}
	return d.section("label.windows-says", rows)
}
