package diagnose

import (
	"cmp"
	"slices"

	"certviewer/cert"
	"certviewer/trust"
)

// A Client is a certificate of a person's own, and where on this computer it is: one for each certificate, however many
// stores hold it.
type Client struct {
	Certificate *cert.Certificate
	State       ClientState
	University  bool           // by the catalogue, its issuer is one of the university family
	Purposes    []cert.Purpose // what it permits, of signing in and mail
	Places      []ClientPlace
	Successor   *cert.Certificate // the newest of the same person that supersedes it; nil when none is here with its key
	Revocation  *Revocation       // what its issuer said when asked; nil when it was not asked
	Findings    []Finding         // what the health check says of it, the most important first
}

// A ClientPlace is a store that holds a person's certificate.
type ClientPlace struct {
	Store    trust.Info
	Name     string // as the store calls it
	HasKey   bool
	Offer    Offer
	Programs []string          // catalogue IDs of whose offer that is, where the store is no program's own
	Before   *cert.Certificate // which one the program puts before it, with the offer Behind
	Unasked  bool              // the program sends the first without asking
	Accounts []string          // addresses of the mail accounts that sign with it
	Sites    []string          // which get it without asking, since a person chose so once
}

// A ClientState is the one word for how a person's certificate stands.
type ClientState string

// The states. Of several that hold, the first of these counts.
const (
	ClientRevoked    ClientState = "revoked" // its issuer said so, just now
	ClientEnded      ClientState = "ended"
	ClientStopped    ClientState = "stopped" // by NII's notice, whatever its dates say
	ClientNotYet     ClientState = "not-yet"
	ClientNoKey      ClientState = "no-key"
	ClientSuperseded ClientState = "superseded"
	ClientSoon       ClientState = "soon" // ends within 30 days
	ClientGood       ClientState = "good"
)

// Action reports whether something is to be done about c: what the health check says, no more and no less.
func (c Client) Action() bool {
	return slices.ContainsFunc(c.Findings, func(f Finding) bool { return f.Severity != Info })
}

// HasKey reports whether some store has the private key.
func (c Client) HasKey() bool {
	return slices.ContainsFunc(c.Places, func(p ClientPlace) bool { return p.HasKey })
}

// OfferedIn returns the places whose programs would offer c for signing in before any other.
func (c Client) OfferedIn() (out []ClientPlace) {
	for _, p := range c.Places {
		if p.Offer == First {
			out = append(out, p)
		}
	}
	return out
}

// Clients returns the certificates that are a person's own. Those that need action come first, then those that end
// sooner; a certificate that was superseded follows the one that superseded it, whatever its own state. More is what
// needs action and is about none of them alone, such as a clock by which no date can be judged.
func Clients(in Input) (out []Client, more []Finding) {
	findings := Run(in, []Topic{UPKIClient})[0].Findings
	in.prepare()
	for _, h := range in.clients() {
		c := Client{Certificate: h.Certificate, University: in.ofUniversity(h)}
		for _, p := range []cert.Purpose{cert.Client, cert.Email} {
			if h.Permits(p) {
				c.Purposes = append(c.Purposes, p)
			}
		}
		if next := in.successor(h); next != nil {
			c.Successor = next.Certificate
		}
		c.Revocation = in.revocation(h)
		c.State = in.clientState(h, c.Successor)
		for _, p := range h.places {
			place := ClientPlace{Store: p.store.Info, Name: p.Name, HasKey: p.HasKey}
			if p.HasKey {
				place.Offer, place.Before = in.offer(p.store, h.Certificate)
				if place.Offer != NoOffer {
					_, place.Programs = in.signing(p.store)
				}
				place.Unasked = place.Offer != NoOffer && in.unasked(p.store.ID)
				place.Accounts, place.Sites = in.accountsOf(p), in.sites(h, p.store.ID)
			}
			c.Places = append(c.Places, place)
		}
		out = append(out, c)
	}
	for _, f := range findings {
		at := slices.IndexFunc(out, func(c Client) bool { return f.Subject != nil && c.Certificate.SHA256 == f.Subject.SHA256 })
		switch {
		case at >= 0:
			out[at].Findings = append(out[at].Findings, f)
		case f.Severity != Info:
			more = append(more, f)
		}
	}
	return inGroups(out), more
}

func (in *Input) clientState(h holding, successor *cert.Certificate) ClientState {
	switch {
	case in.revoked(h):
		return ClientRevoked
	case in.ended(h.Certificate):
		return ClientEnded
	case in.stopped(h):
		return ClientStopped
	case in.Now.Before(h.NotBefore):
		return ClientNotYet
	case !h.hasKey():
		return ClientNoKey
	case successor != nil:
		return ClientSuperseded
	case !h.NotAfter.IsZero() && h.NotAfter.Sub(in.Now) <= soon:
		return ClientSoon
	}
	return ClientGood
}

// inGroups puts each person's newest certificate first and those that it superseded behind it, newer before older.
func inGroups(cc []Client) (out []Client) {
	successor := map[cert.Fingerprint]*cert.Certificate{}
	for _, c := range cc {
		successor[c.Certificate.SHA256] = c.Successor
	}
	groups := map[cert.Fingerprint][]Client{} // by the newest
	var newest []Client
	for _, c := range cc {
		if c.Successor == nil {
			newest = append(newest, c)
			continue
		}
		last := c.Successor // which may have one that is not c's: a person with two addresses, of which one was given up
		for successor[last.SHA256] != nil {
			last = successor[last.SHA256]
		}
		groups[last.SHA256] = append(groups[last.SHA256], c)
	}
	urgent := func(c Client) int {
		if c.Action() || slices.ContainsFunc(groups[c.Certificate.SHA256], Client.Action) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(newest, func(a, b Client) int {
		return cmp.Or(urgent(a)-urgent(b), ended(a)-ended(b), a.Certificate.NotAfter.Compare(b.Certificate.NotAfter))
	})
	for _, c := range newest {
		older := groups[c.Certificate.SHA256]
		slices.SortStableFunc(older, func(a, b Client) int { return b.Certificate.NotBefore.Compare(a.Certificate.NotBefore) })
		out = append(append(out, c), older...)
	}
	return out
}

// ended orders certificates that nobody misses behind those in use.
func ended(c Client) int {
	if c.State == ClientEnded {
		return 1
	}
	return 0
}
