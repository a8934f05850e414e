package trust_test

import (
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// Trust in a certificate itself makes it no issuer, and some programs do not take it so for servers either: Chromium
// does, Firefox does not.
func TestJudgeItself(t *testing.T) {
	server := []trust.StoreID{"a"}
	root, key := trusttest.RootWithKey(t, "root")
	for _, c := range []*cert.Certificate{root, trusttest.Issued(t, "leaf.example", root, key)} {
		entries := map[trust.StoreID][]trust.Entry{"a": {{Certificate: c, Trust: map[cert.Purpose]trust.Judgement{cert.Server: {Verdict: trust.Trusted, How: trust.Itself}}}}}
		for _, peers := range []bool{false, true} {
			want := trust.Unstated
			if peers && !c.IsCA() {
				want = trust.Trusted
			}
			a := trust.Application{Stores: map[cert.Purpose][]trust.StoreID{cert.Server: server}, Peers: peers}
			if got := trust.Judge(a, entries, c.SHA256, time.Time{}, cert.Server); got.Verdict != want || got.Store != "a" {
				t.Errorf("%s, peers %v: %s by %q, want %s", c.Subject.CommonName(), peers, got.Verdict, got.Store, want)
			}
		}
	}
}

// The first store in an application's order that says anything decides; a record that says "decide by the chain" hides
// those further down, and a certificate without a record does not.
func TestJudge(t *testing.T) {
	root, other := trusttest.Root(t, "root"), trusttest.Root(t, "other")
	limit := time.Date(2024, 12, 1, 0, 0, 0, 0, time.UTC)
	entry := func(j trust.Judgement) trust.Entry {
		return trust.Entry{Certificate: root, Trust: map[cert.Purpose]trust.Judgement{cert.Server: j}}
	}
	trusted := entry(trust.Judgement{Verdict: trust.Trusted, How: trust.Explicit})
	blocked := entry(trust.Judgement{Verdict: trust.Distrusted, How: trust.Explicit})
	byChain := entry(trust.Judgement{Verdict: trust.Unstated, How: trust.Explicit})
	before := entry(trust.Judgement{Verdict: trust.Trusted, How: trust.Explicit, IssuedBefore: &limit})
	silent := trust.Entry{Certificate: root}
	firefox := trust.Application{ID: "firefox:a", Stores: map[cert.Purpose][]trust.StoreID{cert.Server: {"firefox:a", "nss-builtin"}}}
	type stores = map[trust.StoreID][]trust.Entry
	for name, c := range map[string]struct {
		stores  stores
		leaf    time.Time
		purpose cert.Purpose
		verdict trust.Verdict
		store   trust.StoreID
		why     trust.Why
	}{
		"in none":                      {stores{}, time.Time{}, cert.Server, trust.Unstated, "", trust.WhyAbsent},
		"another in it":                {stores{"nss-builtin": {{Certificate: other, Trust: trusted.Trust}}}, time.Time{}, cert.Server, trust.Unstated, "", trust.WhyAbsent},
		"trusted in the list":          {stores{"nss-builtin": {trusted}}, time.Time{}, cert.Server, trust.Trusted, "nss-builtin", trust.WhyStated},
		"blocked in front of the list": {stores{"firefox:a": {blocked}, "nss-builtin": {trusted}}, time.Time{}, cert.Server, trust.Distrusted, "firefox:a", trust.WhyStated},
		"silent in front of the list":  {stores{"firefox:a": {silent}, "nss-builtin": {trusted}}, time.Time{}, cert.Server, trust.Trusted, "nss-builtin", trust.WhyStated},
		"hidden from the list":         {stores{"firefox:a": {byChain}, "nss-builtin": {trusted}}, time.Time{}, cert.Server, trust.Unstated, "firefox:a", trust.WhyPresent},
		"there, and nothing is said":   {stores{"firefox:a": {silent}}, time.Time{}, cert.Server, trust.Unstated, "firefox:a", trust.WhyPresent},
		"a store that is not asked":    {stores{"system": {trusted}}, time.Time{}, cert.Server, trust.Unstated, "", trust.WhyAbsent},
		"a purpose that is not asked":  {stores{"nss-builtin": {trusted}}, time.Time{}, cert.Email, trust.Unstated, "", trust.WhyNotConsulted},
		"issued before":                {stores{"nss-builtin": {before}}, limit.Add(-time.Second), cert.Server, trust.Trusted, "nss-builtin", trust.WhyStated},
		"issued on that day":           {stores{"nss-builtin": {before}}, limit, cert.Server, trust.Distrusted, "nss-builtin", trust.WhyIssuedBefore},
		"issued nobody knows when":     {stores{"nss-builtin": {before}}, time.Time{}, cert.Server, trust.Trusted, "nss-builtin", trust.WhyStated},
	} {
		t.Run(name, func(t *testing.T) {
			got := trust.Judge(firefox, c.stores, root.SHA256, c.leaf, c.purpose)
			if got.Verdict != c.verdict || got.Store != c.store || got.Why != c.why {
				t.Errorf("got %s by %q because %s, want %s by %q because %s", got.Verdict, got.Store, got.Why, c.verdict, c.store, c.why)
			}
			if c.why == trust.WhyIssuedBefore && (got.IssuedBefore == nil || !got.IssuedBefore.Equal(limit)) {
				t.Errorf("the date is not told: %v", got.IssuedBefore)
			}
		})
	}
}

// A program with a list of its own takes what was added to the system's, and not what that one inherits from elsewhere.
func TestJudgeWithout(t *testing.T) {
	root := trusttest.Root(t, "root")
	for from, want := range map[trust.StoreID]trust.Verdict{"": trust.Trusted, "machine/Root": trust.Trusted, "machine/AuthRoot": trust.Unstated} {
		e := trust.Entry{Certificate: root, From: from, Trust: map[cert.Purpose]trust.Judgement{cert.Server: {Verdict: trust.Trusted, How: trust.Inherited}}}
		a := trust.Application{Stores: map[cert.Purpose][]trust.StoreID{cert.Server: {"user/Root"}}, Without: []trust.StoreID{"machine/AuthRoot"}}
		if got := trust.Judge(a, map[trust.StoreID][]trust.Entry{"user/Root": {e}}, root.SHA256, time.Time{}, cert.Server); got.Verdict != want {
			t.Errorf("from %q: %s", from, got.Verdict)
		}
		a.Without = nil
		if got := trust.Judge(a, map[trust.StoreID][]trust.Entry{"user/Root": {e}}, root.SHA256, time.Time{}, cert.Server); got.Verdict != trust.Trusted {
			t.Errorf("from %q, for a program that takes all: %s", from, got.Verdict)
		}
	}
}
