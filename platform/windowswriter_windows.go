package platform

import (
	"context"
	"fmt"

	"certviewer/cert"
	"certviewer/platform/internal/crypt32"
	"certviewer/trust"
)

// A windowsWriter changes what is a store's own. Each change has a handle of its own, and is read back from a fresh
// one: a handle may say that all is well and keep nothing.
type windowsWriter struct{ *windowsStore }

func (s *windowsStore) writer(context.Context, Secret) (trust.Writer, error) {
	switch s.name {
	case storeAuthRoot: // Windows fills it by itself
		return nil, fmt.Errorf("%w: %s", trust.ErrReadOnly, s.info.ID)
	case storePersonal:
		return windowsIdentities{windowsWriter{s}}, nil
	}
	return windowsWriter{s}, nil
}

// Add implements trust.Writer. For a person's trusted roots Windows asks in a window of its own; "No" is trust.ErrRefused.
func (w windowsWriter) Add(ctx context.Context, c *cert.Certificate, name string, want trust.Want) error {
	p, err := usagesFor(w.name, want)
	if err != nil {
		return err
	}
	h, err := w.look(ctx, c)
	if err != nil {
		return err
	}
	if h.entry != nil {
		return trust.ErrPresent
	}
	if name != "" {
		p[crypt32.CERT_FRIENDLY_NAME_PROP_ID] = crypt32.EncodeUTF16(name)
	}
	return w.enter(ctx, c, p, nil)
}

// SetTrust implements trust.Writer. What is inherited from the computer's store is the administrator's to change.
func (w windowsWriter) SetTrust(ctx context.Context, c *cert.Certificate, want trust.Want) error {
	p, err := usagesFor(w.name, want)
	if err != nil {
		return err
	}
	h, err := w.look(ctx, c)
	switch {
	case err != nil:
		return err
	case h.entry == nil:
		return w.enter(ctx, c, p, nil)
	case !h.own():
		return w.foreign(h)
	}
	for _, id := range []uint32{crypt32.CERT_FRIENDLY_NAME_PROP_ID, crypt32.CERT_DESCRIPTION_PROP_ID, crypt32.CERT_ARCHIVED_PROP_ID} {
		if b, ok := h.properties[id]; ok {
			p[id] = b
		}
	}
	return w.change(ctx, c, h, p, h.key)
}

// foreign is why what the store inherits is not changed here.
func (w windowsWriter) foreign(h holding) error {
	if w.info.Scope == trust.ScopeUser && (h.entry.From == "machine/"+trust.StoreID(w.name) || h.entry.From == machineAuthRoot) {
		return fmt.Errorf("%w: it is inherited from %s", trust.ErrNeedsAdmin, h.entry.From)
	}
	return fmt.Errorf("%w: it is inherited from %s", trust.ErrReadOnly, h.entry.From)
}

// Remove implements trust.Writer.
func (w windowsWriter) Remove(ctx context.Context, c *cert.Certificate) error {
	h, err := w.look(ctx, c)
	switch {
	case err != nil:
		return err
	case h.entry == nil:
		return trust.ErrNotPresent
	case h.entry.HasKey:
		return trust.ErrHasKey
	case !h.own():
		return w.foreign(h)
	}
	return w.leave(ctx, c)
}
