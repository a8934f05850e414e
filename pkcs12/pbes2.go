package pkcs12

import (
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"fmt"
	"hash"
	"math/bits"
)

// Hashes by the OIDs of themselves, for MACs, and of their HMACs, for PBKDF2 and PBMAC1 (RFC 8018 appendix B.1,
// RFC 9688 for SHA-3).
var (
	hashes = map[string]func() hash.Hash{
		oidSHA1:                   sha1.New,
		"2.16.840.1.101.3.4.2.4":  sha256.New224,
		oidSHA256:                 sha256.New,
		"2.16.840.1.101.3.4.2.2":  sha512.New384,
		"2.16.840.1.101.3.4.2.3":  sha512.New,
		"2.16.840.1.101.3.4.2.5":  sha512.New512_224,
		"2.16.840.1.101.3.4.2.6":  sha512.New512_256,
		"2.16.840.1.101.3.4.2.7":  func() hash.Hash { return sha3.New224() },
		"2.16.840.1.101.3.4.2.8":  func() hash.Hash { return sha3.New256() },
		"2.16.840.1.101.3.4.2.9":  func() hash.Hash { return sha3.New384() },
		"2.16.840.1.101.3.4.2.10": func() hash.Hash { return sha3.New512() },
	}
	hmacs = map[string]func() hash.Hash{
		"1.2.840.113549.2.7":      sha1.New,
		"1.2.840.113549.2.8":      sha256.New224,
		oidHMACSHA256:             sha256.New,
		"1.2.840.113549.2.10":     sha512.New384,
		"1.2.840.113549.2.11":     sha512.New,
		"1.2.840.113549.2.12":     sha512.New512_224,
		"1.2.840.113549.2.13":     sha512.New512_256,
		"2.16.840.1.101.3.4.2.13": func() hash.Hash { return sha3.New224() },
		"2.16.840.1.101.3.4.2.14": func() hash.Hash { return sha3.New256() },
		"2.16.840.1.101.3.4.2.15": func() hash.Hash { return sha3.New384() },
		"2.16.840.1.101.3.4.2.16": func() hash.Hash { return sha3.New512() },
	}
)

const (
	oidPBKDF2     = "1.2.840.113549.1.5.12"
	oidScrypt     = "1.3.6.1.4.1.11591.4.11"
	oidAES256     = "2.16.840.1.101.3.4.1.42"
	oidRC2        = "1.2.840.113549.3.2"
	oidHMACSHA256 = "1.2.840.113549.2.9"
	oidSHA1       = "1.3.14.3.2.26"
	oidSHA256     = "2.16.840.1.101.3.4.2.1"
)

// pbes2Ciphers are those whose only parameter is the IV (RFC 8018 appendix B.2).
var pbes2Ciphers = map[string]method{
	"1.3.14.3.2.7":            desCBC,
	"1.2.840.113549.3.7":      tripleDESCBC,
	"2.16.840.1.101.3.4.1.2":  aesCBC(16),
	"2.16.840.1.101.3.4.1.22": aesCBC(24),
	oidAES256:                 aesCBC(32),
}

// A kdf is a key derivation with its parameters.
type kdf struct {
	rounds  int64 // what it costs, in rounds of PBKDF2
	keySize int64 // as stated; 0 when it is not
	derive  func(ctx context.Context, password []byte, n int) ([]byte, error)
}

// newPBES2 reads PBES2-params (RFC 8018 appendix A.4).
func newPBES2(a algorithm) (*scheme, error) {
	r := reader(a.params.content)
	derivation, okKDF := r.takeAlgorithm()
	encryption, okCipher := r.takeAlgorithm()
	if !okKDF || !okCipher {
		return nil, damaged(WhereMethod, "PBES2 parameters")
	}
	k, err := newKDF(derivation)
	if err != nil {
		return nil, err
	}
	m, known := pbes2Ciphers[encryption.oid]
	iv, ok := encryption.params.octets()
	if encryption.oid == oidRC2 {
		m, iv, known, ok = rc2Parameters(encryption.params, k.keySize)
	}
	switch {
	case !known:
		return nil, unsupported(encryption.oid)
	case !ok || len(iv) != m.size:
		return nil, damaged(WhereMethod, "parameters of %s", encryption.oid)
	}
	return &scheme{k.rounds, inText, m, func(ctx context.Context, password []byte) (key, _ []byte, err error) {
		key, err = k.derive(ctx, password, m.keySize)
		return key, iv, err
	}}, nil
}

// rc2Parameters reads RC2-CBC-Parameter (RFC 8018 appendix B.2.3). Its version stands for the effective length of
// the key in bits, by a table of which three entries were ever used.
func rc2Parameters(params element, keySize int64) (m method, iv []byte, known, ok bool) {
	r := reader(params.content)
	effective := int64(32)
	if version, given := r.takeInteger(); given {
		switch {
		case version == 160:
			effective = 40
		case version == 120:
			effective = 64
		case version == 58:
			effective = 128
		case version >= 256 && version <= 1024:
			effective = version
		default:
			return m, nil, true, false
		}
	}
	if keySize == 0 {
		keySize = (effective + 7) / 8
	}
	iv, ok = r.takeOctets()
	return rc2CBC(int(keySize), int(effective)), iv, true, ok && params.tag == tagSequence && keySize <= 128
}

// newKDF reads the AlgorithmIdentifier of a key derivation.
func newKDF(a algorithm) (*kdf, error) {
	switch a.oid {
	case oidPBKDF2:
		return newPBKDF2(a.params)
	case oidScrypt:
		return newScrypt(a.params)
	}
	return nil, unsupported(a.oid)
}

// newPBKDF2 reads PBKDF2-params (RFC 8018 appendix A.2).
func newPBKDF2(params element) (*kdf, error) {
	r := reader(params.content)
	salt, okSalt := r.takeOctets()
	rounds, okRounds := r.takeInteger()
	keySize, stated := r.takeInteger()
	if params.tag != tagSequence || !okSalt || !okRounds || rounds < 1 || stated && keySize < 1 {
		return nil, damaged(WhereMethod, "PBKDF2 parameters")
	}
	prf := sha1.New
	if len(r) > 0 {
		a, ok := r.takeAlgorithm()
		if !ok {
			return nil, damaged(WhereMethod, "PBKDF2 parameters: PRF")
		}
		if prf, ok = hmacs[a.oid]; !ok {
			return nil, unsupported(a.oid)
		}
	}
	return &kdf{rounds, keySize, func(ctx context.Context, password []byte, n int) ([]byte, error) {
		return derivePBKDF2(ctx, prf, password, salt, rounds, n)
	}}, nil
}

// newScrypt reads scrypt-params (RFC 7914 7.1).
func newScrypt(params element) (*kdf, error) {
	r := reader(params.content)
	salt, okSalt := r.takeOctets()
	cost, okN := r.takeInteger()
	blockSize, okR := r.takeInteger()
	parallel, okP := r.takeInteger()
	keySize, _ := r.takeInteger()
	if params.tag != tagSequence || !okSalt || !okN || !okR || !okP || cost < 2 || cost&(cost-1) != 0 || blockSize < 1 || parallel < 1 {
		return nil, damaged(WhereMethod, "scrypt parameters")
	}
	if memory := times(128, blockSize, max(cost, parallel)); memory > maxScryptMemory {
		return nil, &Unsupported{fmt.Sprintf("scrypt with N=%d, r=%d, p=%d", cost, blockSize, parallel)}
	}
	// A unit of N r p, two times 128 octets through Salsa20/8, takes as long as two rounds of PBKDF2.
	return &kdf{times(2, cost, times(blockSize, parallel)), keySize, func(ctx context.Context, password []byte, n int) ([]byte, error) {
		return deriveScrypt(ctx, password, salt, cost, blockSize, parallel, n)
	}}, nil
}

// times multiplies positive numbers; a product beyond an int64 becomes the largest.
func times(first int64, more ...int64) int64 {
	product := uint64(first)
	for _, m := range more {
		high, low := bits.Mul64(product, uint64(m))
		if high != 0 || low > 1<<63-1 {
			return 1<<63 - 1
		}
		product = low
	}
	return int64(product)
}
