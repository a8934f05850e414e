package trusttest_test

import (
	"errors"
	"testing"

	"certviewer/cert"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

func TestMemory(t *testing.T) {
	a, b := trusttest.Root(t, "a"), trusttest.Root(t, "b")
	info := trust.Info{ID: "memory", Scope: trust.ScopeUser}
	trusttest.TestStore(t, func(*testing.T) trust.Store {
		return trusttest.NewMemory(info,
			trust.Entry{Certificate: a, Name: "a", Trust: map[cert.Purpose]trust.Judgement{cert.Email: {Verdict: trust.Trusted, How: trust.Explicit}}},
			trust.Entry{Certificate: b, Name: "b", HasKey: true})
	}, a, b)
}

func TestMemoryFails(t *testing.T) {
	m := trusttest.NewMemory(trust.Info{ID: "memory", Scope: trust.ScopeUser})
	m.Fail(trust.ErrAbsent)
	trusttest.TestAbsent(t, m)
	locked := &trust.Problem{Code: trust.StoreLocked}
	m.Fail(locked)
	if _, err := m.Entries(t.Context()); !errors.Is(err, locked) {
		t.Errorf("Entries: %v, want %v", err, locked)
	}
	m.Fail(nil)
	m.Set(trust.Entry{Certificate: trusttest.Root(t, "c"), Name: "c"})
	if entries, err := m.Entries(t.Context()); err != nil || len(entries) != 1 {
		t.Errorf("Entries: %d, %v, want one", len(entries), err)
	}
	if m.Closed() || m.Close() != nil || !m.Closed() {
		t.Error("Close is not noticed")
	}
}

func TestMemoryWriter(t *testing.T) {
	trusttest.TestWriter(t, trusttest.MemoryKind, func(t *testing.T) trust.Writer {
		return trusttest.NewMemory(trust.Info{ID: "memory"}, trust.Entry{Certificate: trusttest.Root(t, "old"), Name: "old"}).Writer()
	})
}

func TestMemoryIdentity(t *testing.T) {
	trusttest.TestIdentityWriter(t, trusttest.MemoryKind, func(t *testing.T) trust.IdentityWriter {
		return trusttest.NewMemory(trust.Info{ID: "memory"}).Writer()
	})
}
