package softoken

import (
	"bytes"
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

// Algorithms of a SubjectPublicKeyInfo (RFC 3279, 4055, 5480).
var (
	oidRSA    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidRSAPSS = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
	oidEC     = asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}
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

// leastRSA is the shortest RSA key in bits that answers are verified with: Go refuses shorter ones.
const leastRSA = 1024

// publicKeyOf returns the public key of c. The error is a *trust.KeyKindError for a key that NSS does not hold: it knows
// RSA and three curves (pk12util of NSS 3.125 refuses Ed25519 too).
func publicKeyOf(c *cert.Certificate) (publicKey, error) {
	var info publicKeyInfo
	if _, err := asn1.Unmarshal(c.SPKI, &info); err != nil {
		return publicKey{}, &trust.KeyKindError{Kind: c.Key}
	}
	p := publicKey{algorithm: info.Algorithm}
	switch {
	case p.algorithm.isRSA():
		// Go wants more of the form than NSS does, so that the numbers are taken as they are.
		var ok bool
		if p.modulus, p.exponent, ok = rsaNumbers(info.Key.RightAlign()); !ok || len(p.exponent) > 4 {
			break
		}
		key := &rsa.PublicKey{N: new(big.Int).SetBytes(p.modulus), E: int(new(big.Int).SetBytes(p.exponent).Int64())}
		if key.N.BitLen() < leastRSA {
			break
		}
		p.key = key
		return p, nil
	case p.algorithm.OID.Equal(oidEC):
		parsed, err := x509.ParsePKIXPublicKey(c.SPKI)
		key, ok := parsed.(*ecdsa.PublicKey)
		if err != nil || !ok || key.Params().BitSize < 256 {
			break
		}
		p.point, p.key = info.Key.RightAlign(), key
		return p, nil
	}
	return publicKey{}, &trust.KeyKindError{Kind: c.Key}
}

// rsaNumbers returns the two numbers of an RSAPublicKey (RFC 8017 A.1.1), without the octet of the sign: NSS keeps
// unsigned ones.
func rsaNumbers(der []byte) (modulus, exponent []byte, ok bool) {
	var key struct{ Modulus, Exponent asn1.RawValue }
	if _, err := asn1.Unmarshal(der, &key); err != nil {
		return nil, nil, false
	}
	return bytes.TrimLeft(key.Modulus.Bytes, "\x00"), bytes.TrimLeft(key.Exponent.Bytes, "\x00"), true
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
