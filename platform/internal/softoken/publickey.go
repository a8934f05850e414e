package softoken

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"

	"certviewer/cert"
	"certviewer/trust"
)

// Algorithms of a SubjectPublicKeyInfo (RFC 3279, 4055).
var (
	oidRSA    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidRSAPSS = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
)

// An algorithm is an AlgorithmIdentifier.
type algorithm struct {
	OID        asn1.ObjectIdentifier
	Parameters asn1.RawValue `asn1:"optional"`
}

func (a algorithm) isRSA() bool { return a.OID.Equal(oidRSA) || a.OID.Equal(oidRSAPSS) }

// A publicKeyInfo is a SubjectPublicKeyInfo.
type publicKeyInfo struct {
	Algorithm algorithm
	Key       asn1.BitString
}

// A publicKey is the public half of a key that a database of NSS can hold.
type publicKey struct {
	algorithm         algorithm
	modulus, exponent []byte // of RSA, without the sign's octet
	point             []byte // on a curve, not compressed
	key               crypto.PublicKey
}

// publicKeyOf returns the public key of c. The error is a *trust.KeyKindError for a key that NSS does not hold.
func publicKeyOf(c *cert.Certificate) (publicKey, error) {
	if err := trust.NSSHolds(c); err != nil {
		return publicKey{}, err
	}
	var info publicKeyInfo
	if _, err := asn1.Unmarshal(c.SPKI, &info); err != nil {
		return publicKey{}, &trust.KeyKindError{Kind: c.Key}
	}
	p := publicKey{algorithm: info.Algorithm}
	if modulus, exponent, ok := c.RSA(); ok {
		p.modulus, p.exponent = modulus, exponent
		p.key = &rsa.PublicKey{N: new(big.Int).SetBytes(modulus), E: int(new(big.Int).SetBytes(exponent).Int64())}
		return p, nil
	}
	key, err := x509.ParsePKIXPublicKey(c.SPKI)
	p.point, p.key = info.Key.RightAlign(), key
	return p, err
}

// errAnswer means that whatever answered does not have the private key of the certificate.
var errAnswer = errors.New("the answer does not fit the certificate's public key")

// verify checks a signature of challenge, as CKM_SHA256_RSA_PKCS makes it of the challenge and CKM_ECDSA of
// its SHA-256. The error is errAnswer.
func (p publicKey) verify(challenge, signature []byte) error {
	digest := sha256.Sum256(challenge)
	switch key := p.key.(type) {
	case *rsa.PublicKey:
		if err := rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], signature); err != nil {
			return fmt.Errorf("%w: %w", errAnswer, err)
		}
		return nil
	case *ecdsa.PublicKey:
		half := len(signature) / 2
		r, s := new(big.Int).SetBytes(signature[:half]), new(big.Int).SetBytes(signature[half:])
		if ecdsa.Verify(key, digest[:], r, s) {
			return nil
		}
	}
	return errAnswer
}

// A privateKeyInfo is PKCS #8 (RFC 5208), without the attributes and the public key that may follow.
type privateKeyInfo struct {
	Version   int
	Algorithm asn1.RawValue
	Key       asn1.RawValue
}

// plainKey returns a copy of what NSS reads of a private key in PKCS #8, with room for a block of padding. The error
// is trust.ErrKeyMismatch for what is none, or one of another kind than p. The private numbers themselves
// are left to the library, so that no copies of them stay behind.
func (p publicKey) plainKey(pkcs8 []byte) ([]byte, error) {
	var info privateKeyInfo
	var kind algorithm
	if _, err := asn1.Unmarshal(pkcs8, &info); err != nil {
		return nil, fmt.Errorf("%w: it is no PKCS #8: %w", trust.ErrKeyMismatch, err)
	}
	if _, err := asn1.Unmarshal(info.Algorithm.FullBytes, &kind); err != nil || info.Key.Tag != asn1.TagOctetString {
		return nil, fmt.Errorf("%w: it is no PKCS #8", trust.ErrKeyMismatch)
	}
	if p.algorithm.isRSA() != kind.isRSA() || !kind.isRSA() && !kind.OID.Equal(p.algorithm.OID) {
		return nil, fmt.Errorf("%w: its algorithm is %s", trust.ErrKeyMismatch, kind.OID)
	}
	version := []byte{asn1.TagInteger, 1, 0}
	body := len(version) + len(info.Algorithm.FullBytes) + len(info.Key.FullBytes)
	head, err := asn1.Marshal(asn1.RawValue{Tag: asn1.TagSequence, IsCompound: true, Bytes: make([]byte, body)})
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, len(head)+blockSize)
	out = append(out, head[:len(head)-body]...)
	out = append(out, version...)
	out = append(out, info.Algorithm.FullBytes...)
	return append(out, info.Key.FullBytes...), nil
}

// blockSize is that of AES.
const blockSize = 16
