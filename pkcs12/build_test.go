package pkcs12

import (
	"bytes"
	"context"
	"testing"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"certviewer/cert"
)

// contentsOf returns the AuthenticatedSafe of a file in DER.
func contentsOf(t testing.TB, file []byte) []byte {
	t.Helper()
	f, err := Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	return f.contents
}

// pfx makes a file of an AuthenticatedSafe and a MacData, which may be nil.
func pfx(contents, mac []byte) []byte {
	return sequence(func(b *cryptobyte.Builder) {
		b.AddASN1Int64(3)
		addInfo(b, oidData, func(b *cryptobyte.Builder) { b.AddASN1OctetString(contents) })
		b.AddBytes(mac)
	})
}

// withoutMAC returns a file without its MAC.
func withoutMAC(t testing.TB, file []byte) []byte {
	t.Helper()
	return pfx(contentsOf(t, file), nil)
}

// withMAC returns a file with a MAC of the writer's in place of its own.
func withMAC(t testing.TB, file []byte, w *writer) []byte {
	t.Helper()
	contents := contentsOf(t, file)
	mac, err := w.mac(contents)
	if err != nil {
		t.Fatal(err)
	}
	return pfx(contents, mac)
}

// fileOf makes a file without encryption and MAC, of bags.
func fileOf(bags ...func(*cryptobyte.Builder)) []byte {
	return pfx(sequence(func(b *cryptobyte.Builder) {
		addInfo(b, oidData, func(b *cryptobyte.Builder) {
			b.AddASN1OctetString(sequence(func(b *cryptobyte.Builder) {
				for _, bag := range bags {
					bag(b)
				}
			}))
		})
	}), nil)
}

// keyBag is a shrouded key.
func keyBag(shrouded []byte) func(*cryptobyte.Builder) {
	return func(b *cryptobyte.Builder) { addBag(b, oidShroudedKeyBag, shrouded, nil) }
}

// plainKeyBag is a key without encryption.
func plainKeyBag(key []byte, attributes ...[]byte) func(*cryptobyte.Builder) {
	return func(b *cryptobyte.Builder) { addBag(b, oidKeyBag, key, attributes) }
}

func certBag(c *cert.Certificate, attributes ...[]byte) func(*cryptobyte.Builder) {
	return func(b *cryptobyte.Builder) { addCertBag(b, c, attributes) }
}

// named and identified are the attributes that bags can have.
func named(name string) []byte { return attributes(name, nil)[1] } // the longer one comes last

func identified(keyID string) []byte { return attributes("", []byte(keyID))[0] }

// withHiddenKey makes a file whose key lies in an encrypted part, and asks for its own rounds there.
func withHiddenKey(t testing.TB, id Identity, pin string, rounds int64) []byte {
	t.Helper()
	w := newWriter(context.Background(), []byte(pin), Modern)
	w.rounds = rounds
	shrouded, err := w.shroud(id.Key)
	if err != nil {
		t.Fatal(err)
	}
	w.rounds = testRounds
	algorithm, ciphertext, err := w.encrypt(sequence(func(b *cryptobyte.Builder) { keyBag(shrouded)(b) }))
	if err != nil {
		t.Fatal(err)
	}
	return pfx(sequence(func(b *cryptobyte.Builder) {
		addInfo(b, oidEncryptedData, func(b *cryptobyte.Builder) {
			b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1Int64(0)
				b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
					addOID(b, oidData)
					b.AddBytes(algorithm)
					b.AddASN1(tagImplicit0, func(b *cryptobyte.Builder) { b.AddBytes(ciphertext) })
				})
			})
		})
	}), nil)
}

// ber rewrites DER as the strangest BER that means the same: every length that may be indefinite is, the others are
// longer than needed but of INTEGERs, and every OCTET STRING and [0] IMPLICIT one is in pieces, of which one is in pieces again.
func ber(t testing.TB, der []byte) (out []byte) {
	t.Helper()
	for r := reader(der); len(r) > 0; {
		e, ok := r.next()
		if !ok {
			t.Fatal("not DER")
		}
		switch {
		case e.tag == tagOctetString, e.tag == tagImplicit0:
			half := len(e.content) / 2
			pieces := append(long(tagOctetString, e.content[:half]), endless(tagOctetString|constructed, long(tagOctetString, e.content[half:]))...)
			out = append(out, endless(e.tag|constructed, pieces)...)
		case e.tag&constructed != 0:
			out = append(out, endless(e.tag, ber(t, e.content))...)
		case e.tag == tagInteger:
			out = append(out, e.raw...) // nobody writes it otherwise, and by the version a file is known
		default:
			out = append(out, long(e.tag, e.content)...)
		}
	}
	return out
}

func endless(tag byte, content []byte) []byte {
	return append(append([]byte{tag, 0x80}, content...), 0, 0)
}

func long(tag byte, content []byte) []byte {
	n := len(content)
	return append([]byte{tag, 0x84, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}, content...)
}

// indefinite rewrites a file, whose PIN is "pin", as BER, its contents below the MAC too.
func indefinite(t testing.TB, file []byte) []byte {
	t.Helper()
	w := newWriter(context.Background(), []byte("pin"), Modern)
	w.rounds = testRounds
	contents := ber(t, contentsOf(t, file))
	mac, err := w.mac(contents)
	if err != nil {
		t.Fatal(err)
	}
	return ber(t, pfx(contents, mac))
}

// BER reads as DER does: in the file, below its MAC, and in keys that are not encrypted, which are handed out in DER.
func TestBER(t *testing.T) {
	for _, algorithm := range []string{"rsa", "ec", "ed25519"} {
		id, chain := newIdentity(t, algorithm)
		for _, to := range []Destination{Modern, Everywhere} {
			sameIdentity(t, mustOpen(t, indefinite(t, write(t, id, chain, "pin", to)), "pin"), id, chain)
		}
		id.FriendlyName = ""
		plain := fileOf(certBag(id.Leaf), certBag(chain[0]), plainKeyBag(id.Key))
		plain = pfx(ber(t, contentsOf(t, plain)), nil)
		if f, err := Parse(plain); err != nil || f.NeedsPIN() {
			t.Errorf("%+v, %v", f, err)
		}
		c := mustOpen(t, plain, "any")
		if len(c.Identities) != 1 || !bytes.Equal(c.Identities[0].Key, id.Key) {
			t.Errorf("%s: %+v", algorithm, c)
		}
	}
}

// A stack of indefinite lengths is refused before it costs anything.
func TestDeep(t *testing.T) {
	if _, err := Parse(bytes.Repeat([]byte{tagSequence, 0x80}, 1<<20)); err == nil {
		t.Error("read")
	}
	contents := sequence(func(b *cryptobyte.Builder) {})
	for range 2 * maxNests {
		inner := contents
		contents = sequence(func(b *cryptobyte.Builder) { addBag(b, oidNestedBag, inner, nil) })
	}
	deep := pfx(sequence(func(b *cryptobyte.Builder) {
		addInfo(b, oidData, func(b *cryptobyte.Builder) { b.AddASN1OctetString(contents) })
	}), nil)
	if _, err := Parse(deep); !isVerdict(err, &Damaged{Where: WhereList}) {
		t.Error(err)
	}
}
