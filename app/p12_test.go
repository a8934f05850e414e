package app

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	gopkcs12 "software.sslmate.com/src/go-pkcs12"

	"certviewer/cert"
	"certviewer/message"
	"certviewer/pkcs12"
)

// issuing is who issues the certificates of these tests, and their owner.
type issuing struct {
	issuer string    // common name
	person string    // common name
	from   time.Time // for two years
	mail   bool      // it is for mail too, not for signing in alone
	root   *cert.Certificate
	key    *ecdsa.PrivateKey // of root
	own    *ecdsa.PrivateKey // the certificate's, else a new one
}

// issue makes a certificate with its private key, as PKCS #8. Without a root nobody's signature is on it.
func (is issuing) issue(t *testing.T) (*cert.Certificate, []byte) {
	t.Helper()
	key := is.own
	if key == nil {
		var err error
		if key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
			t.Fatal(err)
		}
	}
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: is.person, Organization: []string{"Univ"}},
		NotBefore: is.from, NotAfter: is.from.AddDate(2, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	if is.mail {
		template.ExtKeyUsage = append(template.ExtKeyUsage, x509.ExtKeyUsageEmailProtection)
	}
	parent, signer := &x509.Certificate{Subject: pkix.Name{CommonName: is.issuer}}, key
	if is.root != nil {
		parent, signer = is.root.X509(), is.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return cert.Parse(der), pkcs8
}

// someday is when the newest certificates of these tests begin.
var someday = time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)

// pack writes a .p12 file with the PIN "pin", which opens quickly.
func pack(t *testing.T, leaf *cert.Certificate, key []byte, chain ...*cert.Certificate) string {
	t.Helper()
	private, err := x509.ParsePKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	var above []*x509.Certificate
	for _, c := range chain {
		above = append(above, c.X509())
	}
	b, err := gopkcs12.LegacyDES.WithIterations(1).Encode(private, leaf.X509(), above, "pin")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "me.p12")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// unlocked is a file that is open.
func unlocked(t *testing.T, path string) *P12 {
	t.Helper()
	f, err := ReadP12(t.Context(), path)
	if err == nil {
		err = f.Unlock(t.Context(), []byte("pin"))
	}
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestP12(t *testing.T) {
	leaf, key := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
	path := pack(t, leaf, bytes.Clone(key))
	f, err := ReadP12(t.Context(), path)
	if err != nil || f.Name != "me.p12" || !f.NeedsPIN() || f.Open() || !f.IsFile() {
		t.Fatalf("%+v %v", f, err)
	}
	for try := range 6 {
		err := f.Unlock(t.Context(), []byte("Pin"))
		want := "p12-wrong-pin"
		if try >= 4 {
			want = "p12-wrong-pin-again"
		}
		isProblem(t, err, want)
	}
	if err := f.Unlock(t.Context(), []byte("pin")); err != nil || !f.Open() {
		t.Fatal(err)
	}
	if cc := f.Certificates(); len(cc) != 1 || cc[0].SHA256 != leaf.SHA256 {
		t.Error(cc)
	}
	ids := f.identities()
	if len(ids) != 1 || ids[0].Certificate.SHA256 != leaf.SHA256 {
		t.Error(ids)
	}
	held := f.contents.Identities[0].Key
	if !bytes.Equal(held, key) {
		t.Error("it is another key")
	}
	f.Close()
	if f.Open() || bytes.ContainsFunc(held, func(r rune) bool { return r != 0 }) {
		t.Error("the key is still in memory")
	}
}

// What no PIN can help with is told before anybody is asked for one.
func TestP12Verdicts(t *testing.T) {
	leaf, key := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
	whole, err := os.ReadFile(pack(t, leaf, key))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for want, data := range map[string][]byte{
		"p12-damaged":    whole[:len(whole)/2],
		"p12-other-file": leaf.PEM(),
	} {
		path := filepath.Join(dir, want)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := ReadP12(t.Context(), path)
		isProblem(t, err, want)
	}
	_, err = ReadP12(t.Context(), filepath.Join(dir, "none"))
	isProblem(t, err, cert.FileMissing)
	_, err = ReadP12(t.Context(), dir)
	isProblem(t, err, cert.FileIsDirectory)

	if err := (&P12{}).problem(context.Canceled); !errors.Is(err, context.Canceled) {
		t.Error("a person who stops it gets", err)
	}
}

func TestWithoutIdentity(t *testing.T) {
	leaf, key := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
	keys, certificates := []pkcs12.Key{{Key: key}}, []*cert.Certificate{leaf}
	for want, c := range map[string]*pkcs12.Contents{
		"p12-key-mismatch":                 {Keys: keys, Certificates: certificates},
		"p12-other-file kind.key":          {Keys: keys},
		"p12-other-file kind.certificates": {Certificates: certificates},
	} {
		m := withoutIdentity(c)
		got := m.ID
		if kind, ok := m.Args["kind"].(message.Message); ok {
			got += " " + kind.ID
		}
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// A PIN that was remembered opens its own file and no other, is no try of the person's, and where the password store cannot be
// used nothing is tried.
func TestUnlockRemembered(t *testing.T) {
	a, store, _ := keeper(t)
	mine, key := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
	others, othersKey := issuing{issuer: "CA", person: "taro", from: someday}.issue(t)
	for _, x := range []*cert.Certificate{mine, others} {
		if err := a.Remember(t.Context(), a.PINOf(x), []byte(x.Subject.CommonName())); err != nil {
			t.Fatal(err)
		}
	}
	opens := func(f *P12) bool {
		open, err := a.UnlockRemembered(t.Context(), f)
		if err != nil {
			t.Error(err)
		}
		return open
	}
	read := func(x *cert.Certificate, key []byte) *P12 {
		f, err := ReadP12(t.Context(), pack(t, x, key))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	f := read(mine, key)
	if opens(f) || f.Open() || f.tries != 0 {
		t.Error("it opens with another PIN", f.tries)
	}
	if err := a.Remember(t.Context(), a.PINOf(mine), []byte("pin")); err != nil {
		t.Fatal(err)
	}
	if !opens(f) || !f.Open() {
		t.Error("it does not open")
	}
	if f := read(others, othersKey); opens(f) || f.Open() {
		t.Error("a file of another certificate is opened with it")
	}
	store.err = locked()
	f = read(mine, key)
	open, err := a.UnlockRemembered(t.Context(), f)
	if isProblem(t, err, "keyring-locked"); open || f.Open() {
		t.Error("it opens without the password store")
	}
}

// subordinate makes a CA certificate below root.
func subordinate(t *testing.T, name string, root *cert.Certificate, rootKey *ecdsa.PrivateKey) (*cert.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: name}, NotBefore: someday.AddDate(-5, 0, 0), NotAfter: someday.AddDate(5, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, root.X509(), key.Public(), rootKey)
	if err != nil {
		t.Fatal(err)
	}
	return cert.Parse(der), key
}
