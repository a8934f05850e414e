package ui

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"certviewer/app"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// trust is what each program makes of the certificate, purpose by purpose, and which store decided.
// Programs of one mind share a line.
func (d *detailPane) trust(p *app.Portrait) fyne.CanvasObject {
	var groups []opinion
next:
	for _, a := range d.w.host.Applications {
		o := opinionOf(a.ID, p.TrustedBy)
		if len(o.rulings) == 0 {
			continue
		}
		for i := range groups {
			if groups[i].key == o.key {
				groups[i].programs = append(groups[i].programs, message.Text(d.w.program(a)))
				continue next
			}
		}
		o.programs = message.List{message.Text(d.w.program(a))}
		groups = append(groups, o)
	}
	if len(groups) == 0 {
		return nil
	}
	column := widgets.Column(10)
	for _, o := range groups {
		chips := widgets.Flow(6, 6)
		for _, s := range o.rulings {
			st := rulingLook(s.Ruling)
			chips.Add(widgets.NewBadge(st.icon, d.w.label("window.short-"+string(s.Purpose)), st.tone))
		}
		why := d.w.p.Text("window.decided-by-none")
		if len(o.stores) > 0 {
			var places message.List
			for _, id := range o.stores {
				places = append(places, d.w.placeArg(id))
			}
			why = d.w.p.Text("window.decided-by", "places", places)
		}
		column.Add(widgets.Column(4, widgets.NewParagraph(joined(d.w.p, o.programs), widgets.Strong), chips, widgets.NewParagraph(why, widgets.Caption)))
	}
	return d.section("label.trust", column, d.legend())
}

// An opinion is what a program makes of a certificate.
type opinion struct {
	key      string // equal for programs of one mind
	rulings  []app.Sighting
	stores   []trust.StoreID // that decided
	programs message.List
}

func opinionOf(application string, all []app.Sighting) opinion {
	var o opinion
	for _, s := range all {
		if s.Application.ID != application {
			continue
		}
		o.rulings = append(o.rulings, s)
		o.key += fmt.Sprintf("%s %s %t %s;", s.Purpose, s.Verdict, s.IssuedBefore != nil, s.Store)
		if s.Store != "" && !slices.Contains(o.stores, s.Store) {
			o.stores = append(o.stores, s.Store)
		}
	}
	return o
}

// legend says what the shapes on the chips mean.
func (d *detailPane) legend() fyne.CanvasObject {
	out := widgets.Flow(12, 2)
	for _, v := range []trust.Verdict{trust.Trusted, trust.Distrusted, trust.Unstated} {
		st := rulingLook(trust.Ruling{Judgement: trust.Judgement{Verdict: v}})
		out.Add(widgets.Row(4, widgets.NewGlyph(st.icon, 12, st.tone.Shape, theme.ColorNameBackground), widgets.NewText(d.w.label("window.legend-"+string(v)), widgets.Caption)))
	}
	return out
}

func rulingLook(r trust.Ruling) standing {
	switch {
	case r.Verdict == trust.Trusted && r.IssuedBefore != nil:
		return standing{look.IconClock, look.ToneCaution}
	case r.Verdict == trust.Trusted:
		return standing{look.IconGood, look.ToneGood}
	case r.Verdict == trust.Distrusted:
		return standing{look.IconDanger, look.ToneDanger}
	}
	return standing{look.IconAbsent, look.ToneCalm}
}
