package app

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"slices"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// The system is asked about the purposes that its own programs are judged for, with the way up that was found, as of the clock;
// what it says is held against the judgement of these programs.
func TestSystemView(t *testing.T) {
	root, key := trusttest.RootWithKey(t, "root")
	leaf := trusttest.Issued(t, "www.example.jp", root, key)
	own := []trust.StoreID{"user/Root"}
	host := &facts.Host{
		Computer: facts.Computer{OS: "windows", Clock: someday},
		Stores:   []facts.Store{{Info: trust.Info{ID: "user/Root"}, Entries: []trust.Entry{judgedEntry(root, verdicts{cert.Server: trust.Distrusted})}}},
		Applications: []trust.Application{
			{ID: "firefox", Program: "firefox", Stores: map[cert.Purpose][]trust.StoreID{cert.Server: own, cert.Email: own}},
			{ID: "system-programs", Program: "system-programs", Stores: map[cert.Purpose][]trust.StoreID{cert.Server: own}},
		},
	}
	a := gatherer(t)
	p := a.Portrait(host, leaf)
	if v := a.SystemView(t.Context(), host, p); v != nil {
		t.Errorf("nobody to ask: %+v", v)
	}
	var asked int
	answer := &facts.Verification{Answers: []facts.Verdict{{Purpose: cert.Server, Trusted: true}}}
	var failure error
	a.Verify = func(_ context.Context, c *cert.Certificate, with []*cert.Certificate, purposes []cert.Purpose, at time.Time) (*facts.Verification, error) {
		asked++
		if c != leaf || len(with) != 1 || with[0].SHA256 != root.SHA256 || !slices.Equal(purposes, []cert.Purpose{cert.Server}) || !at.Equal(someday) {
			t.Errorf("asked about %v for %v, with %d more, at %v", c.Subject, purposes, len(with), at)
		}
		return answer, failure
	}
	v := a.SystemView(t.Context(), host, p)
	if v == nil || v.Silent || len(v.Answers) != 1 || !v.Answers[0].Differs || v.Answers[0].Ours != trust.Distrusted {
		t.Errorf("%+v", v)
	}
	answer = nil
	if v := a.SystemView(t.Context(), host, p); v != nil {
		t.Errorf("it cannot be asked: %+v", v)
	}
	failure = errors.New("killed")
	if v := a.SystemView(t.Context(), host, p); v == nil || !v.Silent {
		t.Errorf("it did not answer: %+v", v)
	}
	host.Restricted = true
	if v := a.SystemView(t.Context(), host, p); v != nil || asked != 3 {
		t.Errorf("with --store: %+v, asked %d times", v, asked)
	}
}

// Windows tries every issuer, the portrait goes one way. That Windows came up to a trusted root by a cross certificate, where the
// self-signed one of that name and key counts for nothing, was told as No. 711.
func TestSystemGoesAnotherWay(t *testing.T) {
	old, oldKey := trusttest.RootWithKey(t, "Old Root")
	next, key := trusttest.RootWithKey(t, "New Root")
	leaf := trusttest.Issued(t, "www.example.jp", next, key)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "New Root"}, NotBefore: someday.AddDate(-5, 0, 0), NotAfter: someday.AddDate(1, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, old.X509(), key.Public(), oldKey)
	if err != nil {
		t.Fatal(err)
	}
	cross := cert.Parse(der)
	lists := []trust.StoreID{"user/Root", "user/CA"}
	host := &facts.Host{
		Computer: facts.Computer{OS: "windows", Clock: someday},
		Stores: []facts.Store{
			{Info: trust.Info{ID: "user/Root"}, Entries: []trust.Entry{judgedEntry(old, verdicts{cert.Server: trust.Trusted})}},
			{Info: trust.Info{ID: "user/CA"}, Entries: []trust.Entry{judgedEntry(next, nil), judgedEntry(cross, nil)}},
		},
		Applications: []trust.Application{{ID: "system-programs", Program: "system-programs", Stores: map[cert.Purpose][]trust.StoreID{cert.Server: lists, cert.Email: lists}}},
	}
	a := gatherer(t)
	p := a.Portrait(host, leaf)
	if len(p.Chain) != 2 || p.Chain[1].SHA256 != next.SHA256 {
		t.Fatalf("the portrait goes by %v", p.Chain)
	}
	for what, c := range map[string]struct {
		way     []cert.Fingerprint
		purpose cert.Purpose
		differs bool
	}{
		"by the cross certificate":            {[]cert.Fingerprint{leaf.SHA256, cross.SHA256, old.SHA256}, cert.Server, false},
		"for what its root is not trusted":    {[]cert.Fingerprint{leaf.SHA256, cross.SHA256, old.SHA256}, cert.Email, true},
		"by the root that is in no list":      {[]cert.Fingerprint{leaf.SHA256, next.SHA256}, cert.Server, true},
		"by something that was not seen":      {[]cert.Fingerprint{leaf.SHA256, {1}, old.SHA256}, cert.Server, true},
		"it does not say":                     {nil, cert.Server, true},
		"it speaks of some other certificate": {[]cert.Fingerprint{old.SHA256}, cert.Server, true},
	} {
		a.Verify = func(context.Context, *cert.Certificate, []*cert.Certificate, []cert.Purpose, time.Time) (*facts.Verification, error) {
			return &facts.Verification{Answers: []facts.Verdict{{Purpose: c.purpose, Trusted: true, Chain: c.way}}}, nil
		}
		if v := a.SystemView(t.Context(), host, p); v.Answers[0].Differs != c.differs {
			t.Errorf("%s: %+v", what, v)
		}
	}
}
