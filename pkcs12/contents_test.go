package pkcs12

import (
	"bytes"
	"crypto/ecdh"
	"crypto/rand"
	"crypto/x509"
	"encoding/asn1"
	"testing"

	"golang.org/x/crypto/cryptobyte"

	"certviewer/cert"
)

// A key goes to the certificates of its public key, whatever the order of the file and whatever its localKeyIDs say;
// these decide where the public key is not known.
func TestPairs(t *testing.T) {
	one, chain := newIdentity(t, "ec")
	two, _ := newIdentity(t, "rsa")
	three, _ := newIdentity(t, "ed25519")
	idA, idB := identified("A"), identified("B")
	renewed := issue(t, "renewed", rsaKey(), nil)
	c := mustOpen(t, fileOf(
		certBag(chain[0]), plainKeyBag(one.Key, idB), plainKeyBag(two.Key), certBag(two.Leaf, idB), certBag(renewed),
		certBag(one.Leaf, idA), certBag(one.Leaf), plainKeyBag(one.Key), plainKeyBag(three.Key, idA, named("alone")),
	), "")
	if len(c.Identities) != 3 || len(c.Keys) != 1 || len(c.Certificates) != 1 || c.Certificates[0].SHA256 != chain[0].SHA256 {
		t.Fatalf("%+v", c)
	}
	for i, want := range []struct {
		leaf *cert.Certificate
		key  []byte
	}{{one.Leaf, one.Key}, {two.Leaf, two.Key}, {renewed, two.Key}} {
		if got := c.Identities[i]; got.Leaf.SHA256 != want.leaf.SHA256 || !bytes.Equal(got.Key, want.key) {
			t.Errorf("identity %d is %s", i, got.Leaf.Subject)
		}
	}
	if !bytes.Equal(c.Keys[0].Key, three.Key) || c.Keys[0].FriendlyName != "alone" {
		t.Error("the key without certificate is another")
	}

	unknown := withAlgorithm(t, one.Key, "1.2.3.4")
	c = mustOpen(t, fileOf(plainKeyBag(unknown, idA), certBag(two.Leaf, idB), certBag(one.Leaf, idA)), "")
	if len(c.Identities) != 1 || c.Identities[0].Leaf.SHA256 != one.Leaf.SHA256 || !bytes.Equal(c.Identities[0].Key, unknown) {
		t.Errorf("by localKeyID: %+v", c)
	}
}

// withAlgorithm gives a PKCS #8 key another algorithm.
func withAlgorithm(t *testing.T, key []byte, oid string) []byte {
	t.Helper()
	e, _ := whole(key, tagSequence)
	r := reader(e.content)
	r.takeInteger()
	r.takeAlgorithm()
	private, ok := r.takeOctets()
	if !ok {
		t.Fatal("not PKCS #8")
	}
	return sequence(func(b *cryptobyte.Builder) {
		b.AddASN1Int64(0)
		addAlgorithm(b, oid)
		b.AddASN1OctetString(private)
	})
}

// Public keys are had from private ones of every kind, also where Go refuses the key.
func TestPublicKey(t *testing.T) {
	rsaID, _ := newIdentity(t, "rsa")
	ecID, _ := newIdentity(t, "ec")
	edID, _ := newIdentity(t, "ed25519")
	for name, id := range map[string]Identity{"RSA": rsaID, "EC": ecID, "Ed25519": edID} {
		if got := publicKey(id.Key); got == nil || !bytes.Equal(got, subjectKey(id.Leaf.SPKI)) {
			t.Errorf("%s: %x", name, got)
		}
	}
	pss := withAlgorithm(t, rsaID.Key, "1.2.840.113549.1.1.10")
	if _, err := x509.ParsePKCS8PrivateKey(pss); err == nil {
		t.Error("Go reads RSA-PSS by now: publicRSA may be simpler")
	}
	if !bytes.Equal(publicKey(pss), subjectKey(rsaID.Leaf.SPKI)) {
		t.Error("RSA-PSS")
	}
	x, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(publicKey(pkcs8(t, x)), x.PublicKey().Bytes()) {
		t.Error("X25519")
	}
	dir := t.TempDir()
	for name, args := range map[string][]string{
		"DSA": {"genpkey", "-paramfile", "dsa.pem"}, "Ed448": {"genpkey", "-algorithm", "ed448"}, "secp256k1": {"genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"},
	} {
		if name == "DSA" {
			must(t, dir, "openssl", "genpkey", "-genparam", "-algorithm", "DSA", "-pkeyopt", "dsa_paramgen_bits:1024", "-out", "dsa.pem")
		}
		must(t, dir, "openssl", append(args, "-out", "key.pem")...)
		spki := must(t, dir, "openssl", "pkey", "-in", "key.pem", "-pubout")
		key := pemBlocks(get(t, dir, "key.pem"), "PRIVATE KEY")
		want := subjectKey(pemBlocks(spki, "PUBLIC KEY")[0])
		if got := publicKey(key[0]); name != "Ed448" && !bytes.Equal(got, want) || name == "Ed448" && got != nil {
			t.Errorf("%s: %x, want %x", name, got, want)
		}
	}
}

// What is no certificate and no key costs its own line, not the file.
func TestSkipped(t *testing.T) {
	id, _ := newIdentity(t, "ec")
	other := func(oid string) func(*cryptobyte.Builder) {
		return func(b *cryptobyte.Builder) { addBag(b, oid, sequence(func(*cryptobyte.Builder) {}), nil) }
	}
	broken := &cert.Certificate{Raw: []byte("nothing")}
	c := mustOpen(t, fileOf(other(oidCRLBag), other("1.2.840.113549.1.12.10.1.5"), certBag(broken), plainKeyBag(id.Key), certBag(id.Leaf)), "")
	want := []cert.Skip{{Where: 1, What: cert.KindCRL, Detail: oidCRLBag}, {Where: 2, What: cert.KindUnknown, Detail: "1.2.840.113549.1.12.10.1.5"}, {Where: 3, What: cert.SkipNotCertificate}}
	if len(c.Identities) != 1 || len(c.Skipped) != len(want) {
		t.Fatalf("%+v", c)
	}
	for i, s := range c.Skipped {
		if s != want[i] {
			t.Errorf("%+v, want %+v", s, want[i])
		}
	}
}

// A name from a file is made safe to show.
func TestFriendlyName(t *testing.T) {
	id, _ := newIdentity(t, "ec")
	utf8Name, err := asn1.MarshalWithParams("名前\x1b[31m", "utf8")
	if err != nil {
		t.Fatal(err)
	}
	odd := sequence(func(b *cryptobyte.Builder) {
		addOID(b, oidFriendlyName)
		b.AddASN1(tagSet, func(b *cryptobyte.Builder) { b.AddBytes(utf8Name) })
	})
	for want, attribute := range map[string][]byte{
		"花子\ufffd🔑":        named("花子\u202e🔑"),
		"ends with a zero": named("ends with a zero\x00"),
		"名前\ufffd[31m":     odd,
		"":                 sequence(func(b *cryptobyte.Builder) { addOID(b, oidFriendlyName) }),
	} {
		c := mustOpen(t, fileOf(certBag(id.Leaf, attribute), plainKeyBag(id.Key)), "")
		if got := c.Identities[0].FriendlyName; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
