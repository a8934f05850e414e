//go:build cgo && linux

package softoken_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// A sample is a kind of key that a database holds.
type sample struct {
	name string
	key  func() (crypto.Signer, error)
}

func samples() []sample {
	out := []sample{
		{"P-256", func() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }},
		{"P-384", func() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P384(), rand.Reader) }},
		{"P-521", func() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P521(), rand.Reader) }},
		{"P-256, number with a leading zero", func() (crypto.Signer, error) {
			return ecdsa.ParseRawPrivateKey(elliptic.P256(), append([]byte{0, 0}, bytes.Repeat([]byte{7}, 30)...))
		}},
	}
	for _, bits := range []string{"1024", "2048", "3072"} {
		out = append(out, sample{"RSA " + bits, func() (crypto.Signer, error) { return rsaKey(bits) }})
	}
	return out
}

// rsaKey is one of OpenSSL's, which is quicker than Go's for long ones.
func rsaKey(bits string) (*rsa.PrivateKey, error) {
	text, err := exec.Command("openssl", "genrsa", bits).Output()
	if err != nil {
		n, err := strconv.Atoi(bits)
		if err != nil {
			return nil, err
		}
		return rsa.GenerateKey(rand.Reader, n)
	}
	p, _ := pem.Decode(text)
	key, err := x509.ParsePKCS8PrivateKey(p.Bytes)
	if err != nil {
		return nil, err
	}
	return key.(*rsa.PrivateKey), nil
}

// TestKinds: certutil and pk12util are the judges of what was written.
func TestKinds(t *testing.T) {
	if !inChild(t) {
		return
	}
	for _, password := range []string{"", "pass word"} {
		dir := newDB(t, password)
		w := openIdentity(t, dir, password)
		for _, tt := range samples() {
			if password != "" && tt.name != "P-256" && tt.name != "RSA 2048" {
				continue // it makes the tools slow, and is all the same to keys
			}
			key, err := tt.key()
			must(t, err)
			c, pkcs8 := trusttest.Identity(t, tt.name, key)
			must(t, w.AddIdentity(t.Context(), c, pkcs8, "name of "+tt.name))
			must(t, w.Prove(t.Context(), c))
			if got := listed(t, dir); !slices.Equal(got, []string{"name of " + tt.name + " u,u,u"}) {
				t.Errorf("%s: certutil -L shows %q", tt.name, got)
			}
			if got := keysListed(t, dir, password); len(got) != 1 || !strings.HasSuffix(got[0], " name of "+tt.name) {
				t.Errorf("%s: certutil -K shows %q", tt.name, got)
			}
			if got := exported(t, dir, password, "name of "+tt.name); !bytes.Equal(got, pkcs8) {
				t.Errorf("%s: pk12util -o gives back another key", tt.name)
			}
			backup, err := w.Key(t.Context(), c)
			must(t, err)
			if got := normal(t, backup); !bytes.Equal(got, pkcs8) {
				t.Errorf("%s: OpenSSL reads another key in the backup", tt.name)
			}
			if s, err := w.State(t.Context(), c); err != nil || !s.HasKey || s.Native != "u,u,u" {
				t.Errorf("%s: %+v, %v", tt.name, s, err)
			}
			must(t, w.RemoveIdentity(t.Context(), c))
			if got := append(listed(t, dir), keysListed(t, dir, password)...); len(got) > 0 {
				t.Errorf("%s: after RemoveIdentity certutil shows %q", tt.name, got)
			}
		}
		must(t, w.Close())
		for _, table := range []string{"nssPublic", "nssPrivate"} {
			if n := rows(t, dir, table); n > 0 {
				t.Errorf("%d objects are left in %s", n, table)
			}
		}
	}
}

// TestOtherKinds: keys that NSS does not hold are refused by name, before anybody is asked for a password.
func TestOtherKinds(t *testing.T) {
	if !inChild(t) {
		return
	}
	w := openIdentity(t, newDB(t, "never asked for"))
	defer w.Close()
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	small, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	must(t, err)
	for name, key := range map[string]crypto.Signer{"Ed25519": edwards, "EC-P224": small} {
		c, pkcs8 := trusttest.Identity(t, name, key)
		err := w.AddIdentity(t.Context(), c, pkcs8, "")
		if e, ok := errors.AsType[*trust.KeyKindError](err); !ok || e.Kind != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAsPK12util: what we write is, attribute for attribute, what pk12util writes.
func TestAsPK12util(t *testing.T) {
	if !inChild(t) {
		return
	}
	if os.Getenv(newest) != "" {
		t.Skip("pk12util is the system's, which is older")
	}
	for _, tt := range samples()[:5] {
		theirs, ours := newDB(t, ""), newDB(t, "")
		key, err := tt.key()
		must(t, err)
		c, pkcs8 := trusttest.Identity(t, "Same", key)
		importP12(t, theirs, "", p12(t, c, pkcs8, "a name"))
		w := openIdentity(t, ours)
		must(t, w.AddIdentity(t.Context(), c, pkcs8, "a name"))
		must(t, w.Close())
		for _, table := range []string{"nssPublic", "nssPrivate"} {
			mine, peer := objects(t, ours, table), objects(t, theirs, table)
			if !slices.Equal(mine, peer) {
				t.Errorf("%s, %s:\nours:   %s\ntheirs: %s", tt.name, table, strings.Join(mine, "\n        "), strings.Join(peer, "\n        "))
			}
		}
	}
}

// TestImported: what pk12util put there is seen, proven, given out and removed by us.
func TestImported(t *testing.T) {
	if !inChild(t) {
		return
	}
	for _, password := range []string{"", "secret"} {
		dir := newDB(t, password)
		for _, tt := range samples()[2:6] {
			key, err := tt.key()
			must(t, err)
			c, pkcs8 := trusttest.Identity(t, tt.name, key)
			importP12(t, dir, password, p12(t, c, pkcs8, "theirs"))
			w := openIdentity(t, dir, password)
			if s, err := w.State(t.Context(), c); err != nil || !s.HasKey || s.Name != "theirs" {
				t.Errorf("%s: %+v, %v", tt.name, s, err)
			}
			must(t, w.Prove(t.Context(), c))
			if s, err := w.State(t.Context(), c); err != nil || !s.HasKey { // logged in by now
				t.Errorf("%s: %+v, %v", tt.name, s, err)
			}
			backup, err := w.Key(t.Context(), c)
			must(t, err)
			if !bytes.Equal(normal(t, backup), pkcs8) {
				t.Errorf("%s: another key", tt.name)
			}
			if err := w.AddIdentity(t.Context(), c, pkcs8, ""); !errors.Is(err, trust.ErrPresent) {
				t.Errorf("%s: AddIdentity: %v, want trust.ErrPresent", tt.name, err)
			}
			must(t, w.RemoveIdentity(t.Context(), c))
			must(t, w.Close())
			if n := rows(t, dir, "nssPrivate") + rows(t, dir, "nssPublic"); n > 0 {
				t.Errorf("%s: %d objects are left", tt.name, n)
			}
		}
	}
}
