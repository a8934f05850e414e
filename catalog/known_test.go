package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"certviewer/cert"
)

func TestKnownBad(t *testing.T) {
	c := loaded(t)
	superfish := &cert.Certificate{SHA256: fingerprint(t, "b6fe9151402bad1c06d7e66db67a26aa7356f2e6c644dbcf9f98968ff632e1b7")}
	if b := c.KnownBad(superfish); b == nil || b.Name != "Superfish" {
		t.Errorf("Superfish is %v", b)
	}
	if b := c.KnownBad(c.RootByID("digicert-trusted-root-g4").Certificate()); b != nil {
		t.Errorf("G4 is taken for %s", b.Name)
	}
	if b := c.KnownBad(&cert.Certificate{}); b != nil {
		t.Errorf("an empty certificate is taken for %s", b.Name)
	}
	// The key is what is bad: a new certificate made with it is as bad.
	leaked := []byte("a public key")
	bad := &Catalog{Bad: []Bad{{Name: "leaked", SPKI: sha256.Sum256(leaked)}}}
	if b := bad.KnownBad(&cert.Certificate{SHA256: cert.Fingerprint{1}, SPKI: leaked}); b == nil {
		t.Error("a known key in a new certificate goes unnoticed")
	}
}

func TestRevokedIntermediate(t *testing.T) {
	c := loaded(t)
	serial, err := hex.DecodeString("0e9fa1d4c459b3d01a1da2762b83509c")
	if err != nil {
		t.Fatal(err)
	}
	revoked := &cert.Certificate{Serial: serial, Subject: name(t, "C=US", "O=DigiCert Inc", "CN=DigiCert SHA2 Assured ID CA - G1")}
	if r := c.RevokedIntermediate(revoked); r == nil || !r.Date.Equal(day("2022-10-14")) {
		t.Errorf("the revoked intermediate: %+v", r)
	}
	for what, x := range map[string]*cert.Certificate{
		"another name":   {Serial: serial, Subject: name(t, "CN=DigiCert SHA2 Assured ID CA")},
		"another serial": {Serial: changed(serial, 0), Subject: revoked.Subject},
		"nothing":        {},
	} {
		if r := c.RevokedIntermediate(x); r != nil {
			t.Errorf("%s is taken for revoked", what)
		}
	}
}
