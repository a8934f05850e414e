package trusttest

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"testing"

	"certviewer/cert"
	"certviewer/trust"
)

// TestIdentityWriter checks that a store keeps the promises of trust.IdentityWriter. open returns one for an empty
// store; it is closed here. A *trust.KeyKindError for a key which the store cannot hold ends the case.
func TestIdentityWriter(t *testing.T, k Kind, open func(*testing.T) trust.IdentityWriter) {
	keys := map[string]func() (crypto.Signer, error){
		"RSA":  func() (crypto.Signer, error) { return rsa.GenerateKey(rand.Reader, 2048) },
		"P256": func() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) },
		"P384": func() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P384(), rand.Reader) },
		"P521": func() (crypto.Signer, error) { return ecdsa.GenerateKey(elliptic.P521(), rand.Reader) },
	}
	for _, kind := range []string{"RSA", "P256", "P384", "P521"} {
		t.Run(kind, func(t *testing.T) {
			w := open(t)
			key, err := keys[kind]()
			must(t, err)
			testIdentity(t, w, k.some(), key)
			testIdentityRefused(t, w, key)
			testIdentityRestore(t, w, k.some(), key)
			must(t, w.Close())
		})
	}
	t.Run("clash", func(t *testing.T) {
		w := open(t)
		a, b := Twins(t, "Twins")
		must(t, w.Add(t.Context(), a, "", k.some()))
		_, key := Identity(t, "Other", ecKey(t))
		if err := w.AddIdentity(t.Context(), b, key, ""); !errors.Is(err, trust.ErrSerialClash) && !errors.Is(err, trust.ErrKeyMismatch) {
			t.Errorf("AddIdentity: %v, want trust.ErrSerialClash", err)
		}
		must(t, w.Close())
	})
}

// testIdentity puts a key in, finds it there, and takes it out.
func testIdentity(t *testing.T, w trust.IdentityWriter, want trust.Want, key crypto.Signer) {
	c, pkcs8 := Identity(t, "Person", key)
	given := bytes.Clone(pkcs8)
	before := state(t, w, c)
	absent(t, w, c)
	err := w.AddIdentity(t.Context(), c, pkcs8, "a person")
	if kind, ok := errors.AsType[*trust.KeyKindError](err); ok {
		sameState(t, "after a refusal", before, state(t, w, c))
		t.Skipf("the store takes no %s keys: %v", kind.Kind, err)
	}
	must(t, err)
	if !bytes.Equal(given, pkcs8) {
		t.Error("the key is changed, which is the caller's")
	}
	s := state(t, w, c)
	if !s.Present || !s.HasKey || s.Name != "a person" {
		t.Errorf("after AddIdentity: %+v", s)
	}
	holds(t, s, trust.Want{})
	must(t, w.Prove(t.Context(), c))
	sameKey(t, w, c, key)
	if err := w.AddIdentity(t.Context(), c, pkcs8, "again"); !errors.Is(err, trust.ErrPresent) {
		t.Errorf("AddIdentity again: %v, want trust.ErrPresent", err)
	}
	if err := w.Remove(t.Context(), c); !errors.Is(err, trust.ErrHasKey) {
		t.Errorf("Remove: %v, want trust.ErrHasKey", err)
	}
	sameState(t, "after refusals", s, state(t, w, c))

	renewed, _ := Identity(t, "Person", key) // with the same key
	must(t, w.AddIdentity(t.Context(), renewed, pkcs8, "renewed"))
	must(t, w.RemoveIdentity(t.Context(), c))
	sameState(t, "after RemoveIdentity", before, state(t, w, c))
	must(t, w.Prove(t.Context(), renewed)) // which has its key still
	sameKey(t, w, renewed, key)
	must(t, w.RemoveIdentity(t.Context(), renewed))
	absent(t, w, renewed)

	// A certificate that is there already gets its key, and keeps its name and trust.
	must(t, w.Add(t.Context(), c, "without key", want))
	if err := w.Prove(t.Context(), c); !errors.Is(err, trust.ErrNotProven) {
		t.Errorf("Prove without a key: %v, want trust.ErrNotProven", err)
	}
	if _, err := w.Key(t.Context(), c); !errors.Is(err, trust.ErrNotPresent) {
		t.Errorf("Key without a key: %v, want trust.ErrNotPresent", err)
	}
	must(t, w.AddIdentity(t.Context(), c, pkcs8, "another name"))
	if s := state(t, w, c); !s.HasKey || s.Name != "without key" {
		t.Errorf("a key for a certificate: %+v", s)
	}
	holds(t, state(t, w, c), want)
	must(t, w.Prove(t.Context(), c))
	must(t, w.RemoveIdentity(t.Context(), c))
	absent(t, w, c)
}

// testIdentityRefused: what fails changes nothing.
func testIdentityRefused(t *testing.T, w trust.IdentityWriter, key crypto.Signer) {
	c, pkcs8 := Identity(t, "Refused", key)
	before := state(t, w, c)
	_, others := Identity(t, "Other", ecKey(t))
	for what, bad := range map[string][]byte{"nothing": nil, "rubbish": []byte("rubbish"), "half a key": pkcs8[:len(pkcs8)/2], "another key": others} {
		if err := w.AddIdentity(t.Context(), c, bad, ""); !errors.Is(err, trust.ErrKeyMismatch) {
			t.Errorf("AddIdentity of %s: %v, want trust.ErrKeyMismatch", what, err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.AddIdentity(ended, c, pkcs8, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("AddIdentity after the end of its context: %v", err)
	}
	if err := w.AddIdentity(t.Context(), cert.Parse([]byte("no certificate")), pkcs8, ""); err == nil {
		t.Error("AddIdentity takes what is no certificate")
	}
	sameState(t, "after refusals", before, state(t, w, c))
	absent(t, w, c)
}

// testIdentityRestore: Restore gives names and trust, and neither gives nor takes keys.
func testIdentityRestore(t *testing.T, w trust.IdentityWriter, want trust.Want, key crypto.Signer) {
	c, pkcs8 := Identity(t, "Restored", key)
	nothing := state(t, w, c)
	must(t, w.AddIdentity(t.Context(), c, pkcs8, "restored"))
	first := state(t, w, c)
	must(t, w.SetTrust(t.Context(), c, want))
	if s := state(t, w, c); !s.HasKey {
		t.Errorf("SetTrust takes the key: %+v", s)
	}
	must(t, w.Restore(t.Context(), c, stored(t, first)))
	sameState(t, "back from SetTrust", first, state(t, w, c))
	if err := w.Restore(t.Context(), c, stored(t, nothing)); !errors.Is(err, trust.ErrHasKey) {
		t.Errorf("Restore of nothing: %v, want trust.ErrHasKey", err)
	}
	sameState(t, "after a refusal", first, state(t, w, c))
	must(t, w.RemoveIdentity(t.Context(), c))
	sameState(t, "back from AddIdentity", nothing, state(t, w, c))
	must(t, w.Restore(t.Context(), c, stored(t, first)))
	if s := state(t, w, c); !s.Present || s.HasKey || s.Name != first.Name {
		t.Errorf("Restore of a certificate whose key is gone: %+v", s)
	}
	must(t, w.Remove(t.Context(), c))
}

// absent checks that there is nothing of c.
func absent(t *testing.T, w trust.IdentityWriter, c *cert.Certificate) {
	t.Helper()
	if err := w.Prove(t.Context(), c); !errors.Is(err, trust.ErrNotPresent) {
		t.Errorf("Prove: %v, want trust.ErrNotPresent", err)
	}
	if _, err := w.Key(t.Context(), c); !errors.Is(err, trust.ErrNotPresent) {
		t.Errorf("Key: %v, want trust.ErrNotPresent", err)
	}
	if err := w.RemoveIdentity(t.Context(), c); !errors.Is(err, trust.ErrNotPresent) {
		t.Errorf("RemoveIdentity: %v, want trust.ErrNotPresent", err)
	}
}

// sameKey checks that the store gives out the very key.
func sameKey(t *testing.T, w trust.IdentityWriter, c *cert.Certificate, want crypto.Signer) {
	t.Helper()
	pkcs8, err := w.Key(t.Context(), c)
	must(t, err)
	got, err := x509.ParsePKCS8PrivateKey(pkcs8)
	must(t, err)
	if k, ok := want.(interface{ Equal(crypto.PrivateKey) bool }); !ok || !k.Equal(got) {
		t.Error("the store gives out another key")
	}
}

func ecKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	return key
}
