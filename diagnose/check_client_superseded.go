package diagnose

import (
	"slices"

	"certviewer/message"
)

// Old and new certificate of one person. Side by side in one program the old one may be sent to a site:
// Firefox takes the first key in its database's order. In a program that has the old one only, the new
// one is missing. Kept for old mail it is right where it is.
var checkClientSuperseded = Check{
	Name:    "client_superseded",
	Topic:   UPKIClient,
	Source:  "UPKI: change of the client certificate; Firefox ESR 153: order of keys",
	Codes:   []Code{"upki-client-old-still-offered", "upki-client-not-everywhere", "upki-client-old-kept", "client-superseded"},
	Because: []Code{"clock-before-build"},
	Run: func(in *Input) (out []Finding) {
		for _, h := range in.clients() {
			next := in.successor(h)
			if next == nil || !h.hasKey() {
				continue
			}
			newHas := func(p place) bool {
				return slices.ContainsFunc(next.places, func(q place) bool { return q.store.ID == p.store.ID && q.HasKey })
			}
			var kept, both, only []place
			for _, p := range h.where(func(p place) bool { return p.HasKey }) {
				switch {
				case !newHas(p):
					only = append(only, p)
				case opensOldMail(p):
					kept = append(kept, p)
				default:
					both = append(both, p)
				}
			}
			add := func(code Code, sev Severity, pp []place, args message.Args, by ...Remedy) {
				if len(pp) > 0 {
					out = append(out, Finding{Code: code, Severity: sev, Subject: h.Certificate, Stores: storesOf(pp), Args: args, Remedies: append(by, show(h.Certificate))})
				}
			}
			args := func(pp []place) message.Args {
				a := in.clientArgs(h)
				a["app"], a["date"] = in.places(pp), in.day(next.NotBefore)
				return a
			}
			if in.Now.After(h.NotAfter) {
				// Programs do not offer an expired certificate: nothing to do about it.
				a := args(both)
				a["date"], a["variant"] = in.day(h.NotAfter), message.Text("ended")
				add("client-superseded", Info, both, a)
			} else {
				add("upki-client-old-still-offered", Warning, both, args(both), Remedy{ID: "remove-old"})
			}
			add("upki-client-old-kept", Info, kept, args(kept))
			a := args(only)
			a["apps"], a["apps_no"] = in.places(next.where(func(p place) bool { return p.HasKey })), in.places(only)
			add("upki-client-not-everywhere", Warning, only, a, Remedy{ID: "import-by-hand"})
		}
		return out
	},
}
