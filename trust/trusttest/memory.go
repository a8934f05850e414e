// Package trusttest is for tests of and with stores: a store in memory, and the suite that every
// store passes.
package trusttest

import (
	"context"
	"slices"
	"sync"

	"certviewer/cert"
	"certviewer/trust"
)

// Memory is a store in memory. Its methods may be called from any goroutine.
type Memory struct {
	info trust.Info

	mu      sync.Mutex
	entries []trust.Entry
	keys    map[cert.Fingerprint][]byte // of AddIdentity, in PKCS #8
	err     error
	closed  bool

	accounts map[string]memoryAccount    // of a mail program, by their names
	choices  map[string]cert.Fingerprint // of a browser, by host
	inUse    bool                        // the settings' program is running
}

// NewMemory returns a store of the given name and entries.
func NewMemory(info trust.Info, entries ...trust.Entry) *Memory {
	return &Memory{info: info, entries: slices.Clone(entries)}
}

// Fail makes Entries return err from now on: trust.ErrAbsent, or a *trust.Problem. With nil it
// works again.
func (m *Memory) Fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.err = err
}

// Set replaces the entries, as another program would.
func (m *Memory) Set(entries ...trust.Entry) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries = slices.Clone(entries)
}

// Info implements trust.Store.
func (m *Memory) Info() trust.Info { return m.info }

// Entries implements trust.Store.
func (m *Memory) Entries(ctx context.Context) ([]trust.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if m.err != nil {
		return nil, m.err
	}
	return slices.Clone(m.entries), nil
}

// Close implements trust.Store.
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	return nil
}

// Closed reports whether Close was called.
func (m *Memory) Closed() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.closed
}
