package platform

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"golang.org/x/sys/windows"

	"certviewer/cert"
	"certviewer/platform/internal/crypt32"
	"certviewer/trust"
)

// keptProperties are those that a change keeps and Restore puts back. Windows works the others out by itself.
var keptProperties = []uint32{
	crypt32.CERT_ENHKEY_USAGE_PROP_ID, crypt32.CERT_FRIENDLY_NAME_PROP_ID, crypt32.CERT_DESCRIPTION_PROP_ID, crypt32.CERT_ARCHIVED_PROP_ID,
	crypt32.CERT_ROOT_PROGRAM_CERT_POLICIES_PROP_ID, crypt32.CERT_ROOT_PROGRAM_NAME_CONSTRAINTS_PROP_ID, crypt32.CERT_ROOT_PROGRAM_CHAIN_POLICIES_PROP_ID,
	crypt32.CERT_DISALLOWED_FILETIME_PROP_ID, crypt32.CERT_DISALLOWED_ENHKEY_USAGE_PROP_ID,
	crypt32.CERT_NOT_BEFORE_FILETIME_PROP_ID, crypt32.CERT_NOT_BEFORE_ENHKEY_USAGE_PROP_ID,
}

// A holding is what a store has of one certificate.
type holding struct {
	entry      *trust.Entry // nil: nothing
	properties crypt32.Properties
	key        *crypt32.KeyProvInfo
}

// own reports whether there is something that the store could lose.
func (h holding) own() bool { return h.entry != nil && h.entry.From == "" }

// look reads afresh what the store has of c.
func (w windowsWriter) look(ctx context.Context, c *cert.Certificate) (holding, error) {
	if err := ctx.Err(); err != nil {
		return holding{}, err
	}
	at, err := w.whereabouts()
	if err != nil {
		return holding{}, err
	}
	s, err := w.all(windows.CERT_STORE_READONLY_FLAG)
	if err != nil {
		return holding{}, unlessEmpty(w.problem(err))
	}
	defer s.CertCloseStore()
	found, err := s.CertFindCertificateInStore(c.Raw)
	if errors.Is(err, windows.Errno(windows.CRYPT_E_NOT_FOUND)) {
		return holding{}, nil
	}
	if err != nil {
		return holding{}, w.problem(err)
	}
	defer found.CertFreeCertificateContext()
	e := w.entry(c, found, at)
	h := holding{entry: &e, properties: found.Properties(keptProperties...)}
	if k, err := found.KeyProvInfo(); err == nil {
		h.key = &k
	}
	return h, nil
}

// windowsExact is State.Exact of a Windows store.
type windowsExact struct {
	Properties crypt32.Properties `json:"properties"`
	From       trust.StoreID      `json:"from,omitempty"`
}

// State implements trust.Writer.
func (w windowsWriter) State(ctx context.Context, c *cert.Certificate) (trust.State, error) {
	h, err := w.look(ctx, c)
	if err != nil || h.entry == nil {
		return trust.State{}, err
	}
	exact, err := json.Marshal(windowsExact{h.properties, h.entry.From})
	return trust.State{Present: true, Name: h.entry.Name, Trust: h.entry.Trust, Native: h.entry.Native, HasKey: h.entry.HasKey, From: h.entry.From, Exact: exact}, err
}

var errWindowsExact = errors.New("the state to be restored makes no sense")

// Restore implements trust.Writer.
func (w windowsWriter) Restore(ctx context.Context, c *cert.Certificate, before trust.State) error {
	h, err := w.look(ctx, c)
	if err != nil {
		return err
	}
	if !before.Present {
		switch {
		case len(before.Exact) > 0:
			return errWindowsExact
		case !h.own():
			return nil
		}
		return w.Remove(ctx, c)
	}
	var x windowsExact
	d := json.NewDecoder(bytes.NewReader(before.Exact))
	d.DisallowUnknownFields()
	if err := d.Decode(&x); err != nil {
		return fmt.Errorf("%w: %w", errWindowsExact, err)
	}
	if x.Properties == nil || !maps.EqualFunc(x.Properties, x.kept(), bytes.Equal) {
		return errWindowsExact
	}
	switch {
	case x.From != "" && h.own():
		return w.Remove(ctx, c) // what is inherited shows again
	case x.From != "":
		return nil
	case !h.own(): // what is inherited meanwhile does not stand in for it
		return w.enter(ctx, c, x.Properties, nil)
	}
	return w.change(ctx, c, h, x.Properties, h.key)
}

// kept is those of the properties that State speaks of.
func (x windowsExact) kept() crypt32.Properties {
	out := crypt32.Properties{}
	for _, id := range keptProperties {
		if b, ok := x.Properties[id]; ok {
			out[id] = b
		}
	}
	return out
}
