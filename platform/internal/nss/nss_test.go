package nss_test

import (
	"crypto/sha1"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/platform/internal/nss"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

func TestLevelOf(t *testing.T) {
	for v, want := range map[uint64]nss.Level{
		0: nss.Unknown, 1: nss.Peer, 2: nss.Anchor, 3: nss.Distrusted, 4: nss.MustVerify, 5: nss.Unknown,
		0xCE534351: nss.Peer, 0xCE534352: nss.Anchor, 0xCE534353: nss.MustVerify, 0xCE534354: nss.Unknown,
		0xCE534355: nss.Unknown, 0xCE53435A: nss.Distrusted, 0xCE53435B: nss.ValidCA, 1<<64 - 1: nss.Unknown,
	} {
		if got := nss.LevelOf(v); got != want {
			t.Errorf("LevelOf(%#x) = %d, want %d", v, got, want)
		}
	}
}

// token is a token with one certificate, and records for it.
func token(c *cert.Certificate, classic, modern []nss.Record) *nss.Token {
	t := &nss.Token{NSSTrust: classic, Trust: modern, KeyIDs: map[string]bool{"": true}}
	for _, rs := range [][]nss.Record{classic, modern} {
		for i := range rs {
			rs[i].Issuer, rs[i].Serial = c.Issuer.Raw, c.Serial
		}
	}
	t.Add(&nss.Certificate{DER: c.Raw, Label: "label\x00rest", Issuer: c.Issuer.Raw, Serial: c.Serial})
	return t
}

// TestRecordOfCertificate: the first record of an issuer and serial number, if its hash fits.
func TestRecordOfCertificate(t *testing.T) {
	c := trusttest.Root(t, "root")
	short, long := sha1.Sum(c.Raw), sha256.Sum256(c.Raw)
	yes, no := nss.Record{Server: nss.Anchor}, nss.Record{Server: nss.Distrusted}
	with := func(r nss.Record, hash []byte) nss.Record { r.Hash = hash; return r }
	for _, tt := range []struct {
		name    string
		records []nss.Record
		want    trust.Verdict
	}{
		{"none", nil, trust.Unstated},
		{"without hash", []nss.Record{yes}, trust.Trusted},
		{"SHA-1", []nss.Record{with(yes, short[:])}, trust.Trusted},
		{"SHA-256", []nss.Record{with(yes, long[:])}, trust.Trusted},
		{"another SHA-1", []nss.Record{with(yes, make([]byte, 20))}, trust.Unstated},
		{"another SHA-256", []nss.Record{with(yes, make([]byte, 32))}, trust.Unstated},
		{"no hash at all", []nss.Record{with(yes, []byte("odd"))}, trust.Unstated},
		{"two, the first counts", []nss.Record{no, yes}, trust.Distrusted},
		{"two, the first is another's", []nss.Record{with(no, make([]byte, 20)), yes}, trust.Unstated},
	} {
		e := token(c, tt.records, nil).Entries(nss.Classic, nil)[0]
		if got := e.For(cert.Server).Verdict; got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		if e.Name != "label" || e.HasKey {
			t.Errorf("%s: %+v", tt.name, e)
		}
	}
}

// TestDistrustAfter: the date belongs to trust and to nothing else, and its last second counts.
func TestDistrustAfter(t *testing.T) {
	c := trusttest.Root(t, "root")
	last := time.Date(2020, 8, 31, 23, 59, 59, 0, time.UTC)
	for l, want := range map[nss.Level]string{
		nss.Anchor: "trusted 2020-09-01", nss.Peer: "trusted 2020-09-01", nss.Distrusted: "distrusted", nss.MustVerify: "unstated", nss.Unknown: "unstated",
	} {
		tok := &nss.Token{NSSTrust: []nss.Record{{Issuer: c.Issuer.Raw, Server: l, Email: l}}}
		tok.Add(&nss.Certificate{DER: c.Raw, Issuer: c.Issuer.Raw, ServerDistrustAfter: last})
		e := tok.Entries(nss.Classic, nil)[0]
		j := e.For(cert.Server)
		got := string(j.Verdict)
		if j.IssuedBefore != nil {
			got = fmt.Sprintf("%s %s", got, j.IssuedBefore.Format(time.DateOnly))
		}
		if got != want || e.For(cert.Email).IssuedBefore != nil {
			t.Errorf("level %d: %s, want %s; email %v", l, got, want, e.For(cert.Email))
		}
	}
}

// TestMany: the order is that of the token, whatever order the parsing ends in; copies are dropped.
func TestMany(t *testing.T) {
	const n = 200
	var tok nss.Token
	var want []cert.Fingerprint
	for i := range n {
		c := trusttest.Root(t, fmt.Sprint(i))
		want = append(want, c.SHA256)
		tok.Add(&nss.Certificate{DER: c.Raw})
		if i%3 == 0 {
			tok.Add(&nss.Certificate{DER: c.Raw})
		}
	}
	entries := tok.Entries(nss.Modern, func(*nss.Certificate) trust.Origin { return trust.Vendor })
	if len(entries) != n {
		t.Fatalf("%d entries of %d", len(entries), n)
	}
	for i, e := range entries {
		if e.Certificate.SHA256 != want[i] || e.Origin != trust.Vendor {
			t.Fatalf("entry %d is another", i)
		}
	}
}
