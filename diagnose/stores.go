package diagnose

import (
	"slices"

	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
)

// anchor reports whether h ends a chain: a CA that signed itself, or one that some store trusts by itself.
func (h holding) anchor() bool {
	if !h.IsCA() {
		return false
	}
	if h.SelfIssued() {
		return true
	}
	for _, p := range h.places {
		if p.For(cert.Server).How == trust.Explicit && p.For(cert.Server).Verdict == trust.Trusted {
			return true
		}
	}
	return false
}

// shipped reports whether the system's packages or a root list bring it: then somebody's own copy adds no trust
// that was not there.
func (h holding) shipped() bool {
	for _, p := range h.places {
		if p.Origin == trust.Distribution || p.Origin == trust.Vendor && len(p.TrustedFor()) > 0 {
			return true
		}
	}
	return false
}

// distributed reports whether the system's own packages bring it.
func (h holding) distributed() bool {
	return slices.ContainsFunc(h.places, func(p place) bool { return p.Origin == trust.Distribution })
}

// chosen reports whether somebody here put it anywhere, and no package brings it as well.
func (h holding) chosen() bool {
	return slices.ContainsFunc(h.places, place.chosen) && !h.distributed()
}

// distrustByHand blocks a certificate where a person can do so without this program.
func (in *Input) distrustByHand(pp []place) (out []Remedy) {
	for _, p := range pp {
		if dir, ok := in.nssFolder(p.store.ID); ok && p.Name != "" {
			out = append(out, Remedy{ID: "distrust-nss", Command: "certutil -M -d " + shell("sql:"+dir) + " -n " + shell(p.Name) + " -t p,p,p"})
		}
	}
	return out
}

// os names the operating system: the distribution's own name, where it has one.
func (in *Input) os() message.Arg {
	if n := in.Host.Computer.Name; n != "" {
		return message.Text(n)
	}
	return message.M("os." + in.Host.Computer.OS)
}

func storesQuiet(in *Input, ff []Finding) (Verdict, message.Message) {
	if s := in.problem(everyStore); s != nil {
		return Unknown, message.M("stores-unreadable", "place", in.place(s.ID), "reason", reason(s.Problem))
	}
	n := 0
	for _, h := range in.held {
		if h.anchor() && len(h.where(func(p place) bool { return len(p.TrustedFor()) > 0 })) > 0 {
			n++
		}
	}
	if len(in.held) == 0 && !in.Host.Restricted {
		return Unknown, message.M("stores-unknown")
	}
	return OK, message.M("stores-ok", "count", n, "os", in.os(), "catalog_date", in.catalogDate())
}
