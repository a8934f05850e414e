package ui

import (
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"certviewer/app"
	"certviewer/cert"
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
		name := message.Text(d.w.program(a))
		for i := range groups {
			if groups[i].key == o.key {
				groups[i].programs = append(groups[i].programs, name)
				continue next
			}
		}
		o.programs = message.List{name}
		groups = append(groups, o)
	}
	if len(groups) == 0 {
		return nil
	}
	purposes := slices.DeleteFunc(slices.Clone(cert.Purposes), func(purpose cert.Purpose) bool {
		return !slices.ContainsFunc(p.TrustedBy, func(s app.Sighting) bool { return s.Purpose == purpose })
	})
	var heads []string
	for _, purpose := range purposes {
		heads = append(heads, d.w.p.Text("window.short-"+string(purpose)))
	}
	var rows []widgets.MatrixRow
	for _, o := range groups {
		row := widgets.MatrixRow{Title: joined(d.w.p, o.programs), Note: d.decidedBy(o.stores), Cells: make([]widgets.MatrixCell, len(purposes))}
		for i, purpose := range purposes {
			for _, s := range o.rulings {
				if s.Purpose == purpose {
					st := rulingLook(s.Ruling)
					row.Cells[i] = widgets.MatrixCell{Icon: st.icon, Tone: st.tone, Says: d.says(s)}
				}
			}
		}
		rows = append(rows, row)
	}
	return d.section("label.trust", widgets.NewMatrix(heads, rows, d.w.p.Text("window.matrix-hint")), d.legend(groups))
}

// decidedBy names the stores that decided; "" when none did.
func (d *detailPane) decidedBy(stores []trust.StoreID) string {
	if len(stores) == 0 {
		return ""
	}
	return d.w.p.Text("window.decided-by", "places", d.w.places(stores))
}

func (w *window) places(stores []trust.StoreID) (out message.List) {
	for _, id := range stores {
		out = append(out, w.placeArg(id))
	}
	return out
}

// says is one cell of the matrix as a sentence.
func (d *detailPane) says(s app.Sighting) string {
	id := "window.cell-" + string(s.Verdict)
	pairs := []any{"purpose", message.M("purpose." + string(s.Purpose)), "place", message.Text("")}
	if s.Store != "" {
		pairs[len(pairs)-1] = d.w.placeArg(s.Store)
	}
	if s.Verdict == trust.Trusted && s.IssuedBefore != nil {
		id = "window.cell-before"
		pairs = append(pairs, "date", message.Day(s.IssuedBefore.UTC()))
	}
	out := d.w.p.Text(id, pairs...)
	if s.Via != nil {
		out = d.w.p.Text("window.two-sentences", "a", message.Text(out), "b", message.M("window.cell-via", "cert", holder(s.Via)))
	}
	return out
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
		if s.Store != "" && s.Verdict != trust.Unstated && !slices.Contains(o.stores, s.Store) {
			o.stores = append(o.stores, s.Store)
		}
	}
	return o
}

// legend says what the shapes that occur in the matrix mean.
func (d *detailPane) legend(groups []opinion) fyne.CanvasObject {
	out := widgets.Flow(12, 2)
	for _, known := range []struct {
		word   string
		ruling trust.Ruling
	}{
		{"window.legend-trusted", trust.Ruling{Judgement: trust.Judgement{Verdict: trust.Trusted}}},
		{"window.legend-before", trust.Ruling{Judgement: trust.Judgement{Verdict: trust.Trusted, IssuedBefore: new(time.Time)}}},
		{"window.legend-distrusted", trust.Ruling{Judgement: trust.Judgement{Verdict: trust.Distrusted}}},
		{"window.legend-unstated", trust.Ruling{Judgement: trust.Judgement{Verdict: trust.Unstated}}},
	} {
		st := rulingLook(known.ruling)
		occurs := slices.ContainsFunc(groups, func(o opinion) bool {
			return slices.ContainsFunc(o.rulings, func(s app.Sighting) bool { return rulingLook(s.Ruling) == st })
		})
		if occurs {
			out.Add(widgets.Row(4, widgets.NewGlyph(st.icon, 12, st.tone.Shape, theme.ColorNameBackground), widgets.NewText(d.w.label(known.word), widgets.Caption)))
		}
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
