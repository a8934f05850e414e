package cert

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"errors"
)

// SelfIssued says whether subject and issuer are the same name.
func (c *Certificate) SelfIssued() bool {
	return c.Subject.Raw != nil && c.Subject.Equal(c.Issuer)
}

// SelfSigned says whether the certificate was signed by its own key: it is self-issued and the signature
// verifies. Signatures that Go cannot verify (MD2, MD5, DSA, keys that it refuses) count when the key
// identifiers do not speak against it, for the roots that use them are to be listed as roots. SHA-1 is verified
// like the others.
func (c *Certificate) SelfSigned() bool {
	if c.asked == nil { // not made by Parse
		return c.proveSelfSigned()
	}
	c.asked.self.Do(func() { c.asked.signsItself = c.proveSelfSigned() })
	return c.asked.signsItself
}

func (c *Certificate) proveSelfSigned() bool {
	if !c.SelfIssued() {
		return false
	}
	switch c.signedBy(c) {
	case signed:
		return true
	case notSigned:
		return false
	}
	return c.sameKeyIDs()
}

// sameKeyIDs says whether the key identifiers, where both are there, name one key. It tells a root from a
// self-issued certificate of a key roll-over without the cost of verifying a signature: listing thousands of
// roots must not wait for proofs that prove nothing, for a root's own signature counts nowhere (RFC 5280 6.1).
func (c *Certificate) sameKeyIDs() bool {
	aki, ski := c.AuthorityKeyID(), c.SubjectKeyID()
	return len(aki) == 0 || len(ski) == 0 || bytes.Equal(aki, ski)
}

// A verdict is what verifying a signature told.
type verdict int

const (
	cannotVerify verdict = iota
	notSigned
	signed
)

// signedBy verifies the signature of c with the key of issuer. Neither needs to be one that Go parses.
func (c *Certificate) signedBy(issuer *Certificate) verdict {
	algorithm, known := goAlgorithms[c.Signature]
	key := issuer.publicKey()
	if !known || key == nil || len(c.signature) == 0 {
		return cannotVerify
	}
	err := (&x509.Certificate{PublicKey: key}).CheckSignature(algorithm, c.tbs, c.signature)
	_, insecure := errors.AsType[x509.InsecureAlgorithmError](err)
	switch {
	case err == nil:
		return signed
	case insecure, errors.Is(err, x509.ErrUnsupportedAlgorithm):
		return cannotVerify
	}
	if key, ok := key.(*rsa.PublicKey); ok && key.N.BitLen() < 1024 { // Go refuses to use it
		return cannotVerify
	}
	return notSigned
}

// publicKey returns the key as Go represents it, or nil when Go cannot read it.
func (c *Certificate) publicKey() any {
	key, err := x509.ParsePKIXPublicKey(c.SPKI)
	if err != nil {
		return nil
	}
	return key
}
