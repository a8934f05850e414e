package probe

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"testing"
	"time"

	"certviewer/facts"
)

// An idp is an issuingDistributionPoint.
type idp struct {
	Point    asn1.RawValue  `asn1:"optional,tag:0"`
	User     bool           `asn1:"optional,tag:1"`
	CA       bool           `asn1:"optional,tag:2"`
	Reasons  asn1.BitString `asn1:"optional,tag:3"`
	Indirect bool           `asn1:"optional,tag:4"`
}

func scope(t *testing.T, p idp) func(*x509.RevocationList) {
	der, err := asn1.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return func(l *x509.RevocationList) {
		l.ExtraExtensions = []pkix.Extension{{Id: []int{2, 5, 29, 28}, Critical: true, Value: der}}
	}
}

// point is a distributionPoint with one address as its full name.
func point(address string) asn1.RawValue {
	uri, _ := asn1.Marshal(asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 6, Bytes: []byte(address)})
	full, _ := asn1.Marshal(asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: uri})
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: full}
}

func TestList(t *testing.T) {
	ca, other := newAuthority(t, "CA"), newAuthority(t, "other")
	same := newAuthority(t, "CA")
	d := newDesk(t)
	here := d.URL + "/list"
	extension := func(critical bool, oid ...int) func(*x509.RevocationList) {
		return func(l *x509.RevocationList) {
			l.ExtraExtensions = []pkix.Extension{{Id: oid, Critical: critical, Value: []byte{2, 1, 1}}}
		}
	}
	entryExtension := func(critical bool, oid ...int) func(*x509.RevocationList) {
		return func(l *x509.RevocationList) {
			l.RevokedCertificateEntries[0].ExtraExtensions = []pkix.Extension{{Id: oid, Critical: critical, Value: []byte{5, 0}}}
		}
	}
	times := func(from, until time.Duration) func(*x509.RevocationList) {
		return func(l *x509.RevocationList) { l.ThisUpdate, l.NextUpdate = now.Add(from), now.Add(until) }
	}
	changed := ca.list(t, nil, 4711)
	changed[len(changed)-1] ^= 1
	for name, c := range map[string]struct {
		list    []byte
		status  facts.RevocationStatus
		problem facts.RevocationProblem
	}{
		"empty":     {ca.list(t, nil), facts.Good, ""},
		"of others": {ca.list(t, nil, 1, 4710, 47110), facts.Good, ""},
		"with it":   {ca.list(t, nil, 1, 4711, 5000), facts.Revoked, ""},
		"as PEM":    {pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: ca.list(t, nil, 4711)}), facts.Revoked, ""},
		"far ahead": {ca.list(t, func(l *x509.RevocationList) {
			l.RevokedCertificateEntries[0].RevocationTime = time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC)
		}, 1, 4711), facts.Revoked, ""},
		"another's":     {other.list(t, nil), "", facts.WrongSigner},
		"same name":     {same.list(t, nil), "", facts.WrongSigner},
		"changed":       {changed, "", facts.WrongSigner},
		"old":           {ca.list(t, times(-48*time.Hour, -time.Hour)), "", facts.Outdated},
		"to come":       {ca.list(t, times(time.Hour, 2*time.Hour)), "", facts.FromFuture},
		"a delta":       {ca.list(t, extension(true, 2, 5, 29, 27)), "", facts.NotSupported},
		"new critical":  {ca.list(t, extension(true, 1, 2, 3)), "", facts.NotSupported},
		"new":           {ca.list(t, extension(false, 1, 2, 3)), facts.Good, ""},
		"indirect":      {ca.list(t, scope(t, idp{Indirect: true})), "", facts.NotSupported},
		"some reasons":  {ca.list(t, scope(t, idp{Reasons: asn1.BitString{Bytes: []byte{0x40}, BitLength: 2}})), "", facts.NotSupported},
		"of CAs":        {ca.list(t, scope(t, idp{CA: true})), "", facts.AboutAnother},
		"of users":      {ca.list(t, scope(t, idp{User: true}), 4711), facts.Revoked, ""},
		"this point's":  {ca.list(t, scope(t, idp{Point: point(here), User: true})), facts.Good, ""},
		"other point's": {ca.list(t, scope(t, idp{Point: point(here + "2")})), "", facts.AboutAnother},
		"entry of another issuer, on an indirect list": {ca.list(t, entryExtension(true, 2, 5, 29, 29), 1), "", facts.NotSupported},
		"entry with something new and critical":        {ca.list(t, entryExtension(true, 1, 2, 3), 1), "", facts.NotSupported},
		"entry with something new":                     {ca.list(t, entryExtension(false, 1, 2, 3), 1, 4711), facts.Revoked, ""},
		"nothing":                                      {nil, "", facts.Unreadable},
		"a page":                                       {[]byte("<html>"), "", facts.Unreadable},
		"cut off":                                      {changed[:len(changed)/2], "", facts.Unreadable},
	} {
		t.Run(name, func(t *testing.T) {
			d.list = says(c.list)
			got := last(ask(t, ca.person(t, "", here), ca))
			if got.Status != c.status || got.Problem != c.problem {
				t.Errorf("%q %q (%s), want %q %q", got.Status, got.Problem, got.Detail, c.status, c.problem)
			}
			if got.Status == facts.Revoked && (got.Reason != "keyCompromise" || got.RevokedAt.IsZero()) {
				t.Errorf("%+v", got)
			}
		})
	}
}

// An authority whose key may not sign lists has not signed this one.
func TestListByKeyForCertificates(t *testing.T) {
	ca := newAuthority(t, "CA")
	list := ca.list(t, nil)
	narrow := authority{}.issue(t, &x509.Certificate{Subject: ca.x.Subject, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign, SerialNumber: big.NewInt(1)})
	d := newDesk(t)
	d.list = says(list)
	if got := last(ask(t, narrow.person(t, "", d.URL+"/list"), narrow)); got.Problem != facts.WrongSigner {
		t.Errorf("%+v", got)
	}
}

// A list of half a million is read in little more memory than it has itself.
func TestLongList(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a list of 500,000 entries")
	}
	ca := newAuthority(t, "CA")
	l := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: now, NextUpdate: now.Add(time.Hour)}
	for n := range int64(500_000) {
		l.RevokedCertificateEntries = append(l.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: big.NewInt(5000 + n), RevocationTime: now})
	}
	data := ca.list(t, func(to *x509.RevocationList) {
		to.RevokedCertificateEntries = append(l.RevokedCertificateEntries, to.RevokedCertificateEntries...)
	}, 4711)
	p := pair{ca.person(t, "", "http://example.jp/list").X509(), ca.x, now}
	var q facts.Inquiry
	result := testing.AllocsPerRun(1, func() {
		if err := readList(data, p, &q); err != nil {
			t.Fatal(err)
		}
	})
	if q.Status != facts.Revoked || result > 1000 {
		t.Errorf("%s with %.0f allocations for %d bytes", q.Status, result, len(data))
	}
}
