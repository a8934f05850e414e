package diagnose

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
)

// anchor reports whether chains end at h here: it is a CA that some store trusts by itself. One that did not
// sign itself may do so too: Go and GnuTLS end a chain at whatever stands in the bundle.
func (h holding) anchor() bool { return h.IsCA() && slices.ContainsFunc(h.places, place.anchoring) }

// vouched reports whether h, which did not sign itself, was issued below a root that is public and trusted here, or
// is such a root by another's signature: then trusting it by itself adds little.
func (in *Input) vouched(h holding) bool {
	if h.SelfIssued() {
		return false
	}
	var roots []*cert.Certificate
	for _, o := range in.held {
		m, _ := in.Catalog.MembershipOf(o.Certificate)
		if !o.anchor() || !m.Public() {
			continue
		}
		if o.Subject.Equal(h.Subject) && bytes.Equal(o.SPKI, h.SPKI) {
			return true
		}
		roots = append(roots, o.Certificate)
	}
	return len(cert.Chain(h.Certificate, roots)) > 1
}

// shipped reports whether the system's packages or a root list bring it: then somebody's own copy adds no trust
// that was not there.
func (h holding) shipped() bool {
	return h.distributed() || slices.ContainsFunc(h.places, func(p place) bool { return p.Origin == trust.Vendor && p.anchoring() })
}

// distributed reports whether the system's own packages bring it.
func (h holding) distributed() bool {
	return slices.ContainsFunc(h.places, func(p place) bool { return p.Origin == trust.Distribution })
}

// chosen reports whether somebody here put it anywhere, and no package brings it as well.
func (h holding) chosen() bool {
	return slices.ContainsFunc(h.places, place.chosen) && !h.distributed()
}

// count returns one finding for all certificates that match, with how many they are and where; none when there is no
// such certificate.
func (in *Input) count(code Code, match func(holding) bool) []Finding {
	n := 0
	f := Finding{Code: code, Severity: Info}
	for _, h := range in.held {
		if match(h) {
			n++
			f.Stores = appendNew(f.Stores, h.stores()...)
		}
	}
	if n == 0 {
		return nil
	}
	f.Args = message.Args{"count": message.Number(n)}
	return []Finding{f}
}

// os names the operating system as a sentence does: of a distribution's name ("Debian GNU/Linux 12 (bookworm)")
// what people call it.
func (in *Input) os() message.Arg {
	name := in.Host.Computer.Name
	if i := strings.IndexFunc(name, func(r rune) bool { return unicode.IsDigit(r) || r == '(' }); i >= 0 {
		name = name[:i]
	}
	if name = strings.TrimSuffix(strings.TrimSpace(name), " GNU/Linux"); name != "" {
		return message.Text(name)
	}
	return message.M("os." + in.Host.Computer.OS)
}

// storesQuiet is the answer when no root needs action. What could not be read may hold one.
func storesQuiet(in *Input, _ []Finding) (Verdict, message.Message) {
	if unread := in.unread(everyStore); len(unread) > 0 {
		var places message.List
		for _, s := range unread {
			places = append(places, in.place(s.ID))
		}
		return Unknown, message.M("stores-unreadable", "count", len(unread), "place", places, "reason", reason(unread[0].Problem))
	}
	if len(in.held) == 0 && !in.Host.Restricted {
		return Unknown, message.M("stores-unknown")
	}
	n := 0
	for _, h := range in.held {
		if h.anchor() && (in.Catalog.Known(h.Certificate) || h.shipped()) {
			n++
		}
	}
	ok := message.M("stores-ok", "count", n, "os", in.os(), "catalog_date", in.catalogDate())
	if n == 0 {
		ok.Args["variant"] = message.Text("none")
	}
	return OK, ok
}
