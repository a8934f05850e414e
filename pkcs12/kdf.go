package pkcs12

import (
	"context"
	"crypto/hmac"
	"encoding/binary"
	"hash"
	"math"

	"golang.org/x/crypto/scrypt"
)

// MaxRounds is how many rounds of key derivation, summed over a whole file, are done at most: some seconds. Real
// files ask for 2,000 to 2,000,000.
const MaxRounds = 20_000_000

// maxScryptMemory bounds 128 N r, what scrypt fills. OpenSSL's default takes 16 MiB.
const maxScryptMemory = 256 << 20

// checkEvery is after how many rounds a derivation looks whether it was cancelled: less than a millisecond.
const checkEvery = 1 << 12

// What a key of RFC 7292 appendix B.3 is for.
const (
	forKey = 1
	forIV  = 2
	forMAC = 3
)

// add adds rounds without overflow.
func add(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

// deriveP12 derives n octets as RFC 7292 appendix B.2 does: u is the hash's size and v its block's, of SHA-3 the
// rate. The password is in its BMPString form.
func deriveP12(ctx context.Context, newHash func() hash.Hash, password, salt []byte, purpose byte, rounds int64, n int) ([]byte, error) {
	h := newHash()
	u, v := h.Size(), h.BlockSize()
	diversifier := make([]byte, v)
	for i := range diversifier {
		diversifier[i] = purpose
	}
	input := make([]byte, 0, len(salt)+len(password)+2*v) // never moved, so that it can be wiped
	input = appendRepeated(appendRepeated(input, salt, v), password, v)
	block, sum := make([]byte, v), make([]byte, 0, u)
	defer clear(input)
	defer clear(block)
	var out []byte
	for {
		h.Reset()
		h.Write(diversifier)
		h.Write(input)
		sum = h.Sum(sum[:0])
		for i := int64(1); i < rounds; i++ {
			if i%checkEvery == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			h.Reset()
			h.Write(sum)
			sum = h.Sum(sum[:0])
		}
		out = append(out, sum...)
		if len(out) >= n {
			clear(sum)
			return out[:n], nil
		}
		for i := range block {
			block[i] = sum[i%u]
		}
		for at := 0; at < len(input); at += v { // I_j = (I_j + B + 1) mod 2^v
			carry := 1
			for i := v - 1; i >= 0; i-- {
				carry += int(input[at+i]) + int(block[i])
				input[at+i] = byte(carry)
				carry >>= 8
			}
		}
	}
}

// appendRepeated appends b as often as fills blocks of v octets; nothing stays nothing.
func appendRepeated(dst, b []byte, v int) []byte {
	for i := range (len(b) + v - 1) / v * v {
		dst = append(dst, b[i%len(b)])
	}
	return dst
}

// derivePBKDF2 is PBKDF2 (RFC 8018 5.2). It is the same loop as Go's, which cannot be cancelled and takes the
// password as a string.
func derivePBKDF2(ctx context.Context, newHash func() hash.Hash, password, salt []byte, rounds int64, n int) ([]byte, error) {
	prf := hmac.New(newHash, password)
	var out, sum []byte
	for block := uint32(1); len(out) < n; block++ {
		prf.Reset()
		prf.Write(salt)
		prf.Write(binary.BigEndian.AppendUint32(nil, block))
		sum = prf.Sum(sum[:0])
		at := len(out)
		out = append(out, sum...)
		for i := int64(1); i < rounds; i++ {
			if i%checkEvery == 0 && ctx.Err() != nil {
				return nil, ctx.Err()
			}
			prf.Reset()
			prf.Write(sum)
			sum = prf.Sum(sum[:0])
			for j, o := range sum {
				out[at+j] ^= o
			}
		}
	}
	clear(sum)
	return out[:n], nil
}

// derivePBKDF1 is PBKDF1 (RFC 8018 5.1), for at most as many octets as the hash has.
func derivePBKDF1(ctx context.Context, newHash func() hash.Hash, password, salt []byte, rounds int64, n int) ([]byte, error) {
	h := newHash()
	h.Write(password)
	h.Write(salt)
	sum := h.Sum(nil)
	for i := int64(1); i < rounds; i++ {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		h.Reset()
		h.Write(sum)
		sum = h.Sum(sum[:0])
	}
	return sum[:n], nil
}

// deriveScrypt is scrypt (RFC 7914). The library's cannot be cancelled: it is left to end by itself, within the
// seconds that MaxRounds allows.
func deriveScrypt(ctx context.Context, password, salt []byte, cost, blockSize, parallel int64, n int) ([]byte, error) {
	type answer struct {
		key []byte
		err error
	}
	done := make(chan answer, 1)
	own := append([]byte(nil), password...) // ours may be wiped before it has ended
	go func() {
		key, err := scrypt.Key(own, salt, int(cost), int(blockSize), int(parallel), n)
		clear(own)
		done <- answer{key, err}
	}()
	select {
	case a := <-done:
		return a.key, a.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
