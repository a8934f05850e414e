package cert

import (
	"bytes"
	"cmp"
	"slices"
)

// maxChain bounds a chain; the longest of the public programmes have five certificates.
const maxChain = 16

// Chain returns c, its issuer from pool, the issuer's issuer and so on, up to a certificate that signed
// itself or whose issuer is not in pool. It looks at names, key identifiers and signatures and at no clock:
// where several certificates could be the issuer, a verified signature comes before one that cannot be
// verified, then matching key identifiers, CAs, roots, and the one that is valid longest. A
// certificate that has the right name and did not sign is no issuer.
func Chain(c *Certificate, pool []*Certificate) []*Certificate {
	chain := []*Certificate{c}
	for len(chain) < maxChain && !c.SelfSigned() {
		if c = issuerOf(c, pool, chain); c == nil {
			break
		}
		chain = append(chain, c)
	}
	return chain
}

// A candidate is a certificate that may have issued another, and what speaks for it.
type candidate struct {
	*Certificate
	verified verdict
	keyID    int // 1: matches, 0: not stated on one side, -1: differs
}

func issuerOf(c *Certificate, pool, chain []*Certificate) *Certificate {
	if c.Issuer.Raw == nil {
		return nil
	}
	var found []candidate
	for _, p := range pool {
		if !p.Subject.Equal(c.Issuer) || contains(chain, p) {
			continue
		}
		if v := c.signedBy(p); v != notSigned {
			found = append(found, candidate{p, v, compareKeyID(c.AuthorityKeyID(), p.SubjectKeyID())})
		}
	}
	if len(found) == 0 {
		return nil
	}
	return slices.MaxFunc(found, func(a, b candidate) int {
		return cmp.Or(
			cmp.Compare(a.verified, b.verified),
			cmp.Compare(a.keyID, b.keyID),
			compareBool(a.IsCA(), b.IsCA()),
			compareBool(a.SelfSigned(), b.SelfSigned()),
			a.NotAfter.Compare(b.NotAfter),
			bytes.Compare(b.SHA256[:], a.SHA256[:]), // any order, as long as it is always the same
		)
	}).Certificate
}

// contains says whether p is in the chain, or another certificate with its name and key: cross
// certificates would lead in circles.
func contains(chain []*Certificate, p *Certificate) bool {
	return slices.ContainsFunc(chain, func(c *Certificate) bool {
		return c.SHA256 == p.SHA256 || bytes.Equal(c.SPKI, p.SPKI) && c.Subject.Equal(p.Subject)
	})
}

func compareKeyID(aki, ski []byte) int {
	switch {
	case len(aki) == 0 || len(ski) == 0:
		return 0
	case bytes.Equal(aki, ski):
		return 1
	}
	return -1
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}
