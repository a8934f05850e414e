package mozilla

import (
	"os"
	"testing"

	"certviewer/cert"
)

// alice returns one of two certificates of one person by one issuer, "old" or "new". Firefox ESR 153 remembered the old one in
// testdata/ClientAuthRememberList.bin: for a site that asked for it by TLS, and by rememberDecisionScriptable.
func alice(t testing.TB, which string) *cert.Certificate {
	t.Helper()
	c := cert.Parse(read(t, "alice-"+which+".der"))
	if c.Subject.CommonName() != "Alice" {
		t.Fatalf("testdata has changed: %v", c.Subject)
	}
	return c
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
