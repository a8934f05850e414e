package pkcs12

import (
	"context"
	"crypto/hmac"
	"fmt"
	"hash"
)

const oidPBMAC1 = "1.2.840.113549.1.5.14"

// A mac is the MacData of a file with its parameters read: an HMAC over all its contents whose key is made from
// the PIN (RFC 7292 5.1, RFC 9579).
type mac struct {
	rounds int64
	family family
	hash   func() hash.Hash
	digest []byte
	derive func(ctx context.Context, password []byte) ([]byte, error)
}

// newMAC reads a MacData (RFC 7292 4). The error is *Unsupported or *Damaged.
func newMAC(e element) (*mac, error) {
	r := reader(e.content)
	info, okInfo := r.take(tagSequence) // DigestInfo
	salt, okSalt := r.takeOctets()
	rounds, stated := r.takeInteger()
	if !stated && len(r) == 0 {
		rounds = 1
	}
	in := reader(info.content)
	a, okAlgorithm := in.takeAlgorithm()
	digest, okDigest := in.takeOctets()
	if !okInfo || !okSalt || !okAlgorithm || !okDigest || len(r) > 0 {
		return nil, damaged(WhereCheck, "MacData")
	}
	if a.oid == oidPBMAC1 { // its parameters are its own; the outer salt and rounds are never used
		return newPBMAC1(a, digest)
	}
	h, ok := hashes[a.oid]
	switch {
	case !ok:
		return nil, unsupported(a.oid)
	case rounds < 1, len(digest) != h().Size():
		return nil, damaged(WhereCheck, "MacData: %d rounds, a digest of %d octets", rounds, len(digest))
	}
	return &mac{rounds, inBMP, h, digest, func(ctx context.Context, password []byte) ([]byte, error) {
		return deriveP12(ctx, h, password, salt, forMAC, rounds, h().Size())
	}}, nil
}

// Bounds of PBMAC1's key (RFC 9579 4, 8): the length must be stated; a short one lets an HMAC of a few guessed keys
// pass for the right one (CVE-2026-34181), and no HMAC profits from more than its block.
const (
	minMACKey = 20
	maxMACKey = 128
)

// newPBMAC1 reads PBMAC1-params (RFC 8018 appendix A.5).
func newPBMAC1(a algorithm, digest []byte) (*mac, error) {
	r := reader(a.params.content)
	derivation, okKDF := r.takeAlgorithm()
	authentication, okMAC := r.takeAlgorithm()
	if !okKDF || !okMAC {
		return nil, damaged(WhereCheck, "PBMAC1 parameters")
	}
	k, err := newKDF(derivation)
	if err != nil {
		return nil, err
	}
	h, ok := hmacs[authentication.oid]
	switch {
	case !ok:
		return nil, unsupported(authentication.oid)
	case k.keySize == 0, len(digest) != h().Size():
		return nil, damaged(WhereCheck, "PBMAC1: a key of %d octets, a digest of %d", k.keySize, len(digest))
	case k.keySize > maxMACKey:
		return nil, &Unsupported{fmt.Sprintf("PBMAC1 with a key of more than %d octets", maxMACKey)}
	case k.keySize < minMACKey:
		return nil, &Unsupported{fmt.Sprintf("PBMAC1 with a key of %d octets", k.keySize)}
	}
	return &mac{k.rounds, inText, h, digest, func(ctx context.Context, password []byte) ([]byte, error) {
		return k.derive(ctx, password, int(k.keySize))
	}}, nil
}

// verify says whether the PIN, in one of its forms, gives the digest of message.
func (m *mac) verify(ctx context.Context, pin *secret, message []byte) (bool, error) {
	for i, form := range pin[m.family] {
		digest, err := m.sum(ctx, form, message)
		if err != nil {
			return false, err
		}
		if hmac.Equal(digest, m.digest) {
			pin.prefer(m.family, i)
			return true, nil
		}
	}
	return false, nil
}

func (m *mac) sum(ctx context.Context, password, message []byte) ([]byte, error) {
	key, err := m.derive(ctx, password)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	h := hmac.New(m.hash, key)
	h.Write(message)
	return h.Sum(nil), nil
}
