package diagnose

import "certviewer/message"

// A certificate whose private key everybody can have: whoever trusts it can be shown any site as genuine.
var checkKnownBad = Check{
	Name:   "known_bad",
	Topic:  Stores,
	Source: "US-CERT TA15-051A (Superfish), CERT/CC VU#870761 (eDellRoot); the catalogue names each",
	Codes:  []Code{"stores-known-bad"},
	Run: func(in *Input) (out []Finding) {
		for _, h := range in.held {
			bad := in.Catalog.KnownBad(h.Certificate)
			pp := h.where(place.trusting)
			if bad == nil || len(pp) == 0 {
				continue
			}
			out = append(out, Finding{
				Code: "stores-known-bad", Severity: Error, Subject: h.Certificate, Stores: storesOf(pp),
				Args:     message.Args{"cert": in.short(h.Certificate), "place": in.places(pp)},
				Remedies: append(in.distrust(pp), in.show(h.Certificate)),
			})
		}
		return out
	},
}
