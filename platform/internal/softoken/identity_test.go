//go:build cgo && linux

package softoken_test

import (
	"bytes"
	"encoding/pem"
	"errors"
	"slices"
	"strings"
	"testing"

	"certviewer/cert"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

func TestIdentitySuite(t *testing.T) {
	if !inChild(t) {
		return
	}
	trusttest.TestIdentityWriter(t, kind, func(t *testing.T) trust.IdentityWriter { return openIdentity(t, newDB(t, "")) })
}

func TestIdentitySuiteWithPassword(t *testing.T) {
	if !inChild(t) {
		return
	}
	trusttest.TestIdentityWriter(t, kind, func(t *testing.T) trust.IdentityWriter {
		return openIdentity(t, newDB(t, "S3cret-Pw"), "wrong", "S3cret-Pw")
	})
}

// TestIdentityNames: certificates of one subject share a name, those of two do not, and what is removed is the certificate
// and not the name.
func TestIdentityNames(t *testing.T) {
	if !inChild(t) {
		return
	}
	dir := newDB(t, "")
	w := openIdentity(t, dir)
	defer w.Close()
	one, two := ecKey(t), ecKey(t)
	old, oldKey := trusttest.Identity(t, "Alice", one)
	renewed, newKey := trusttest.Identity(t, "Alice", two)
	bob, bobKey := trusttest.Identity(t, "Bob", ecKey(t))
	carol, carolKey := trusttest.Identity(t, "Carol", ecKey(t))
	for _, x := range []struct {
		c          *cert.Certificate
		key        []byte
		name, want string
	}{
		{old, oldKey, "alice: 2025", "alice- 2025"}, {renewed, newKey, "alice: 2026", "alice- 2025"},
		{bob, bobKey, "alice: 2025", "alice- 2025 #2"}, {carol, carolKey, "", "Carol - Trusttest"},
	} {
		must(t, w.AddIdentity(t.Context(), x.c, x.key, x.name))
		if s, err := w.State(t.Context(), x.c); err != nil || s.Name != x.want {
			t.Errorf("%q is called %q, want %q", x.name, s.Name, x.want)
		}
	}
	must(t, w.RemoveIdentity(t.Context(), old))
	for _, c := range []*cert.Certificate{renewed, bob, carol} {
		must(t, w.Prove(t.Context(), c))
	}
	if got := keysListed(t, dir, ""); len(got) != 3 {
		t.Errorf("certutil -K shows %q", got)
	}
	if err := w.Prove(t.Context(), old); !errors.Is(err, trust.ErrNotPresent) {
		t.Errorf("Prove: %v", err)
	}
}

// TestOrphan: a key whose certificate is gone is no hindrance for the next import, and can be removed.
func TestOrphan(t *testing.T) {
	if !inChild(t) {
		return
	}
	for _, password := range []string{"", "secret"} {
		dir := newDB(t, password)
		w := openIdentity(t, dir, password)
		c, pkcs8 := trusttest.Identity(t, "Orphan", ecKey(t))
		orphan := func() {
			must(t, w.AddIdentity(t.Context(), c, pkcs8, "orphan"))
			certutil(t, dir, "-D", "-n", "orphan")
			if s, err := w.State(t.Context(), c); err != nil || s.Present || len(keysListed(t, dir, password)) != 1 {
				t.Fatalf("%+v, %v", s, err)
			}
		}
		orphan()
		orphan()
		must(t, w.RemoveIdentity(t.Context(), c))
		must(t, w.Close())
		if n := rows(t, dir, "nssPrivate") + rows(t, dir, "nssPublic"); n > 0 {
			t.Errorf("%d objects are left", n)
		}
	}
}

// TestEncryptionOnly: a key that may not sign proves itself by decrypting.
func TestEncryptionOnly(t *testing.T) {
	if !inChild(t) {
		return
	}
	dir := newDB(t, "")
	key, err := rsaKey("2048")
	must(t, err)
	c, pkcs8 := trusttest.Identity(t, "Encryption", key)
	w := openIdentity(t, dir)
	must(t, w.AddIdentity(t.Context(), c, pkcs8, "encryption"))
	must(t, w.Close())
	execKeys(t, dir, "UPDATE nssPrivate SET a108 = x'00', a109 = x'00'")
	w = openIdentity(t, dir)
	must(t, w.Prove(t.Context(), c))
	must(t, w.Close())
	execKeys(t, dir, "UPDATE nssPrivate SET a105 = x'00'")
	w = openIdentity(t, dir)
	defer w.Close()
	if err := w.Prove(t.Context(), c); !errors.Is(err, trust.ErrNotProven) {
		t.Errorf("a key that may do nothing: %v", err)
	}
}

// TestNotProven: a key that is not the certificate's, and one that cannot be read.
func TestNotProven(t *testing.T) {
	if !inChild(t) {
		return
	}
	for _, kind := range []string{"P-256", "RSA 2048"} {
		dir := newDB(t, "")
		i := slices.IndexFunc(samples(), func(s sample) bool { return s.name == kind })
		one, err := samples()[i].key()
		must(t, err)
		two, err := samples()[i].key()
		must(t, err)
		a, aKey := trusttest.Identity(t, "A", one)
		b, bKey := trusttest.Identity(t, "B", two)
		w := openIdentity(t, dir)
		must(t, w.AddIdentity(t.Context(), a, aKey, "a"))
		must(t, w.AddIdentity(t.Context(), b, bKey, "b"))
		sa, err := w.State(t.Context(), a)
		must(t, err)
		must(t, w.Close())
		// b's key stands under a's name now.
		execKeys(t, dir, "DELETE FROM nssPrivate WHERE a3 = CAST('a' AS BLOB)")
		execKeys(t, dir, "UPDATE nssPrivate SET a102 = ?", keyIDOf(t, dir, "a"))
		w = openIdentity(t, dir)
		if err := w.Prove(t.Context(), a); !errors.Is(err, trust.ErrNotProven) {
			t.Errorf("%s: another's key: %v", kind, err)
		}
		if _, err := w.Key(t.Context(), a); !errors.Is(err, trust.ErrKeyMismatch) {
			t.Errorf("%s: a backup of another's key: %v", kind, err)
		}
		if s, err := w.State(t.Context(), a); err != nil || s.Hash() != sa.Hash() {
			t.Errorf("%+v, %v", s, err)
		}
		must(t, w.Close())
		execKeys(t, dir, "UPDATE nssPrivate SET a11 = x'00', a123 = x'00'")
		w = openIdentity(t, dir)
		if err := w.Prove(t.Context(), a); !errors.Is(err, trust.ErrNotProven) {
			t.Errorf("%s: a key of rubbish: %v", kind, err)
		}
		must(t, w.Close())
	}
}

// TestKeyStays: a key that is marked so is not given out, and removed all the same.
func TestKeyStays(t *testing.T) {
	if !inChild(t) {
		return
	}
	dir := newDB(t, "")
	c, pkcs8 := trusttest.Identity(t, "Stays", ecKey(t))
	w := openIdentity(t, dir)
	must(t, w.AddIdentity(t.Context(), c, pkcs8, "stays"))
	must(t, w.Close())
	execKeys(t, dir, "UPDATE nssPrivate SET a162 = x'00'")
	w = openIdentity(t, dir)
	defer w.Close()
	if _, err := w.Key(t.Context(), c); !errors.Is(err, trust.ErrKeyStays) {
		t.Errorf("Key: %v, want trust.ErrKeyStays", err)
	}
	must(t, w.Prove(t.Context(), c))
	must(t, w.RemoveIdentity(t.Context(), c))
	if got := keysListed(t, dir, ""); len(got) > 0 {
		t.Errorf("certutil -K shows %q", got)
	}
}

// TestIdentityPassword: nothing is created for those who do not know it.
func TestIdentityPassword(t *testing.T) {
	if !inChild(t) {
		return
	}
	dir := newDB(t, "right")
	c, pkcs8 := trusttest.Identity(t, "Password", ecKey(t))
	for _, tt := range []struct {
		passwords []string
		err       error
	}{{nil, trust.ErrNeedPassword}, {[]string{"a", "b", ""}, trust.ErrWrongPassword}} {
		w := openIdentity(t, dir, tt.passwords...)
		if err := w.AddIdentity(t.Context(), c, pkcs8, ""); !errors.Is(err, tt.err) {
			t.Errorf("AddIdentity: %v, want %v", err, tt.err)
		}
		must(t, w.Close())
		if n := rows(t, dir, "nssPrivate") + rows(t, dir, "nssPublic"); n > 0 {
			t.Errorf("%d objects after %v", n, tt.err)
		}
	}
	w := openIdentity(t, dir, "right")
	must(t, w.AddIdentity(t.Context(), c, pkcs8, ""))
	must(t, w.Close())
	w = openIdentity(t, dir)
	defer w.Close()
	_, keyErr := w.Key(t.Context(), c)
	for what, err := range map[string]error{"Prove": w.Prove(t.Context(), c), "Key": keyErr, "RemoveIdentity": w.RemoveIdentity(t.Context(), c)} {
		if !errors.Is(err, trust.ErrNeedPassword) {
			t.Errorf("%s: %v, want trust.ErrNeedPassword", what, err)
		}
	}
	if s, err := w.State(t.Context(), c); err != nil || !s.HasKey || len(keysListed(t, dir, "right")) != 1 {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestRefusedByGo: a certificate that Go's parser refuses is a person's all the same, and so is one for RSASSA-PSS alone.
func TestRefusedByGo(t *testing.T) {
	if !inChild(t) {
		return
	}
	dir := newDB(t, "")
	w := openIdentity(t, dir)
	defer w.Close()
	for name, args := range map[string][]string{
		"RSA": {"rsa", "-pkeyopt", "rsa_keygen_bits:2048"}, "EC": {"ec", "-pkeyopt", "ec_paramgen_curve:P-256"}, "PSS": {"rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"},
	} {
		pkcs8 := normal(t, openssl(t, append([]string{"genpkey", "-outform", "DER", "-algorithm"}, args...)...))
		key := file(t, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}))
		c := certificateOf(t, string(openssl(t, "req", "-new", "-x509", "-subj", "/CN="+name, "-key", key, "-addext", "subjectAltName=DNS:x", "-addext", "2.5.29.17=DER:0500")))
		if name != "PSS" && c.Err() == nil {
			t.Errorf("%s: Go takes it", name)
		}
		must(t, w.AddIdentity(t.Context(), c, pkcs8, name))
		must(t, w.Prove(t.Context(), c))
		backup, err := w.Key(t.Context(), c)
		must(t, err)
		if !bytes.Equal(normal(t, backup), pkcs8) || !bytes.Equal(exported(t, dir, "", name), pkcs8) {
			t.Errorf("%s: another key comes back", name)
		}
		if got := keysListed(t, dir, ""); len(got) != 1 || !strings.HasSuffix(got[0], " "+name) {
			t.Errorf("%s: certutil -K shows %q", name, got)
		}
		must(t, w.RemoveIdentity(t.Context(), c))
	}
}
