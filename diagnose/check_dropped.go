package diagnose

import (
	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
)

// A root that somebody here still trusts although every programme that had it has ended that. Root
// VeriSign G3 has a topic of its own.
var checkDropped = Check{
	Name:   "dropped",
	Topic:  Stores,
	Source: "Mozilla's list of built-in roots and its history",
	Codes:  []Code{"stores-distrusted-since"},
	Run: func(in *Input) (out []Finding) {
		g3 := in.Catalog.RootByID(mailRoot)
		for _, h := range in.held {
			m, _ := in.Catalog.MembershipOf(h.Certificate)
			programme, since, dropped := m.DroppedBy()
			if !dropped || m.Public() || in.ended(h.Certificate) || in.Catalog.RootFor(h.Certificate) == g3 || h.shipped() {
				continue
			}
			pp := h.where(func(p place) bool {
				return p.chosen() && (p.ForIssued(cert.Server).Verdict == trust.Trusted || p.ForIssued(cert.Email).Verdict == trust.Trusted)
			})
			if len(pp) == 0 {
				continue
			}
			out = append(out, Finding{
				Code: "stores-distrusted-since", Severity: Warning, Subject: h.Certificate, Stores: storesOf(pp),
				Args: message.Args{
					"root": in.short(h.Certificate), "place": in.places(pp),
					"programme": message.M("programme." + programme.Keeper()), "date": date(since),
				},
				Remedies: append([]Remedy{in.show(h.Certificate)}, in.distrust(pp)...),
			})
		}
		return out
	},
}
