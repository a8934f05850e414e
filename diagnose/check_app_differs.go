package diagnose

import (
	"time"

	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
)

// A root blocked in one program on purpose, or by accident, while the others accept it. Where the public lists
// say no, blocking it is right, and the places that do not are the affair of other checks.
var checkAppDiffers = Check{
	Name:   "app_differs",
	Topic:  Stores,
	Source: "NSS trust flags: p, as Firefox 153 and Chromium 156 were seen to obey them",
	Codes:  []Code{"stores-app-differs"},
	Run: func(in *Input) (out []Finding) {
		for _, h := range in.held {
			blocked := h.where(func(p place) bool { return p.chosen() && len(p.DistrustedFor()) > 0 })
			m, _ := in.Catalog.MembershipOf(h.Certificate)
			if _, _, dropped := m.DroppedBy(); len(blocked) == 0 || !h.IsCA() || dropped || in.Catalog.KnownBad(h.Certificate) != nil {
				continue
			}
			no, yes := in.opinions(h.Certificate)
			if len(no) == 0 || len(yes) == 0 {
				continue
			}
			out = append(out, Finding{
				Code: "stores-app-differs", Severity: Info, Subject: h.Certificate, Stores: storesOf(blocked),
				Args:     message.Args{"root": in.short(h.Certificate), "app": no, "apps": yes},
				Remedies: []Remedy{in.show(h.Certificate)},
			})
		}
		return out
	},
}

// opinions returns the applications that refuse c for servers and those that accept it.
func (in *Input) opinions(c *cert.Certificate) (no, yes message.List) {
	for _, a := range in.Host.Applications {
		switch trust.Judge(a, in.entries, c.SHA256, time.Time{}, cert.Server).Verdict {
		case trust.Distrusted:
			no = appendNew(no, in.app(a))
		case trust.Trusted:
			yes = appendNew(yes, in.app(a))
		}
	}
	return no, yes
}
