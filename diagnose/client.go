package diagnose

import (
	"slices"
	"strings"
	"time"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// clients returns the certificates that could be a person's own: with a private key, or a university
// client certificate without one. What is only other people's mail certificates is left out.
func (in *Input) clients() (out []holding) {
	upki := in.Catalog.UPKI()
	for _, h := range in.held {
		if h.IsCA() {
			continue
		}
		if h.hasKey() || upki.InFamily(h.Issuer) {
			out = append(out, h)
		}
	}
	return out
}

// mine reports whether h is certainly its reader's: only then does it ask for action. A mail certificate
// without key in a mail program's database is as a rule somebody else's.
func mine(h holding) bool {
	return h.hasKey() || h.Permits(cert.Client)
}

// supersedes reports whether new is the same person's later certificate: one of the university family
// for another, or of the same issuer.
func (in *Input) supersedes(new, old holding) bool {
	upki := in.Catalog.UPKI()
	family := upki.InFamily(new.Issuer) && upki.InFamily(old.Issuer)
	return new.NotBefore.After(old.NotBefore) && new.hasKey() &&
		(family || new.Issuer.Equal(old.Issuer)) && samePerson(new.Certificate, old.Certificate)
}

// samePerson compares by mail address, where both have one, else by the subject's common name and
// organisation.
func samePerson(a, b *cert.Certificate) bool {
	ea, eb := a.Emails(), b.Emails()
	if len(ea) > 0 && len(eb) > 0 {
		return slices.ContainsFunc(ea, func(x string) bool {
			return slices.ContainsFunc(eb, func(y string) bool { return strings.EqualFold(x, y) })
		})
	}
	return a.Subject.CommonName() != "" && a.Subject.CommonName() == b.Subject.CommonName() &&
		a.Subject.Organization() == b.Subject.Organization()
}

// successor returns the newest certificate that supersedes h.
func (in *Input) successor(h holding) (newest *holding) {
	for _, n := range in.clients() {
		if in.supersedes(n, h) && (newest == nil || n.NotBefore.After(newest.NotBefore)) {
			newest = &n
		}
	}
	return newest
}

// stopped reports whether NII's notice says that h no longer works: its issuer is one of the client and
// mail issuers of that time, and it was issued before 2020-12-25 Japan time. The issuers' keys were kept
// when they were re-signed, so the key cannot tell.
func (in *Input) stopped(h holding) bool {
	upki := in.Catalog.UPKI()
	return upki.IsOldIssuer(h.Issuer) && h.NotBefore.Before(upki.Cutoff)
}

// opensOldMail reports whether a mail program may need the key to read mail that was sealed for it.
func opensOldMail(p place) bool {
	return p.HasKey && p.store.Application == "thunderbird" && p.Certificate.Permits(cert.Email)
}

func (in *Input) clientArgs(h holding) message.Args {
	return message.Args{
		"name": message.Text(h.Subject.Display()), "issuer": message.Text(h.Issuer.Display()),
		"apps": in.places(h.places), "app": in.place(h.places[0].store.ID),
	}
}

// clientStore reports whether s keeps people's own certificates.
func clientStore(s *facts.Store) bool { return s.Scope == trust.ScopeUser }

func everyStore(*facts.Store) bool { return true }

func (in *Input) unknown(block string, s *facts.Store) message.Message {
	return message.M(block, "app", in.place(s.ID), "place", in.place(s.ID), "reason", reason(s.Problem))
}

// daysLeft rounds up: a certificate that ends tonight has one day left.
func daysLeft(now, end time.Time) int {
	return int((end.Sub(now) + 24*time.Hour - 1) / (24 * time.Hour))
}

func clientQuiet(in *Input, ff []Finding) (Verdict, message.Message) {
	if s := in.problem(clientStore); s != nil {
		return Unknown, in.unknown("upki-client-unknown", s)
	}
	var best *holding
	upki := in.Catalog.UPKI()
	for _, h := range in.clients() {
		if upki.InFamily(h.Issuer) && h.hasKey() && !in.stopped(h) && in.Now.Before(h.NotAfter) && (best == nil || h.NotAfter.After(best.NotAfter)) {
			best = &h
		}
	}
	if best != nil {
		withKey := best.where(func(p place) bool { return p.HasKey })
		return OK, message.M("upki-client-ok", "apps", in.places(withKey), "date", in.day(best.NotAfter))
	}
	return NotNeeded, message.M("upki-client-not-needed")
}
