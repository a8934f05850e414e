package catalog

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"strings"
	"testing"
	"time"

	"certviewer/cert"
)

// name makes a distinguished name from "C=JP", "O=…", in the order of the encoding.
func name(t testing.TB, parts ...string) cert.Name {
	t.Helper()
	oids := map[string]asn1.ObjectIdentifier{"C": {2, 5, 4, 6}, "L": {2, 5, 4, 7}, "O": {2, 5, 4, 10}, "OU": {2, 5, 4, 11}, "CN": {2, 5, 4, 3}}
	var rdns pkix.RDNSequence
	for _, p := range parts {
		key, value, _ := strings.Cut(p, "=")
		rdns = append(rdns, pkix.RelativeDistinguishedNameSET{{Type: oids[key], Value: value}})
	}
	raw, err := asn1.Marshal(rdns)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), RawSubject: raw}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return cert.Parse(der).Subject
}

func TestUPKIIssuers(t *testing.T) {
	u := loaded(t).UPKI()
	const nii, secom = "O=National Institute of Informatics", "O=SECOM Trust Systems CO.,LTD."
	for _, x := range []struct {
		parts               []string
		old, family, listed bool
	}{
		{[]string{"C=JP", "L=Academe", nii, "CN=NII Open Domain CA - G4"}, true, true, true},
		{[]string{"C=JP", "L=Academe", nii, "CN=NII Open Domain S/MIME CA"}, true, true, true},
		{[]string{"C=JP", nii, "CN=NII Open Domain S/MIME CA - G2"}, true, true, true},
		{[]string{"C=JP", nii, "CN=NII Open Domain ClientAuth CA"}, true, true, true},
		{[]string{"C=JP", secom, "OU=SECOM Passport for Member 2.0 PUB", "CN=SECOM Passport for Member PUB CA8"}, false, true, true},
		{[]string{"C=JP", "O=SECOM Trust Systems Co., Ltd.", "CN=SECOM Passport for PublicID SMIME RSA CA 2024"}, false, true, true},
		// servers and code
		{[]string{"C=JP", "L=Academe", nii, "CN=NII Open Domain CA - G3"}, false, false, true},
		{[]string{"C=JP", nii, "CN=NII Open Domain CA - G5"}, false, false, true},
		{[]string{"C=JP", secom, "CN=NII Open Domain CA - G7 RSA"}, false, false, true},
		{[]string{"C=JP", "L=Academe", nii, "CN=NII Open Domain Code Signing CA - G2"}, false, false, true},
		// newer than the list
		{[]string{"C=JP", nii, "CN=NII Private CA 9"}, false, true, false},
		{[]string{"C=JP", "O=Somebody", "CN=NII Open Domain CA - G99"}, false, true, false},
		{[]string{"C=JP", secom, "CN=SECOM Passport for Member PRI CA1"}, false, true, false},
		// another order of the same parts is another name
		{[]string{"C=JP", nii, "L=Academe", "CN=NII Open Domain CA - G4"}, false, true, false},
		// not the family
		{[]string{"C=JP", "O=Niigata University", "CN=NIIgata CA"}, false, false, false},
		{[]string{"C=JP", secom, "OU=Security Communication RootCA2"}, false, false, false},
		{nil, false, false, false},
	} {
		n := name(t, x.parts...)
		if old, family, listed := u.IsOldIssuer(n), u.InFamily(n), u.Listed(n); old != x.old || family != x.family || listed != x.listed {
			t.Errorf("%v: old %t, family %t, listed %t", x.parts, old, family, listed)
		}
	}
	if len(u.Issuers) == 0 || u.Source.Title == "" {
		t.Error("no issuers or no source")
	}
}

// The notice counts days in Japan: the 25th begins at 15:00 UTC of the 24th.
func TestUPKIDates(t *testing.T) {
	u := loaded(t).UPKI()
	if want := time.Date(2020, 12, 24, 15, 0, 0, 0, time.UTC); !u.Cutoff.Equal(want) {
		t.Errorf("cutoff %s", u.Cutoff.UTC())
	}
	if want := time.Date(2022, 1, 16, 15, 0, 0, 0, time.UTC); !u.Stopped.Equal(want) {
		t.Errorf("stopped %s", u.Stopped.UTC())
	}
}
