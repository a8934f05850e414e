package cert

import (
	"bytes"
	"math/bits"
)

// RSA returns the two numbers of an RSA public key (RSAPublicKey, RFC 8017 A.1.1), without the octet of the sign; false where
// the key is of another kind. Go wants more of the form than programs do, so that the numbers are taken as they are.
func (c *Certificate) RSA() (modulus, exponent []byte, ok bool) {
	r := reader(c.SPKI)
	info, _ := r.take(tagSequence)
	r = info.content
	algorithm, _ := r.take(tagSequence)
	key, isKey := r.take(tagBitString)
	r = algorithm.content
	oid, _ := r.take(tagOID)
	if kind := string(oid.content); !isKey || kind != oidRSA && kind != oidRSAPSS {
		return nil, nil, false
	}
	r = octets(key)
	numbers, _ := r.take(tagSequence)
	r = numbers.content
	n, _ := r.take(tagInteger)
	e, ok := r.take(tagInteger)
	return bytes.TrimLeft(n.content, "\x00"), bytes.TrimLeft(e.content, "\x00"), ok
}

// BitLen is the length in bits of a number whose first octet is not 0.
func BitLen(n []byte) int {
	if len(n) == 0 {
		return 0
	}
	return 8*len(n) - bits.LeadingZeros8(n[0])
}
