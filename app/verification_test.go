package app

import (
	"context"
	"errors"
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
