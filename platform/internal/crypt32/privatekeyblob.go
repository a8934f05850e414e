package crypt32

import (
	"crypto/rsa"
	"encoding/binary"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// ErrKeyBlob is the error of bytes that are no PRIVATEKEYBLOB of RSA.
var ErrKeyBlob = errors.New("not a private key blob of RSA")

// RSAPrivateKey reads a PRIVATEKEYBLOB as CryptExportKey writes it: BLOBHEADER, RSAPUBKEY, and the numbers of the key with
// their least significant byte first (learn.microsoft.com, "RSA/Schannel key BLOBs"). The error is ErrKeyBlob.
func RSAPrivateKey(blob []byte) (*rsa.PrivateKey, error) {
	const header, magic = 20, "RSA2"
	if len(blob) < header || blob[0] != privateKeyBlob || string(blob[8:12]) != magic {
		return nil, ErrKeyBlob
	}
	bits := binary.LittleEndian.Uint32(blob[12:])
	exponent := binary.LittleEndian.Uint32(blob[16:])
	rest := blob[header:]
	if bits%16 != 0 || bits > 16384 || len(rest) < int(bits/8*2+bits/16*5) {
		return nil, ErrKeyBlob
	}
	number := func(size uint32) *big.Int {
		b := slices.Clone(rest[:size])
		rest = rest[size:]
		defer clear(b)
		slices.Reverse(b)
		return new(big.Int).SetBytes(b)
	}
	n, p, q := number(bits/8), number(bits/16), number(bits/16)
	rest = rest[bits/16*3:] // d mod p-1, d mod q-1 and the inverse of q follow from the others
	key := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: n, E: int(exponent)}, D: number(bits / 8), Primes: []*big.Int{p, q}}
	if key.Validate() != nil {
		key.D = exponentOf(p, q, key.E) // Wine leaves rubbish in front of one that is short
	}
	if key.D == nil {
		return nil, ErrKeyBlob
	}
	if err := key.Validate(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKeyBlob, err)
	}
	key.Precompute()
	return key, nil
}

// exponentOf works out the private exponent of these primes (RFC 8017 3.2); nil when there is none.
func exponentOf(p, q *big.Int, e int) *big.Int {
	one := big.NewInt(1)
	p1, q1 := new(big.Int).Sub(p, one), new(big.Int).Sub(q, one)
	if p1.Sign() <= 0 || q1.Sign() <= 0 {
		return nil
	}
	lcm := new(big.Int).Mul(p1, q1)
	lcm.Div(lcm, new(big.Int).GCD(nil, nil, p1, q1))
	return new(big.Int).ModInverse(big.NewInt(int64(e)), lcm)
}

// privateKeyBlob is bType of a PRIVATEKEYBLOB.
const privateKeyBlob = 0x7
