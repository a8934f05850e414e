package pkcs12

import (
	"context"
	"crypto/rand"
	"crypto/sha1"
	"encoding/asn1"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"certviewer/cert"
)

// A Destination says for whom a file is written.
type Destination int

const (
	// Modern is AES-256 with PBKDF2 and HMAC-SHA-256, and a MAC with SHA-256 (not PBMAC1, which few read yet): for
	// backups, NSS, OpenSSL 1.1, Java 12, Windows Server 2019 and what is newer.
	Modern Destination = iota
	// Everywhere is 3DES and a MAC with SHA-1, which everything has read for twenty years: macOS calls the right PIN of
	// a modern file wrong, and GNOME's viewer and gpgsm fail over it. Its safety rests on a PIN that cannot be guessed.
	Everywhere
	// Handover is Everywhere with few rounds, for a library on this computer that takes keys in this form alone: the PIN is
	// random, and the file never leaves memory.
	Handover
)

// writeRounds is what NSS writes too, and the most that Windows takes: above it says that the password is wrong.
const writeRounds = 600_000

// handoverRounds is the least that some readers take.
const handoverRounds = 2048

// ErrPIN is why nothing is written with a PIN that is not UTF-8: other programs could not be given the same one.
var ErrPIN = errors.New("the PIN is not UTF-8")

// Encode writes a PKCS #12 file of an identity and the certificates of its chain, in this order. Leaf and key carry the
// friendly name, if there is one, which Windows and macOS show, and the localKeyID that joins them. The file is
// opened again before it is returned (see prove): somebody may delete a key because they hold it. The error is ErrPIN, *Damaged
// for a key that is no PKCS #8, or ctx's.
func Encode(ctx context.Context, id Identity, chain []*cert.Certificate, pin []byte, to Destination) ([]byte, error) {
	if !utf8.Valid(pin) {
		return nil, ErrPIN
	}
	e, ok := whole(id.Key, tagSequence)
	if !ok {
		return nil, damaged(WhereKey, "PrivateKeyInfo")
	}
	key, err := readKey(e)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	w := newWriter(ctx, pin, to)
	defer w.pin.wipe()
	chain = others(id.Leaf, chain)
	file, err := w.file(id, key, chain)
	if err != nil {
		return nil, err
	}
	return file, prove(ctx, file, pin, id, chain)
}

// others returns the certificates of a chain without the leaf, each once.
func others(leaf *cert.Certificate, chain []*cert.Certificate) (out []*cert.Certificate) {
	for _, c := range chain {
		same := func(o *cert.Certificate) bool { return o.SHA256 == c.SHA256 }
		if c.SHA256 != leaf.SHA256 && !slices.ContainsFunc(out, same) {
			out = append(out, c)
		}
	}
	return out
}

// A writer writes for one destination with one PIN.
type writer struct {
	ctx    context.Context
	pin    *secret
	to     Destination
	rounds int64
}

func newWriter(ctx context.Context, pin []byte, to Destination) *writer {
	w := &writer{ctx, newSecret(pin), to, writeRounds}
	if to == Handover {
		w.to, w.rounds = Everywhere, handoverRounds
	}
	return w
}

// file writes a PFX (RFC 7292 4) as OpenSSL does: the certificates in an encrypted safe, the key encrypted by itself in
// another one.
func (w *writer) file(id Identity, key []byte, chain []*cert.Certificate) ([]byte, error) {
	keyID := sha1.Sum(id.Leaf.Raw)
	attributes := attributes(id.FriendlyName, keyID[:])
	shrouded, err := w.shroud(key)
	if err != nil {
		return nil, err
	}
	certificates := sequence(func(b *cryptobyte.Builder) {
		addCertBag(b, id.Leaf, attributes)
		for _, c := range chain {
			addCertBag(b, c, nil)
		}
	})
	algorithm, ciphertext, err := w.encrypt(certificates)
	if err != nil {
		return nil, err
	}
	contents := sequence(func(b *cryptobyte.Builder) {
		addInfo(b, oidEncryptedData, func(b *cryptobyte.Builder) { // RFC 5652 8
			b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1Int64(0)
				b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
					addOID(b, oidData)
					b.AddBytes(algorithm)
					b.AddASN1(cbasn1.Tag(0).ContextSpecific(), func(b *cryptobyte.Builder) { b.AddBytes(ciphertext) })
				})
			})
		})
		addInfo(b, oidData, func(b *cryptobyte.Builder) {
			b.AddASN1OctetString(sequence(func(b *cryptobyte.Builder) { addBag(b, oidShroudedKeyBag, shrouded, attributes) }))
		})
	})
	mac, err := w.mac(contents)
	if err != nil {
		return nil, err
	}
	return sequence(func(b *cryptobyte.Builder) {
		b.AddASN1Int64(3)
		addInfo(b, oidData, func(b *cryptobyte.Builder) { b.AddASN1OctetString(contents) })
		b.AddBytes(mac)
	}), nil
}

// shroud encrypts a key as an EncryptedPrivateKeyInfo (RFC 5208 6).
func (w *writer) shroud(key []byte) ([]byte, error) {
	algorithm, ciphertext, err := w.encrypt(key)
	if err != nil {
		return nil, err
	}
	return sequence(func(b *cryptobyte.Builder) {
		b.AddBytes(algorithm)
		b.AddASN1OctetString(ciphertext)
	}), nil
}

// encrypt encrypts with a new salt. The AlgorithmIdentifier is read back by newScheme, so that what is written and
// what is read cannot differ.
func (w *writer) encrypt(plain []byte) (identifier, ciphertext []byte, err error) {
	identifier = w.algorithm()
	r := reader(identifier)
	a, _ := r.takeAlgorithm()
	s, err := newScheme(a)
	if err != nil {
		return nil, nil, err
	}
	ciphertext, err = s.encrypt(w.ctx, w.pin[s.family][0], plain)
	return identifier, ciphertext, err
}

// algorithm makes the AlgorithmIdentifier of the destination's encryption.
func (w *writer) algorithm() []byte {
	return sequence(func(b *cryptobyte.Builder) {
		if w.to == Everywhere {
			addOID(b, oidTripleDES)
			b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1OctetString(random(16))
				b.AddASN1Int64(w.rounds)
			})
			return
		}
		addOID(b, oidPBES2)
		b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
				addOID(b, oidPBKDF2)
				b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
					b.AddASN1OctetString(random(16))
					b.AddASN1Int64(w.rounds)
					addAlgorithm(b, oidHMACSHA256)
				})
			})
			b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
				addOID(b, oidAES256)
				b.AddASN1OctetString(random(16)) // the IV
			})
		})
	})
}

// mac makes the MacData over contents, which is read back like the encryption.
func (w *writer) mac(contents []byte) ([]byte, error) {
	oid := oidSHA256
	if w.to == Everywhere {
		oid = oidSHA1
	}
	salt := random(16)
	data := func(digest []byte) []byte {
		return sequence(func(b *cryptobyte.Builder) {
			b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
				addAlgorithm(b, oid)
				b.AddASN1OctetString(digest)
			})
			b.AddASN1OctetString(salt)
			b.AddASN1Int64(w.rounds)
		})
	}
	e, _ := whole(data(make([]byte, hashes[oid]().Size())), tagSequence)
	m, err := newMAC(e)
	if err != nil {
		return nil, err
	}
	digest, err := m.sum(w.ctx, w.pin[m.family][0], contents)
	return data(digest), err
}

// attributes makes the attributes of leaf and key, in the order of DER.
func attributes(name string, keyID []byte) [][]byte {
	one := func(oid string, tag cbasn1.Tag, value []byte) []byte {
		return sequence(func(b *cryptobyte.Builder) {
			addOID(b, oid)
			b.AddASN1(cbasn1.SET, func(b *cryptobyte.Builder) {
				b.AddASN1(tag, func(b *cryptobyte.Builder) { b.AddBytes(value) })
			})
		})
	}
	out := [][]byte{one(oidLocalKeyID, cbasn1.OCTET_STRING, keyID)}
	if name != "" {
		var wide []byte
		for _, unit := range utf16.Encode([]rune(name)) {
			wide = append(wide, byte(unit>>8), byte(unit))
		}
		out = append(out, one(oidFriendlyName, tagBMP, wide))
	}
	slices.SortFunc(out, slices.Compare) // X.690 11.6
	return out
}

func addCertBag(b *cryptobyte.Builder, c *cert.Certificate, attributes [][]byte) {
	addBag(b, oidCertBag, sequence(func(b *cryptobyte.Builder) {
		addOID(b, oidX509)
		b.AddASN1(tagContext0, func(b *cryptobyte.Builder) { b.AddASN1OctetString(c.Raw) })
	}), attributes)
}

// addBag adds a SafeBag.
func addBag(b *cryptobyte.Builder, oid string, value []byte, attributes [][]byte) {
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		addOID(b, oid)
		b.AddASN1(tagContext0, func(b *cryptobyte.Builder) { b.AddBytes(value) })
		if len(attributes) > 0 {
			b.AddASN1(cbasn1.SET, func(b *cryptobyte.Builder) {
				for _, a := range attributes {
					b.AddBytes(a)
				}
			})
		}
	})
}

// addInfo adds a ContentInfo.
func addInfo(b *cryptobyte.Builder, oid string, value cryptobyte.BuilderContinuation) {
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		addOID(b, oid)
		b.AddASN1(tagContext0, value)
	})
}

// addAlgorithm adds an AlgorithmIdentifier whose parameters are NULL.
func addAlgorithm(b *cryptobyte.Builder, oid string) {
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		addOID(b, oid)
		b.AddASN1NULL()
	})
}

func sequence(content cryptobyte.BuilderContinuation) []byte {
	var b cryptobyte.Builder
	b.AddASN1(cbasn1.SEQUENCE, content)
	return b.BytesOrPanic() // nothing that is added can be refused
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails
	return b
}

// addOID adds a dotted OID that is written in this program.
func addOID(b *cryptobyte.Builder, dotted string) {
	var oid asn1.ObjectIdentifier
	for arc := range strings.SplitSeq(dotted, ".") {
		n, err := strconv.Atoi(arc)
		if err != nil {
			panic("pkcs12: OID " + dotted)
		}
		oid = append(oid, n)
	}
	b.AddASN1ObjectIdentifier(oid)
}
