package ui

import (
	"slices"

	"certviewer/cert"
	"certviewer/trust"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// showMany shows a summary of several certificates, and what can be done with all of them.
func (d *detailPane) showMany(cc []*cert.Certificate) {
	d.next()
	d.many, d.shown, d.known = cc, nil, nil
	d.drawMany()
}

func (d *detailPane) drawMany() {
	p, now := d.w.p, d.w.host.Computer.Clock
	type count struct {
		state
		n int
	}
	var states []count
	first := d.many[0]
	for _, c := range d.many {
		if c.NotAfter.After(now) && (first.NotAfter.Before(now) || c.NotAfter.Before(first.NotAfter)) {
			first = c
		}
		st := stateOf(trust.Entry{Certificate: c}, now)
		i := slices.IndexFunc(states, func(k count) bool { return k.icon == st.icon && p.Print(k.word) == p.Print(st.word) })
		if i < 0 {
			i = len(states)
			states = append(states, count{state: st})
		}
		states[i].n++
	}
	slices.SortStableFunc(states, func(a, b count) int { return a.rank - b.rank })

	const most = 6 // the rest is in the table
	badges := widgets.Flow(6, 6)
	for _, st := range states[:min(most, len(states))] {
		badges.Add(widgets.NewBadge(st.icon, alone(p.Print(st.word))+" "+p.Number(st.n), st.tone))
	}
	body := widgets.Column(14,
		widgets.NewParagraph(p.Text("window.chosen", "count", len(d.many)), widgets.Style{Bold: true, Size: look.SizeTitle}),
		badges)
	if first.NotAfter.After(now) {
		body.Add(widgets.NewParagraph(p.Text("window.first-ends", "cert", holder(first), "date", day(first.NotAfter)), widgets.Plain))
	}
	copy := widgets.NewButton(p.Text("window.copy"), look.IconCopy, widgets.Ordinary, d.w.certificates().copyRows)
	buttons := d.buttons(d.many)
	buttons.Add(copy)
	body.Add(buttons)
	d.scrolled(body)
}
