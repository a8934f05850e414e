package diagnose

import "certviewer/message"

// NSS keeps trust in two kinds of records. Firefox 153 writes the newer one only and obeys it first; older
// programs see the older one only. Where the two differ, one certificate is trusted and not trusted.
var checkDialects = Check{
	Name:   "dialects",
	Topic:  Stores,
	Source: "NSS: CKO_NSS_TRUST and CKO_TRUST, Firefox 153",
	Codes:  []Code{"stores-dialects-differ"},
	Run: func(in *Input) (out []Finding) {
		for _, h := range in.held {
			pp := h.where(func(p place) bool { return len(p.Disputed) > 0 })
			if len(pp) == 0 {
				continue
			}
			out = append(out, Finding{
				Code: "stores-dialects-differ", Severity: Info, Subject: h.Certificate, Stores: storesOf(pp),
				Args:     message.Args{"root": in.short(h.Certificate), "app": in.places(pp)},
				Remedies: []Remedy{in.show(h.Certificate)},
			})
		}
		return out
	},
}
