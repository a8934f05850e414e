package app

import (
	"context"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/task"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// A fetcher is a store in memory that is filled when a root is needed.
type fetcher struct {
	trust.Store
	list trust.RootList
	err  error
}

func (f fetcher) RootList(context.Context) (trust.RootList, error) { return f.list, f.err }

// TestOnDemand: what is said of roots that are not stored and would be fetched.
func TestOnDemand(t *testing.T) {
	listed := map[cert.Purpose]trust.Judgement{cert.Email: {Verdict: trust.Trusted, How: trust.OnDemand}}
	held, stored := trusttest.Root(t, "in another list"), trusttest.Root(t, "fetched already")
	issued := time.Date(2026, 4, 22, 0, 0, 0, 0, time.UTC)
	gathered := func(l trust.RootList, err error) facts.Store {
		t.Helper()
		other := trusttest.NewMemory(trust.Info{ID: "user/CA"}, trust.Entry{Certificate: held})
		fetched := fetcher{trusttest.NewMemory(trust.Info{ID: "machine/AuthRoot"}, trust.Entry{Certificate: stored}), l, err}
		h, err := gatherer(t, other, fetched).Gather(t.Context(), task.Talk{}, trust.Where{})
		if err != nil {
			t.Fatal(err)
		}
		return h.Stores[1]
	}
	g4 := gatherer(t).Catalog.RootByID("digicert-trusted-root-g4").Certificate()
	roots := []trust.Listed{{SHA1: held.SHA1, Name: "listed", Trust: listed, Native: "n"}, {SHA1: stored.SHA1, Trust: listed}, {SHA1: [20]byte{7}, Trust: listed}}

	s := gathered(trust.RootList{Issued: issued, Roots: roots}, nil)
	if len(s.StandIn) != 1 || s.StandIn[0].Certificate.SHA256 != held.SHA256 || s.StandIn[0].Name != "listed" || s.StandIn[0].For(cert.Email).How != trust.OnDemand || !s.OnDemand.Issued.Equal(issued) {
		t.Errorf("a list: %+v, %+v", s.StandIn, s.OnDemand)
	}
	if s = gathered(trust.RootList{Issued: issued, Off: true, Roots: roots}, nil); len(s.StandIn) != 0 || !s.OnDemand.Off {
		t.Errorf("switched off: %+v", s)
	}
	s = gathered(trust.RootList{}, nil)
	found := false
	for _, e := range s.StandIn {
		found = found || e.Certificate.SHA256 == g4.SHA256 && e.For(cert.Timestamp).Verdict == trust.Trusted && e.For(cert.Client).Verdict == trust.Unstated
	}
	if !found {
		t.Error("without a list the catalogue's word does not stand in")
	}
	if s = gathered(trust.RootList{}, &trust.Problem{Code: trust.StoreDamaged}); s.Problem == nil || len(s.StandIn) != 0 || len(s.Entries) != 1 {
		t.Errorf("a list that cannot be read: %+v", s)
	}
}
