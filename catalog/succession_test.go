package catalog

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"math/big"
	"testing"
	"time"

	"certviewer/cert"
)

// someones is a person's certificate; its signature is worthless.
func someones(t *testing.T, subject, issuer cert.Name, year int, mail ...string) *cert.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(year, 4, 1, 0, 0, 0, 0, time.UTC)
	template := &x509.Certificate{SerialNumber: big.NewInt(int64(year)), RawSubject: subject.Raw, NotBefore: from, NotAfter: from.AddDate(4, 0, 0), EmailAddresses: mail}
	der, err := x509.CreateCertificate(rand.Reader, template, &x509.Certificate{RawSubject: issuer.Raw}, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return cert.Parse(der)
}

func TestSupersedes(t *testing.T) {
	old := name(t, "C=JP", "L=Academe", "O=National Institute of Informatics", "CN=NII Open Domain CA - G4")
	since := name(t, "C=JP", "O=SECOM Trust Systems CO.,LTD.", "OU=SECOM Passport for Member 2.0 PUB", "CN=SECOM Passport for Member PUB CA8")
	servers := name(t, "C=JP", "O=National Institute of Informatics", "CN=NII Open Domain CA - G5")
	company, other := name(t, "O=Example Co.", "CN=Example CA"), name(t, "O=Example Co.", "CN=Example CA 2")
	me, namesake, elsewhere := name(t, "O=Univ", "CN=j20-0001"), name(t, "O=Univ", "CN=j20-0002"), name(t, "O=Other Univ", "CN=j20-0001")
	nobody := name(t, "O=Univ")
	for what, x := range map[string]struct {
		next, old *cert.Certificate
		want      bool
	}{
		"one issuer":                   {someones(t, me, old, 2025), someones(t, me, old, 2021), true},
		"the older is no successor":    {someones(t, me, old, 2021), someones(t, me, old, 2025), false},
		"of one day":                   {someones(t, me, old, 2021), someones(t, me, old, 2021), false},
		"issuers of the family":        {someones(t, me, since, 2025), someones(t, me, old, 2021), true},
		"a family's issuer of servers": {someones(t, me, servers, 2025), someones(t, me, old, 2021), false},
		"a company's":                  {someones(t, me, company, 2025), someones(t, me, company, 2021), true},
		"a company's two issuers":      {someones(t, me, other, 2025), someones(t, me, company, 2021), false},
		"another person":               {someones(t, namesake, old, 2025), someones(t, me, old, 2021), false},
		"another university":           {someones(t, elsewhere, old, 2025), someones(t, me, old, 2021), false},
		"nobody's name":                {someones(t, nobody, old, 2025), someones(t, nobody, old, 2021), false},
		"one address":                  {someones(t, namesake, old, 2025, "b@x.jp", "A@x.jp"), someones(t, me, old, 2021, "a@X.jp"), true},
		"two addresses, one name":      {someones(t, me, old, 2025, "b@x.jp"), someones(t, me, old, 2021, "a@x.jp"), false},
		"an address in one of them":    {someones(t, me, old, 2025, "a@x.jp"), someones(t, me, old, 2021), true},
	} {
		if got := loaded(t).Supersedes(x.next, x.old); got != x.want {
			t.Errorf("%s: %v", what, got)
		}
	}
}
