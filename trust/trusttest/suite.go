package trusttest

import (
	"context"
	"crypto/sha256"
	"errors"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/trust"
)

// TestStore checks that the store which open returns keeps the promises of trust.Store. It must
// hold the certificates in want, and may hold others. open is called for each part anew.
func TestStore(t *testing.T, open func(t *testing.T) trust.Store, want ...*cert.Certificate) {
	fresh := func(t *testing.T) trust.Store {
		s := open(t)
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Errorf("Close: %v", err)
			}
		})
		return s
	}
	t.Run("info", func(t *testing.T) { testInfo(t, fresh(t)) })
	t.Run("entries", func(t *testing.T) { testEntries(t, fresh(t), want) })
	t.Run("again", func(t *testing.T) { testAgain(t, fresh(t)) })
	t.Run("cancel", func(t *testing.T) { testCancel(t, fresh(t)) })
	t.Run("concurrent", func(t *testing.T) { testConcurrent(t, fresh(t)) })
	t.Run("verified", func(t *testing.T) {
		if v, ok := fresh(t).(trust.Verifier); ok {
			testVerified(t, v)
		}
	})
}

// TestAbsent checks that a store which is not on this computer says so, and in no other way.
func TestAbsent(t *testing.T, s trust.Store) {
	t.Helper()
	entries, err := s.Entries(t.Context())
	if !errors.Is(err, trust.ErrAbsent) {
		t.Errorf("Entries: %v, want trust.ErrAbsent", err)
	}
	if len(entries) > 0 {
		t.Errorf("%d entries of a store that is not there", len(entries))
	}
	testInfo(t, s)
}

func testInfo(t *testing.T, s trust.Store) {
	t.Helper()
	info := s.Info()
	if info.ID == "" {
		t.Error("the store has no ID")
	}
	if !slices.Contains([]trust.Scope{trust.ScopeUser, trust.ScopeComputer, trust.ScopeApplication}, info.Scope) {
		t.Errorf("scope %q", info.Scope)
	}
	if again := s.Info(); again != info {
		t.Errorf("Info says %+v, then %+v", info, again)
	}
}

func testEntries(t *testing.T, s trust.Store, want []*cert.Certificate) {
	entries, err := s.Entries(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	have := map[cert.Fingerprint]bool{}
	for _, e := range entries {
		if e.Certificate == nil {
			t.Fatalf("entry %q without a certificate", e.Name)
		}
		if sum := sha256.Sum256(e.Certificate.Raw); cert.Fingerprint(sum) != e.Certificate.SHA256 {
			t.Errorf("entry %q: fingerprint %v, its bytes have %x", e.Name, e.Certificate.SHA256, sum)
		}
		if have[e.Certificate.SHA256] {
			t.Errorf("entry %q: the certificate is listed twice", e.Name)
		}
		have[e.Certificate.SHA256] = true
		checkJudgements(t, e.Name, e.Trust)
		checkJudgements(t, e.Name+", disputed", e.Disputed)
	}
	for _, c := range want {
		if !have[c.SHA256] {
			t.Errorf("%s is missing", c.Subject.CommonName())
		}
	}
}

func checkJudgements(t *testing.T, name string, m map[cert.Purpose]trust.Judgement) {
	t.Helper()
	for p, j := range m {
		if !slices.Contains(cert.Purposes, p) {
			t.Errorf("entry %q: purpose %q", name, p)
		}
		switch j.Verdict {
		case trust.Trusted:
		case trust.Distrusted, trust.Unstated:
			if j.IssuedBefore != nil {
				t.Errorf("entry %q: %s for %s has a date", name, j.Verdict, p)
			}
		default:
			t.Errorf("entry %q: verdict %q for %s", name, j.Verdict, p)
		}
	}
}

func testAgain(t *testing.T, s trust.Store) {
	first, err := s.Entries(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := slices.Clone(first)
	clear(first) // what a caller does with a list is its own business
	second, err := s.Entries(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.EqualFunc(want, second, same) {
		t.Errorf("the second listing differs: %d entries, then %d", len(want), len(second))
	}
}

func testCancel(t *testing.T, s trust.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	began := time.Now()
	if _, err := s.Entries(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Entries after cancel: %v, want context.Canceled", err)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("Entries after cancel took %v", took)
	}
}

func testConcurrent(t *testing.T, s trust.Store) {
	want, err := s.Entries(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			got, err := s.Entries(t.Context())
			if err != nil {
				t.Error(err)
			} else if !slices.EqualFunc(want, got, same) {
				t.Error("listings at the same time differ")
			}
			s.Info()
		})
	}
	all.Wait()
}

// same reports whether two entries say the same.
func same(a, b trust.Entry) bool {
	return a.Certificate.SHA256 == b.Certificate.SHA256 && a.Name == b.Name && a.Native == b.Native &&
		a.HasKey == b.HasKey && a.Origin == b.Origin &&
		maps.EqualFunc(a.Trust, b.Trust, sameJudgement) && maps.EqualFunc(a.Disputed, b.Disputed, sameJudgement)
}

func sameJudgement(a, b trust.Judgement) bool {
	if a.Verdict != b.Verdict || a.How != b.How || (a.IssuedBefore == nil) != (b.IssuedBefore == nil) {
		return false
	}
	return a.IssuedBefore == nil || a.IssuedBefore.Equal(*b.IssuedBefore)
}
