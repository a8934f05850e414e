package pkcs12

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"hash"
)

// A scheme is a password-based encryption with its parameters: what an AlgorithmIdentifier stands for. One
// implementation serves the safes and keys of PKCS #12 and keys that are encrypted by themselves (PKCS #8).
type scheme struct {
	rounds int64 // of key derivation, as the file states them
	family family
	cipher method
	derive func(ctx context.Context, password []byte) (key, iv []byte, err error)
}

// A method is a cipher in CBC mode with the padding of RFC 8018 6.1.1, or the stream cipher RC4.
type method struct {
	keySize int
	block   func(key []byte) (cipher.Block, error) // nil means RC4
	size    int                                    // of a block
}

var (
	aesCBC       = func(keySize int) method { return method{keySize, aes.NewCipher, aes.BlockSize} }
	desCBC       = method{8, des.NewCipher, des.BlockSize}
	tripleDESCBC = method{24, des.NewTripleDESCipher, des.BlockSize}
	twoDESCBC    = method{16, newTwoKeyTripleDES, des.BlockSize}
	stream       = func(keySize int) method { return method{keySize: keySize} }
)

// rc2CBC is RC2 with a key of keySize octets.
func rc2CBC(keySize, effective int) method {
	return method{keySize, func(key []byte) (cipher.Block, error) { return newRC2(key, effective), nil }, 8}
}

// newTwoKeyTripleDES is 3DES whose third key is the first again.
func newTwoKeyTripleDES(key []byte) (cipher.Block, error) {
	three := append(bytes.Clone(key), key[:8]...)
	defer clear(three)
	return des.NewTripleDESCipher(three)
}

// pbes1P12 are the schemes of RFC 7292 appendix C.
var pbes1P12 = map[string]method{
	"1.2.840.113549.1.12.1.1": stream(16),
	"1.2.840.113549.1.12.1.2": stream(5),
	oidTripleDES:              tripleDESCBC,
	"1.2.840.113549.1.12.1.4": twoDESCBC,
	"1.2.840.113549.1.12.1.5": rc2CBC(16, 128),
	"1.2.840.113549.1.12.1.6": rc2CBC(5, 40),
}

// pbes1 are the schemes of RFC 8018 6.1 and appendix A.3. OpenSSL encrypted keys with the first of them, unless told
// otherwise, until 2016.
var pbes1 = map[string]struct {
	hash   func() hash.Hash
	cipher method
}{
	"1.2.840.113549.1.5.3":  {md5.New, desCBC},
	"1.2.840.113549.1.5.6":  {md5.New, rc2CBC(8, 64)},
	"1.2.840.113549.1.5.10": {sha1.New, desCBC},
	"1.2.840.113549.1.5.11": {sha1.New, rc2CBC(8, 64)},
}

const (
	oidPBES2     = "1.2.840.113549.1.5.13"
	oidTripleDES = "1.2.840.113549.1.12.1.3"
)

// newScheme reads an AlgorithmIdentifier, and derives nothing. The error is *Unsupported or *Damaged.
func newScheme(a algorithm) (*scheme, error) {
	if a.oid == oidPBES2 {
		return newPBES2(a)
	}
	p12, isP12 := pbes1P12[a.oid]
	plain, isPlain := pbes1[a.oid]
	if !isP12 && !isPlain {
		return nil, unsupported(a.oid)
	}
	r := reader(a.params.content) // PBEParameter
	salt, okSalt := r.takeOctets()
	rounds, okRounds := r.takeInteger()
	if a.params.tag != tagSequence || !okSalt || !okRounds || rounds < 1 {
		return nil, damaged(WhereMethod, "parameters of %s", a.oid)
	}
	if isPlain {
		return &scheme{rounds, inText, plain.cipher, func(ctx context.Context, password []byte) (key, iv []byte, err error) {
			both, err := derivePBKDF1(ctx, plain.hash, password, salt, rounds, 16)
			if err != nil {
				return nil, nil, err
			}
			return both[:8], both[8:], nil
		}}, nil
	}
	return &scheme{rounds, inBMP, p12, func(ctx context.Context, password []byte) (key, iv []byte, err error) {
		if key, err = deriveP12(ctx, sha1.New, password, salt, forKey, rounds, p12.keySize); err == nil && p12.block != nil {
			iv, err = deriveP12(ctx, sha1.New, password, salt, forIV, rounds, p12.size)
		}
		return key, iv, err
	}}, nil
}

// fits says whether there can be a ciphertext of n octets.
func (m method) fits(n int) bool { return n > 0 && (m.block == nil || n%m.size == 0) }

// decrypt decrypts with one form of the PIN. Without a block's padding, ok is false: the PIN is wrong, or the
// ciphertext was altered. The caller wipes what it gets.
func (s *scheme) decrypt(ctx context.Context, password, ciphertext []byte) (plain []byte, ok bool, err error) {
	key, iv, err := s.derive(ctx, password)
	if err != nil {
		return nil, false, err
	}
	defer clear(key)
	plain = make([]byte, len(ciphertext))
	if s.cipher.block == nil {
		c, err := rc4.NewCipher(key)
		if err != nil {
			return nil, false, err
		}
		c.XORKeyStream(plain, ciphertext)
		return plain, true, nil
	}
	block, err := s.cipher.block(key)
	if err != nil {
		return nil, false, err
	}
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, ciphertext)
	n := len(plain) - 1
	padding := int(plain[n])
	if padding < 1 || padding > s.cipher.size || bytes.Count(plain[n+1-padding:], plain[n:]) != padding {
		clear(plain)
		return nil, false, nil
	}
	return plain[:n+1-padding], true, nil
}

// encrypt is the other direction.
func (s *scheme) encrypt(ctx context.Context, password, plain []byte) ([]byte, error) {
	key, iv, err := s.derive(ctx, password)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	block, err := s.cipher.block(key)
	if err != nil {
		return nil, err
	}
	padding := s.cipher.size - len(plain)%s.cipher.size
	out := make([]byte, len(plain)+padding)
	for i := copy(out, plain); i < len(out); i++ {
		out[i] = byte(padding)
	}
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(out, out)
	return out, nil
}

// open decrypts with each form of the PIN until one gives a SEQUENCE and nothing behind it. Chance does that
// once in thousands of millions of wrong PINs, so what is found then was encrypted with this PIN, even if it cannot be
// read any further. ok is false when no form does.
func (s *scheme) open(ctx context.Context, pin *secret, ciphertext []byte) (plain []byte, ok bool, err error) {
	for i, form := range pin[s.family] {
		plain, ok, err := s.decrypt(ctx, form, ciphertext)
		if err != nil {
			return nil, false, err
		}
		if !ok {
			continue
		}
		if _, ok := whole(plain, tagSequence); ok {
			pin.prefer(s.family, i)
			return plain, true, nil
		}
		clear(plain)
	}
	return nil, false, nil
}
