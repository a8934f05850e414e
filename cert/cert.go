// Package cert is one certificate as a person sees it. It parses anything that a
// store or a file may hold, and keeps what Go's parser refuses: a certificate that
// a computer trusts must be listed, broken or not.
package cert

import (
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"math/big"
	"sync"
	"time"
)

// A Fingerprint is the SHA-256 of a certificate's DER, its identity everywhere in
// this program. Its text form is 64 lower-case hexadecimal digits.
type Fingerprint [sha256.Size]byte

// String returns 64 lower-case hexadecimal digits.
func (f Fingerprint) String() string { return hex.EncodeToString(f[:]) }

// A Certificate is one certificate. Its fields are filled from our own walk of the
// DER, so that they are there for certificates that Go refuses, as far as the bytes
// allow. Certificates are shared between goroutines and never changed.
type Certificate struct {
	Raw    []byte          // the DER as it was found, without trailing bytes
	SHA256 Fingerprint     // of Raw
	SHA1   [sha1.Size]byte // of Raw: what Windows shows as 拇印

	Subject   Name
	Issuer    Name
	Serial    []byte // the INTEGER's content bytes as encoded, leading zeros too
	NotBefore time.Time
	NotAfter  time.Time
	Signature string // signature algorithm as Go names it ("SHA256-RSA"), or the OID
	Key       string // "RSA-2048", "EC-P256", "Ed25519", or the OID
	SPKI      []byte // DER of the SubjectPublicKeyInfo; nil when not found

	version    int    // 1, 2 or 3
	tbs        []byte // what is signed
	signature  []byte // the signature's octets
	extensions extensions
	asked      *asked // answers that cost something, once someone asked
}

// ErrNotCertificate is the Err of bytes that have not even the shape of a certificate.
var ErrNotCertificate = errors.New("not a certificate")

// An asked keeps answers.
type asked struct {
	err, self   sync.Once
	refused     error
	signsItself bool
}

// Err says why Go's parser refuses the certificate; ErrNotCertificate when it is none at all. It is found out when first
// asked for: the parser takes longer over a certificate than all else that a list says of it.
func (c *Certificate) Err() error {
	if c.tbs == nil {
		return ErrNotCertificate
	}
	c.asked.err.Do(func() { _, c.asked.refused = x509.ParseCertificate(c.Raw) })
	return c.asked.refused
}

// X509 returns the certificate as Go's parser reads it, anew at every call: few are ever
// asked for it, and kept for all it would be most of what a long list takes of
// memory. It is nil when Err is not.
func (c *Certificate) X509() *x509.Certificate {
	x, err := x509.ParseCertificate(c.Raw)
	if err != nil {
		return nil
	}
	return x
}

// SerialDecimal returns the serial number in decimal: the form that the UPKI issuing
// page shows.
func (c *Certificate) SerialDecimal() string {
	n := new(big.Int).SetBytes(c.Serial)
	if len(c.Serial) > 0 && c.Serial[0]&0x80 != 0 { // two's complement, X.690 8.3.3
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(c.Serial))))
	}
	return n.String()
}

// SerialHex returns the serial number in lower-case hexadecimal with its leading
// zeros as encoded.
func (c *Certificate) SerialHex() string { return hex.EncodeToString(c.Serial) }

// SHA1Hex returns the SHA-1 fingerprint in 40 lower-case hexadecimal digits.
func (c *Certificate) SHA1Hex() string { return hex.EncodeToString(c.SHA1[:]) }
