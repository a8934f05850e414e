package app

import (
	"slices"
	"time"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/trust"
)

// A Portrait is everything that is known about one certificate on this computer.
type Portrait struct {
	Certificate *cert.Certificate
	Places      []Row               // the stores that hold it
	Chain       []*cert.Certificate // from the certificate up to the last issuer found
	TrustedBy   []Sighting
	Programmes  catalog.Membership
	Known       *catalog.Root      // what the catalogue says of it; nil when nothing
	Bad         *catalog.Bad       // its private key is public; nil when that is not known
	Revoked     *catalog.Revoked   // its issuer revoked it; nil when that is not known
	Damaged     []diagnose.Finding // the trust records of Places that programs do not believe
	Misplaced   *diagnose.Finding  // it is a root, and lies in a list of Windows' where that does not count; nil when that is not so
}

// A Sighting is what one application makes of a certificate for one purpose.
type Sighting struct {
	Application trust.Application
	Purpose     cert.Purpose
	trust.Ruling
	Via *cert.Certificate // the issuer whose standing decided; nil when the certificate's own did
}

// Portrait describes c as the stores of host see it; c itself need not be in any of them.
func (a *App) Portrait(host *facts.Host, c *cert.Certificate) *Portrait {
	p := &Portrait{Certificate: c, Known: a.Catalog.RootFor(c), Bad: a.Catalog.KnownBad(c), Revoked: a.Catalog.RevokedIntermediate(c)}
	p.Programmes, _ = a.Catalog.MembershipOf(c)
	entries := entriesOf(host)
	var issuers []*cert.Certificate
	for _, s := range host.Stores {
		for _, e := range s.Entries {
			if e.Certificate.SHA256 == c.SHA256 {
				p.Places = append(p.Places, Row{Store: s.Info, Entry: e, Programmes: p.Programmes})
				if e.Standing == trust.Damaged {
					p.Damaged = append(p.Damaged, diagnose.TrustDamaged(diagnose.Input{Host: host, Catalog: a.Catalog}, &s, e))
				}
			} else if e.Certificate.IsCA() {
				issuers = append(issuers, e.Certificate)
			}
		}
	}
	if slices.ContainsFunc(p.Places, func(r Row) bool { return change.Movable(host, r.Store, r.Entry) }) {
		if f, ok := diagnose.RootMisplaced(diagnose.Input{Host: host, Catalog: a.Catalog, Now: host.Computer.Clock}, c); ok {
			p.Misplaced = &f
		}
	}
	p.Chain = cert.Chain(c, issuers)
	for _, app := range host.Applications {
		for _, purpose := range cert.Purposes {
			if permitted(p.Chain, purpose) {
				if s := sight(app, entries, p.Chain, purpose); s.Why != trust.WhyNotConsulted {
					p.TrustedBy = append(p.TrustedBy, s)
				}
			}
		}
	}
	return p
}

// entriesOf is what the stores of host say, with what stands in for a list that cannot be read whole.
func entriesOf(host *facts.Host) map[trust.StoreID][]trust.Entry {
	out := map[trust.StoreID][]trust.Entry{}
	for _, s := range host.Stores {
		out[s.ID] = append(s.Entries[:len(s.Entries):len(s.Entries)], s.StandIn...)
	}
	return out
}

// permitted reports whether a certificate and its issuers allow a purpose. What a root says of itself binds nobody:
// trust in it is set elsewhere (RFC 5280 6.1.1 (d)).
func permitted(chain []*cert.Certificate, purpose cert.Purpose) bool {
	for _, c := range chain {
		if !(c.IsCA() && c.SelfIssued()) && !c.Permits(purpose) {
			return false
		}
	}
	return true
}

// sight asks an application about the certificate, and where it says nothing about that one, about its
// issuers in turn: the first that is trusted or distrusted decides.
func sight(app trust.Application, entries map[trust.StoreID][]trust.Entry, chain []*cert.Certificate, purpose cert.Purpose) Sighting {
	var first trust.Ruling
	for i, c := range chain {
		var leaf time.Time
		if i > 0 {
			leaf = chain[0].NotBefore
		}
		r := trust.Judge(app, entries, c.SHA256, leaf, purpose)
		if i == 0 {
			first = r
		}
		if r.Verdict != trust.Unstated {
			s := Sighting{Application: app, Purpose: purpose, Ruling: r}
			if i > 0 {
				s.Via = c
			}
			return s
		}
	}
	return Sighting{Application: app, Purpose: purpose, Ruling: first}
}
