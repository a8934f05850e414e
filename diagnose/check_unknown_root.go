package diagnose

import "certviewer/message"

// A trust anchor that no public programme has ever listed and that the system does not ship: an employer's,
// a virus scanner's, or something unwanted. Worth knowing in every case.
var checkUnknownRoot = Check{
	Name:   "unknown_root",
	Topic:  Stores,
	Source: "the catalogue's membership of Mozilla, Microsoft, Apple, Android",
	Codes:  []Code{"stores-unknown-root"},
	Run: func(in *Input) (out []Finding) {
		for _, h := range in.held {
			if !h.anchor() || in.Catalog.Known(h.Certificate) || in.Catalog.KnownBad(h.Certificate) != nil || in.ended(h.Certificate) {
				continue
			}
			pp := h.where(func(p place) bool { return p.chosen() && p.anchoring() })
			if len(pp) == 0 || h.shipped() || in.vouched(h) {
				continue
			}
			out = append(out, Finding{
				Code: "stores-unknown-root", Severity: Warning, Subject: h.Certificate, Stores: storesOf(pp),
				Args: message.Args{
					"root": in.short(h.Certificate), "place": in.places(pp),
					"check_code": message.Text(h.CheckCode()),
				},
				Remedies: append([]Remedy{in.show(h.Certificate)}, in.distrust(pp)...),
			})
		}
		return out
	},
}
