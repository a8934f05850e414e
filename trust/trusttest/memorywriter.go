package trusttest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"certviewer/cert"
	"certviewer/trust"
)

// MemoryKind is what a store in memory can say.
var MemoryKind = Kind{Purposes: []cert.Purpose{cert.Server, cert.Client, cert.Email, cert.Code}, Distrust: true, Names: true}

// Writer opens the store for change. It cannot express trust for time stamps, as NSS cannot.
func (m *Memory) Writer() trust.IdentityWriter { return memoryWriter{m} }

type memoryWriter struct{ *Memory }

// memoryExact is State.Exact of a store in memory.
type memoryExact struct {
	Name   string                           `json:"name"`
	Trust  map[cert.Purpose]trust.Judgement `json:"trust"`
	HasKey bool                             `json:"has_key"`
}

var errExact = errors.New("the state to be restored makes no sense")

// State implements trust.Writer.
func (w memoryWriter) State(ctx context.Context, c *cert.Certificate) (trust.State, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.ready(ctx); err != nil {
		return trust.State{}, err
	}
	i := w.find(c)
	if i < 0 {
		return trust.State{}, nil
	}
	e := w.entries[i]
	exact, err := json.Marshal(memoryExact{e.Name, e.Trust, e.HasKey})
	return trust.State{Present: true, Name: e.Name, Trust: e.Trust, Native: e.Native, HasKey: e.HasKey, Exact: exact}, err
}

// Add implements trust.Writer.
func (w memoryWriter) Add(ctx context.Context, c *cert.Certificate, name string, want trust.Want) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.ready(ctx); err != nil {
		return err
	}
	if w.find(c) >= 0 {
		return trust.ErrPresent
	}
	return w.put(c, name, want)
}

// SetTrust implements trust.Writer.
func (w memoryWriter) SetTrust(ctx context.Context, c *cert.Certificate, want trust.Want) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.ready(ctx); err != nil {
		return err
	}
	return w.put(c, "", want)
}

// Remove implements trust.Writer.
func (w memoryWriter) Remove(ctx context.Context, c *cert.Certificate) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.ready(ctx); err != nil {
		return err
	}
	i := w.find(c)
	switch {
	case i < 0:
		return trust.ErrNotPresent
	case w.entries[i].HasKey:
		return trust.ErrHasKey
	}
	w.entries = slices.Delete(slices.Clone(w.entries), i, i+1)
	return nil
}

// Restore implements trust.Writer.
func (w memoryWriter) Restore(ctx context.Context, c *cert.Certificate, before trust.State) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.ready(ctx); err != nil {
		return err
	}
	i := w.find(c)
	if !before.Present {
		if len(before.Exact) > 0 {
			return errExact
		}
		if i >= 0 && w.entries[i].HasKey {
			return trust.ErrHasKey
		}
		if i >= 0 {
			w.entries = slices.Delete(slices.Clone(w.entries), i, i+1)
		}
		return nil
	}
	var x memoryExact
	d := json.NewDecoder(bytes.NewReader(before.Exact))
	d.DisallowUnknownFields()
	if err := d.Decode(&x); err != nil {
		return fmt.Errorf("%w: %w", errExact, err)
	}
	w.entries = slices.Clone(w.entries)
	if i < 0 {
		i = len(w.entries)
		w.entries = append(w.entries, trust.Entry{Certificate: c})
	}
	w.entries[i].Name, w.entries[i].Trust = x.Name, x.Trust
	return nil
}

// Close implements trust.Writer. The store itself stays open.
func (w memoryWriter) Close() error { return nil }

func (w memoryWriter) ready(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return w.err
}

func (w memoryWriter) find(c *cert.Certificate) int {
	return slices.IndexFunc(w.entries, func(e trust.Entry) bool { return e.Certificate.SHA256 == c.SHA256 })
}

// put makes the entry of c, which may be new, say want.
func (w memoryWriter) put(c *cert.Certificate, name string, want trust.Want) error {
	judgements, err := judgementsOf(want)
	switch {
	case err != nil:
		return err
	case errors.Is(c.Err(), cert.ErrNotCertificate):
		return c.Err()
	}
	entries := slices.Clone(w.entries)
	i := w.find(c)
	if i < 0 {
		if slices.ContainsFunc(entries, func(e trust.Entry) bool {
			return bytes.Equal(e.Certificate.Issuer.Raw, c.Issuer.Raw) && bytes.Equal(e.Certificate.Serial, c.Serial)
		}) {
			return trust.ErrSerialClash
		}
		i = len(entries)
		entries = append(entries, trust.Entry{Certificate: c, Name: name})
	}
	entries[i].Trust = judgements
	w.entries = entries
	return nil
}

func judgementsOf(want trust.Want) (map[cert.Purpose]trust.Judgement, error) {
	if want.Distrust && len(want.For) > 0 {
		return nil, trust.ErrPurpose
	}
	out := map[cert.Purpose]trust.Judgement{}
	for _, p := range MemoryKind.Purposes {
		out[p] = trust.Judgement{Verdict: trust.Unstated, How: trust.Explicit}
		if want.Distrust {
			out[p] = trust.Judgement{Verdict: trust.Distrusted, How: trust.Explicit}
		}
	}
	for _, p := range want.For {
		if !slices.Contains(MemoryKind.Purposes, p) {
			return nil, trust.ErrPurpose
		}
		out[p] = trust.Judgement{Verdict: trust.Trusted, How: trust.Explicit}
	}
	return out, nil
}
