package diagnose

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"slices"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
)

// Windows ends a chain at a root in a list of trusted roots, and nowhere else; its import wizard puts a root among the
// intermediates when it may choose, or into the list from which it was started. Whoever meant to install the root then
// wonders why nothing has changed. Most self-signed certificates outside the lists of roots are no such thing: those for
// encrypting files, for remote desktops and for "localhost" lie in the personal list by right, and programs keep copies of
// roots among the intermediates. So this is a fault only where Windows would fetch the root if it were allowed to, and else
// no more than something to know.
var checkRootMisplaced = Check{
	Name:    "root_misplaced",
	Topic:   Stores,
	Source:  "learn.microsoft.com, CERT_TRUST_STATUS: CERT_TRUST_IS_UNTRUSTED_ROOT; System Store Locations",
	Codes:   []Code{"stores-root-wrong-list", "stores-root-not-counted"},
	Applies: func(in *Input) bool { return in.Host.Computer.OS == "windows" && in.rootsRead() },
	Run: func(in *Input) (out []Finding) {
		for _, h := range in.held {
			if root := in.Catalog.RootFor(h.Certificate); root != nil && root.ID == webexRoot {
				continue // its own topic tells
			}
			if f, ok := in.rootMisplaced(h); ok {
				out = append(out, f)
			}
		}
		return out
	},
}

// RootMisplaced is what the check says of one certificate, the Webex root too; false where it says nothing.
func RootMisplaced(in Input, x *cert.Certificate) (Finding, bool) {
	if !checkRootMisplaced.Applies(&in) {
		return Finding{}, false
	}
	in.prepare()
	i := slices.IndexFunc(in.held, func(h holding) bool { return h.SHA256 == x.SHA256 })
	if i < 0 {
		return Finding{}, false
	}
	return in.rootMisplaced(in.held[i])
}

func (in *Input) rootMisplaced(h holding) (Finding, bool) {
	pp := h.where(place.movable)
	if len(pp) == 0 || h.hasKey() || !in.wouldBeRoot(h.Certificate) || in.decided(h.Certificate) {
		return Finding{}, false
	}
	f := Finding{
		Code: "stores-root-not-counted", Severity: Info, Subject: h.Certificate, Stores: storesOf(pp),
		Args:     message.Args{"root": in.short(h.Certificate), "place": in.places(pp)},
		Remedies: in.move(pp, nil),
	}
	if m, _ := in.Catalog.MembershipOf(h.Certificate); m[catalog.Microsoft].State == catalog.In && in.fetchingOff() {
		f.Code, f.Severity = "stores-root-wrong-list", Warning
	}
	f.Remedies = append(f.Remedies, in.show(h.Certificate))
	return f, true
}

// wouldBeRoot reports whether somebody may have meant c to be trusted as a root: an authority's certificate for itself, within
// its time and with a key that is worth something, that names no host or person and that nobody ended trust in. On every
// Windows the list of intermediates has “Root Agency”, whose key of 512 bits anybody can have.
func (in *Input) wouldBeRoot(c *cert.Certificate) bool {
	if !c.SelfSigned() || in.ended(c) || c.NotBefore.After(in.Now) || in.Catalog.KnownBad(c) != nil {
		return false
	}
	x := c.X509()
	if x == nil || !x.BasicConstraintsValid || !x.IsCA || !sound(x.PublicKey) || len(c.DNSNames())+len(c.IPAddresses())+len(c.Emails()) > 0 {
		return false
	}
	if len(x.UnknownExtKeyUsage) > 0 && len(x.ExtKeyUsage) == 0 {
		return false // for something else, such as encrypting files
	}
	m, _ := in.Catalog.MembershipOf(c)
	s := m[catalog.Microsoft].State
	root := in.Catalog.RootFor(c)
	return (m.Public() || !m.Known()) && s != catalog.Disabled && s != catalog.Removed && (root == nil || len(root.Distrust) == 0)
}

// sound reports whether a key is one that a root may have today (Baseline Requirements 6.1.5).
func sound(key any) bool {
	switch k := key.(type) {
	case *rsa.PublicKey:
		return k.N.BitLen() >= 2048
	case *ecdsa.PublicKey:
		return k.Curve.Params().BitSize >= 256
	case ed25519.PublicKey:
		return true
	}
	return false
}

// decided reports whether Windows' lists of roots or of what is blocked have c, or its like by name and key, or would have
// it when it is needed: then what is trusted was settled there, and a further copy changes nothing.
func (in *Input) decided(c *cert.Certificate) bool {
	same := func(e trust.Entry) bool {
		o := e.Certificate
		return o.SHA256 == c.SHA256 || o.Subject.Equal(c.Subject) && bytes.Equal(o.SPKI, c.SPKI)
	}
	for _, s := range in.Host.Stores {
		if !slices.Contains([]string{listRoots, listFetched, listDisallowed}, windowsList(s.ID)) {
			continue
		}
		if slices.ContainsFunc(s.Entries, same) || slices.ContainsFunc(s.StandIn, same) {
			return true
		}
		if m, _ := in.Catalog.MembershipOf(c); s.OnDemand != nil && !s.OnDemand.Off && s.OnDemand.Issued.IsZero() && m[catalog.Microsoft].State == catalog.In {
			return true // no list was fetched yet
		}
	}
	return false
}

// rootsRead reports whether all lists were read in which a root may be trusted or blocked.
func (in *Input) rootsRead() bool {
	left := []trust.StoreID{"user/" + listRoots, "user/" + listDisallowed, "machine/" + listRoots, "machine/" + listDisallowed, "machine/" + listFetched}
	for _, s := range in.Host.Stores {
		if s.Problem == nil {
			left = slices.DeleteFunc(left, func(id trust.StoreID) bool { return id == s.ID })
		}
	}
	return len(left) == 0
}
