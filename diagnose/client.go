package diagnose

import (
	"time"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// clients returns the certificates that are a person's own: those with a private key that can sign in or be
// used for mail, and those of a university without a key that can do nothing but sign in. A mail certificate
// without its key is somebody else's: mail programs keep those of all correspondents.
func (in *Input) clients() (out []holding) {
	upki := in.Catalog.UPKI()
	for _, h := range in.held {
		signsIn, mails := h.Permits(cert.Client), h.Permits(cert.Email)
		switch {
		case h.IsCA():
		case h.hasKey() && (signsIn || mails), signsIn && !(mails && len(h.Emails()) > 0) && upki.InFamily(h.Issuer):
			out = append(out, h)
		}
	}
	return out
}

// ofUniversity reports whether h is a certificate by NII or seems to be one.
func (in *Input) ofUniversity(h holding) bool { return in.Catalog.UPKI().InFamily(h.Issuer) }

// successor returns the newest certificate that supersedes h and has its key here; nil when there is none.
func (in *Input) successor(h holding) (newest *holding) {
	for _, n := range in.clients() {
		if n.hasKey() && in.Catalog.Supersedes(n.Certificate, h.Certificate) && (newest == nil || n.NotBefore.After(newest.NotBefore)) {
			newest = &n
		}
	}
	return newest
}

// stopped reports whether NII's notice says that h no longer works: its issuer is one of the client and
// mail issuers of that time, and it was issued before 2020-12-25 Japan time. The issuers' keys were kept
// when they were re-signed, so the key cannot tell. The clock is not asked: one that stands before the
// day of the notice is more likely wrong than right.
func (in *Input) stopped(h holding) bool {
	upki := in.Catalog.UPKI()
	return upki.IsOldIssuer(h.Issuer) && h.NotBefore.Before(upki.Cutoff)
}

func withKey(p place) bool { return p.HasKey }

// clientArgs are the values that sentences about h mention. A certificate for mail alone never signed anybody
// in, so sentences about its end have a variant.
func (in *Input) clientArgs(h holding) message.Args {
	args := message.Args{
		"name": in.short(h.Certificate), "issuer": catalog.NameOf(h.Issuer),
		"apps": in.places(h.places), "app": in.places(h.places),
	}
	if !h.Permits(cert.Client) {
		args["variant"] = message.Text("mail")
	}
	return args
}

// clientStore reports whether s keeps people's own certificates.
func clientStore(s *facts.Store) bool { return s.Scope == trust.ScopeUser }

func everyStore(*facts.Store) bool { return true }

// unknown is the answer to a topic that s keeps open. To close its program helps only where that is using it.
func (in *Input) unknown(block string, s *facts.Store) message.Message {
	m := message.M(block, "app", in.owner(s.ID), "place", in.place(s.ID), "reason", reason(s.Problem))
	if s.Problem.Code != trust.StoreLocked && s.Problem.Code != trust.StoreNotAwaited {
		m.Args["variant"] = message.Text("other")
	}
	return m
}

// DaysLeft returns how many days something lasts that ends at end, rounded up: what ends tonight has one
// day left. A certificate may end in the year 9999 (RFC 5280, section 4.1.2.5), which is more than a Duration holds.
func DaysLeft(now, end time.Time) int {
	const day = 24 * 60 * 60
	seconds := end.Unix() - now.Unix()
	if end.Nanosecond() > now.Nanosecond() {
		seconds++
	}
	return int((seconds + day - 1) / day)
}

// clientQuiet is the answer when no certificate of a person's own needs action. It is green for a university's
// alone; by a wrong clock nothing is.
func clientQuiet(in *Input, _ []Finding) (Verdict, message.Message) {
	if f := checkClock.Run(in); len(f) > 0 {
		return Unknown, f[0].Message()
	}
	if s := in.problem(clientStore); s != nil {
		return Unknown, in.unknown("upki-client-unknown", s)
	}
	var best *holding
	for _, h := range in.clients() {
		if in.ofUniversity(h) && h.hasKey() && !in.stopped(h) && !in.ended(h.Certificate) && (best == nil || h.NotAfter.After(best.NotAfter)) {
			best = &h
		}
	}
	if best != nil {
		return OK, message.M("upki-client-ok", "apps", in.places(best.where(withKey)), "date", in.day(best.NotAfter))
	}
	return NotNeeded, message.M("upki-client-not-needed")
}
