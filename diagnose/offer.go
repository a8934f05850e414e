package diagnose

import (
	"cmp"
	"slices"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
)

// An Offer is what a program would do with a person's certificate when a site asks for one of its issuers'.
type Offer string

// The offers.
const (
	NoOffer Offer = ""       // the program signs nobody in with it: no key, another use, its dates; or its rule is not known
	First   Offer = "first"  // it is proposed, or sent where the program chooses by itself
	Behind  Offer = "behind" // another one, which fits the same sites, comes before it
)

// A candidate is an entry that a program could sign in with now.
type candidate struct {
	*cert.Certificate
	key int // trust.Entry.KeyOrder
}

// offer says what the programs that sign in from s would do with c, and which certificate they put before c. Only those of
// c's issuers count: a site names the issuers that it takes.
func (in *Input) offer(s *facts.Store, c *cert.Certificate) (Offer, *cert.Certificate) {
	rule, _ := in.signing(s)
	if rule == catalog.OffersNone {
		return NoOffer, nil
	}
	var fit []candidate
	fits := false
	for _, e := range s.Entries {
		x := e.Certificate
		if !e.HasKey || x.IsCA() || !signsIn(x) || in.Now.Before(x.NotBefore) || in.ended(x) || !in.Catalog.SameFamily(x.Issuer, c.Issuer) {
			continue
		}
		fits = fits || x.SHA256 == c.SHA256
		fit = append(fit, candidate{x, e.KeyOrder})
	}
	if !fits {
		return NoOffer, nil
	}
	unasked := in.unasked(s.ID)
	unordered := func(x candidate) bool { return x.key == 0 }
	switch rule {
	case catalog.OffersFirstKey:
		if len(fit) > 1 && slices.ContainsFunc(fit, unordered) {
			return NoOffer, nil
		}
		// Of two certificates for one key the one that was imported first is sent: the sorting is stable.
		slices.SortStableFunc(fit, func(a, b candidate) int {
			return cmp.Or(last(unasked && vouches(a), unasked && vouches(b)), cmp.Compare(a.key, b.key))
		})
	case catalog.OffersNewest:
		slices.SortStableFunc(fit, func(a, b candidate) int {
			return cmp.Or(b.NotAfter.Compare(a.NotAfter), b.NotBefore.Compare(a.NotBefore))
		})
	}
	if fit[0].SHA256 == c.SHA256 {
		return First, nil
	}
	return Behind, fit[0].Certificate
}

// signing returns the rule by which certificates of s are picked for signing in, and the programs that do where s is no
// program's own.
func (in *Input) signing(s *facts.Store) (catalog.Choice, []string) {
	return in.Catalog.SignsIn(in.Host.Computer.OS, in.Host.Computer.Programs, s.Info)
}

// unasked reports whether the program of a store sends the certificate that it puts first without asking.
func (in *Input) unasked(id trust.StoreID) bool { return slices.Contains(in.Host.Unasked, id) }

// vouches reports whether c is marked for signatures that its owner stands by (nonRepudiation, RFC 5280 4.2.1.3). A Firefox
// that chooses by itself sends such a one where it has no other alone (hasExplicitKeyUsageNonRepudiation).
func vouches(c candidate) bool { return slices.Contains(c.KeyUsages(), "nonRepudiation") }

// last orders what is marked behind what is not.
func last(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// signsIn reports whether c passes the filter of NSS by which both Firefox and Chromium choose certificates for signing in
// (CERT_FilterCertListByUsage, certUsageSSLClient). It is narrower than RFC 5280 4.2.1.12: anyExtendedKeyUsage counts for
// nothing, and of keyUsage only digitalSignature will do.
func signsIn(c *cert.Certificate) bool {
	named, usages := c.ExtKeyUsages(), c.KeyUsages()
	return c.Permits(cert.Client) && (len(named) == 0 || slices.Contains(named, "clientAuth")) &&
		(len(usages) == 0 || slices.Contains(usages, "digitalSignature"))
}
