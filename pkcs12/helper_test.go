package pkcs12

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"time"

	"certviewer/cert"
)

// testRounds keeps derivations short where their number does not matter.
const testRounds = 100

// issue makes a certificate for a key, signed by issuer's.
func issue(t testing.TB, cn string, key crypto.Signer, issuer *Identity) *cert.Certificate {
	t.Helper()
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62)) // NSS refuses two of one number
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: cn}, NotBefore: time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC),
		NotAfter: time.Date(2080, 1, 2, 3, 4, 5, 0, time.UTC), BasicConstraintsValid: true, IsCA: issuer == nil,
	}
	parent, signer := template, any(key)
	if issuer != nil {
		parent = issuer.Leaf.X509()
		if signer, err = x509.ParsePKCS8PrivateKey(issuer.Key); err != nil {
			t.Fatal(err)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	return cert.Parse(der)
}

func pkcs8(t testing.TB, key any) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

var rsaKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

func ecKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// newIdentity makes a certificate of the algorithm and one of its issuer.
func newIdentity(t testing.TB, algorithm string) (Identity, []*cert.Certificate) {
	t.Helper()
	caKey := ecKey(t)
	ca := Identity{Leaf: issue(t, "Test CA", caKey, nil), Key: pkcs8(t, caKey)}
	var key crypto.Signer
	switch algorithm {
	case "rsa":
		key = rsaKey()
	case "ec":
		key = ecKey(t)
	case "ed25519":
		_, private, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		key = private
	}
	return Identity{issue(t, "山田 花子 "+algorithm, key, &ca), pkcs8(t, key), "花子の証明書 🔑"}, []*cert.Certificate{ca.Leaf}
}

// write is Encode with fewer rounds and without its proof.
func write(t testing.TB, id Identity, chain []*cert.Certificate, pin string, to Destination) []byte {
	t.Helper()
	w := newWriter(context.Background(), []byte(pin), to)
	w.rounds = testRounds
	file, err := w.file(id, id.Key, chain)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// mustOpen opens a file, which has to work.
func mustOpen(t testing.TB, file []byte, pin string) *Contents {
	t.Helper()
	c, err := Open(context.Background(), file, []byte(pin))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sameIdentity compares what was opened with what was written.
func sameIdentity(t *testing.T, c *Contents, id Identity, chain []*cert.Certificate) {
	t.Helper()
	if len(c.Identities) != 1 || len(c.Keys) != 0 || len(c.Certificates) != len(chain) || len(c.Skipped) != 0 {
		t.Fatalf("identities %d, keys %d, certificates %d, skipped %v", len(c.Identities), len(c.Keys), len(c.Certificates), c.Skipped)
	}
	got := c.Identities[0]
	if got.Leaf.SHA256 != id.Leaf.SHA256 || !bytes.Equal(got.Key, id.Key) || got.FriendlyName != id.FriendlyName {
		t.Errorf("got %s %q, want %s %q, keys equal: %v", got.Leaf.Subject, got.FriendlyName, id.Leaf.Subject, id.FriendlyName, bytes.Equal(got.Key, id.Key))
	}
	for i, other := range c.Certificates {
		if other.SHA256 != chain[i].SHA256 {
			t.Errorf("certificate %d is %s", i, other.Subject)
		}
	}
}

// isVerdict says whether err is a verdict of the same type as want and, where want has them set, with the same fields.
func isVerdict(err, want error) bool {
	if reflect.TypeOf(err) != reflect.TypeOf(want) {
		return false
	}
	switch want := want.(type) {
	case *Damaged:
		return want.Where == "" || err.(*Damaged).Where == want.Where
	case *Unsupported:
		return want.Name == "" || err.(*Unsupported).Name == want.Name
	case *OtherFile:
		return want.Kind == "" || err.(*OtherFile).Kind == want.Kind
	case *TooMuchWork:
		return want.Rounds == 0 || *err.(*TooMuchWork) == *want
	}
	return true
}

// corpus returns the folder of the test corpora, and skips the test where they are not.
func corpus(t testing.TB, name string) string {
	t.Helper()
	root := os.Getenv("CERTVIEWER_CORPORA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "corpora")
	}
	dir := filepath.Join(root, name)
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the test corpora are not here: set CERTVIEWER_CORPORA")
	}
	return dir
}

// run runs a program in dir and returns what it says; without the program the test is skipped.
func run(t testing.TB, dir, program string, args ...string) ([]byte, error) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("%s is not installed", program)
	}
	c := exec.Command(program, args...)
	c.Dir = dir
	return c.CombinedOutput()
}

// must is run for what has to succeed.
func must(t testing.TB, dir, program string, args ...string) []byte {
	t.Helper()
	out, err := run(t, dir, program, args...)
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", program, args, err, out)
	}
	return out
}

// put writes a file into dir.
func put(t testing.TB, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func get(t testing.TB, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// pemBlocks returns the DER of the blocks of one type in a text.
func pemBlocks(text []byte, kind string) (out [][]byte) {
	for b, rest := pem.Decode(text); b != nil; b, rest = pem.Decode(rest) {
		if b.Type == kind {
			out = append(out, b.Bytes)
		}
	}
	return out
}

// putPEM writes an identity as OpenSSL takes it: NAME.pem and NAME.key.
func putPEM(t testing.TB, dir, name string, id Identity) {
	t.Helper()
	put(t, dir, name+".pem", id.Leaf.PEM())
	put(t, dir, name+".key", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: id.Key}))
}
