package trust

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"math/big"
	"testing"

	"certviewer/cert"
)

// Where a key cannot go is known by its public half alone.
func TestKeyKinds(t *testing.T) {
	of := func(curve elliptic.Curve) any {
		key, err := ecdsa.GenerateKey(curve, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return key.Public()
	}
	edwards, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	numbers := func(bits uint, exponent int) any {
		return &rsa.PublicKey{N: new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), bits), big.NewInt(1)), E: exponent}
	}
	for name, k := range map[string]struct {
		key          any
		nss, windows bool
	}{
		"RSA-2048": {numbers(2048, 65537), true, true},
		"RSA-1023": {numbers(1023, 3), false, true},
		"EC-P256":  {of(elliptic.P256()), true, true},
		"EC-P521":  {of(elliptic.P521()), true, true},
		"EC-P224":  {of(elliptic.P224()), false, true},
		"Ed25519":  {edwards, false, false},
	} {
		spki, err := x509.MarshalPKIXPublicKey(k.key)
		if err != nil {
			t.Fatal(err)
		}
		c := &cert.Certificate{SPKI: spki, Key: name}
		checkKind(t, name+" in NSS", NSSHolds(c), k.nss)
		checkKind(t, name+" in Windows", WindowsHolds(c), k.windows)
	}
	checkKind(t, "nothing in NSS", NSSHolds(&cert.Certificate{}), false)
}

func checkKind(t *testing.T, what string, err error, holds bool) {
	t.Helper()
	_, kind := errors.AsType[*KeyKindError](err)
	if holds != (err == nil) || !holds && !kind {
		t.Errorf("%s: %v", what, err)
	}
}
