package trust

import (
	"crypto/ecdsa"
	"crypto/x509"
	"strings"

	"certviewer/cert"
)

// Which kinds of private keys stores hold. The rules stand here, away from the libraries that enforce them, so that an
// import can tell before it begins where a key cannot go.

// leastRSA is the shortest RSA key in bits whose proof can be verified: Go refuses shorter ones.
const leastRSA = 1024

// NSSHolds returns a *KeyKindError where a database of NSS cannot hold the private key of c: it knows RSA and three curves
// (pk12util of NSS 3.125 refuses Ed25519 too).
func NSSHolds(c *cert.Certificate) error {
	if modulus, exponent, ok := c.RSA(); ok {
		if cert.BitLen(modulus) >= leastRSA && len(exponent) <= 4 {
			return nil
		}
		return &KeyKindError{Kind: c.Key}
	}
	key, err := x509.ParsePKIXPublicKey(c.SPKI)
	if curve, ok := key.(*ecdsa.PublicKey); err != nil || !ok || curve.Params().BitSize < 256 {
		return &KeyKindError{Kind: c.Key}
	}
	return nil
}

// WindowsHolds returns a *KeyKindError where Windows' list "Personal" cannot hold the private key of c. Whether a provider
// takes the curve of a key is known only once it is asked.
func WindowsHolds(c *cert.Certificate) error {
	if strings.HasPrefix(c.Key, "RSA-") || strings.HasPrefix(c.Key, "EC-") {
		return nil
	}
	return &KeyKindError{Kind: c.Key}
}
