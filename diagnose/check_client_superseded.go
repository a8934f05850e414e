package diagnose

import (
	"slices"

	"certviewer/cert"
	"certviewer/message"
)

// Old and new certificate of one person. Side by side in one program the old one may be sent to a site:
// Firefox takes the first key in its database's order. In a program that has the old one only, the new
// one is missing, unless that is a mail program and the new one is not for mail. Kept for old mail it is
// right where it is. What is known of universities is not said of other issuers: their old certificate may
// be good until its end.
var checkClientSuperseded = Check{
	Name:   "client_superseded",
	Topic:  UPKIClient,
	Source: "UPKI: change of the client certificate; Firefox ESR 153: order of keys",
	Codes: []Code{
		"upki-client-old-still-offered", "upki-client-not-everywhere", "upki-client-not-for-mail", "upki-client-old-kept",
		"client-superseded",
	},
	Because: []Code{"clock-before-build"},
	Run: func(in *Input) (out []Finding) {
		for _, h := range in.clients() {
			if next := in.successor(h); next != nil && h.hasKey() && !in.stopped(*next) {
				out = append(out, in.replaced(h, *next)...)
			}
		}
		return out
	},
}

// replaced tells what next means for the places where h is with its key.
func (in *Input) replaced(h, next holding) (out []Finding) {
	has := func(p place) bool {
		return slices.ContainsFunc(next.places, func(q place) bool { return q.store.ID == p.store.ID && q.HasKey })
	}
	forMail := next.Permits(cert.Email)
	var kept, notForMail, both, only []place
	for _, p := range h.where(withKey) {
		switch {
		case in.opensOldMail(p) && (has(p) || !in.ofUniversity(h)):
			kept = append(kept, p)
		case in.opensOldMail(p) && !forMail:
			notForMail = append(notForMail, p)
		case has(p):
			both = append(both, p)
		default:
			only = append(only, p)
		}
	}
	add := func(code Code, sev Severity, pp []place, more message.Args, by ...Remedy) {
		if len(pp) == 0 {
			return
		}
		args := in.clientArgs(h)
		delete(args, "variant")
		args["app"], args["apps_no"], args["date"] = in.places(pp), in.places(pp), in.day(next.NotBefore)
		args["apps"] = in.places(next.where(withKey))
		for name, a := range more {
			args[name] = a
		}
		out = append(out, Finding{Code: code, Severity: sev, Subject: h.Certificate, Stores: storesOf(pp), Args: args, Remedies: append(by, in.show(h.Certificate))})
	}
	end := message.Args{"date": in.day(h.NotAfter)}
	if in.ended(h.Certificate) {
		end["variant"] = message.Text("ended")
	}
	switch {
	case !in.ofUniversity(h):
		add("client-superseded", Info, slices.Concat(both, only), end)
	case in.ended(h.Certificate): // programs do not offer it: it is in nobody's way
		add("client-superseded", Info, both, end)
	default:
		add("upki-client-old-still-offered", Warning, both, nil, Remedy{ID: "remove-old"})
	}
	if in.ofUniversity(h) {
		severity := Warning
		if in.Now.Sub(h.NotAfter) > forgotten {
			severity = Info
		}
		add("upki-client-not-everywhere", severity, only, nil, Remedy{ID: "import-by-hand"})
	}
	add("upki-client-not-for-mail", Info, notForMail, nil)
	add("upki-client-old-kept", Info, kept, nil)
	return out
}
