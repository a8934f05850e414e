package app

import (
	"context"
	"slices"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/task"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// Where no built-in list can be read, ours stands in for it, for the certificates that other stores hold.
func TestStandIn(t *testing.T) {
	a := gatherer(t)
	public, own := a.Catalog.RootByID("digicert-trusted-root-g4").Certificate(), trusttest.Root(t, "own")
	missing := broken{trusttest.NewMemory(trust.Info{ID: "nss-builtin", Scope: trust.ScopeComputer})}
	firefox := trusttest.NewMemory(trust.Info{ID: "firefox:a", Scope: trust.ScopeUser, Application: "firefox"}, trust.Entry{Certificate: public}, trust.Entry{Certificate: own})
	a = gatherer(t, missing, firefox)
	host, err := a.Gather(t.Context(), task.Talk{}, trust.Where{})
	if err != nil {
		t.Fatal(err)
	}
	if in := host.Stores[0].StandIn; len(in) != 1 || in[0].Certificate.SHA256 != public.SHA256 || in[0].Origin != trust.Vendor {
		t.Fatalf("%+v stands in", in)
	}
	for _, c := range []struct {
		certificate *cert.Certificate
		want        trust.Verdict
	}{{public, trust.Trusted}, {own, trust.Unstated}} {
		got := a.Portrait(host, c.certificate).TrustedBy
		if len(got) != 1 || got[0].Purpose != cert.Server || got[0].Verdict != c.want {
			t.Errorf("%s: %+v, want %s for servers by one application", c.certificate.Subject.CommonName(), got, c.want)
		}
	}
}

// broken is a list of built-in roots that is not on this computer.
type broken struct{ *trusttest.Memory }

func (broken) Entries(context.Context) ([]trust.Entry, error) {
	return nil, &trust.Problem{Code: trust.StoreNoBuiltins}
}

// An issuer decides where nothing is said about the certificate itself, and the day it was issued counts.
func TestPortraitThroughIssuer(t *testing.T) {
	root, key := trusttest.RootWithKey(t, "root")
	leaf := trusttest.Issued(t, "www.example.jp", root, key)
	limit := leaf.NotBefore.Add(-time.Hour)
	j := trust.Judgement{Verdict: trust.Trusted, How: trust.Explicit, IssuedBefore: &limit}
	host := &facts.Host{
		Stores: []facts.Store{
			{Info: trust.Info{ID: "system"}, Entries: []trust.Entry{judgedEntry(root, verdicts{cert.Server: trust.Trusted})}},
			{Info: trust.Info{ID: "nss-builtin"}, Entries: []trust.Entry{{Certificate: root, Trust: map[cert.Purpose]trust.Judgement{cert.Server: j}}}},
		},
		Applications: []trust.Application{
			{ID: "system-programs", Stores: map[cert.Purpose][]trust.StoreID{cert.Server: {"system"}}},
			{ID: "firefox", Stores: map[cert.Purpose][]trust.StoreID{cert.Server: {"nss-builtin"}}},
		},
	}
	p := gatherer(t).Portrait(host, leaf)
	if len(p.Chain) != 2 || len(p.TrustedBy) != 2 || len(p.Places) != 0 {
		t.Fatalf("%+v", p)
	}
	var got []trust.Verdict
	for _, s := range p.TrustedBy {
		if s.Via == nil || s.Via.SHA256 != root.SHA256 {
			t.Errorf("%s: not through its issuer", s.Application.ID)
		}
		got = append(got, s.Verdict)
	}
	if !slices.Equal(got, []trust.Verdict{trust.Trusted, trust.Distrusted}) {
		t.Errorf("got %v", got)
	}
}

// What a certificate is not made for is not shown, whatever its root is trusted for.
func TestPortraitPermitted(t *testing.T) {
	root, key := trusttest.RootWithKey(t, "root")
	leaf := trusttest.Issued(t, "www.example.jp", root, key)
	all := []trust.StoreID{"system"}
	host := &facts.Host{
		Stores:       []facts.Store{{Info: trust.Info{ID: "system"}, Entries: []trust.Entry{judgedEntry(root, verdicts{cert.Server: trust.Trusted, cert.Email: trust.Trusted})}}},
		Applications: []trust.Application{{ID: "system-programs", Stores: map[cert.Purpose][]trust.StoreID{cert.Server: all, cert.Email: all}}},
	}
	for _, c := range []struct {
		certificate *cert.Certificate
		want        []cert.Purpose
	}{{root, []cert.Purpose{cert.Server, cert.Email}}, {leaf, []cert.Purpose{cert.Server}}} {
		var got []cert.Purpose
		for _, s := range gatherer(t).Portrait(host, c.certificate).TrustedBy {
			got = append(got, s.Purpose)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.certificate.Subject.CommonName(), got, c.want)
		}
	}
}
