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

// windowsExact is State.Exact of a Windows store.
type windowsExact struct {
	Properties crypt32.Properties `json:"properties"`
	From       trust.StoreID      `json:"from,omitempty"`
}

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

// State implements trust.Writer.
func (w windowsWriter) State(ctx context.Context, c *cert.Certificate) (trust.State, error) {
	h, err := w.look(ctx, c)
	if err != nil || h.entry == nil {
		return trust.State{}, err
	}
	exact, err := json.Marshal(windowsExact{h.properties, h.entry.From})
	return trust.State{Present: true, Name: h.entry.Name, Trust: h.entry.Trust, Native: h.entry.Native, HasKey: h.entry.HasKey, Exact: exact}, err
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

// enter puts a certificate into the store that is not there.
func (w windowsWriter) enter(ctx context.Context, c *cert.Certificate, p crypt32.Properties, key *crypt32.KeyProvInfo) error {
	if errors.Is(c.Err(), cert.ErrNotCertificate) {
		return c.Err()
	}
	if err := w.clash(c); err != nil {
		return err
	}
	if err := w.put(c, p, key); err != nil {
		return err
	}
	return w.verify(ctx, c, p, key)
}

// clash refuses a second certificate of one issuer and serial number. Windows would take it, but nobody could tell which of
// the two a program finds.
func (w windowsWriter) clash(c *cert.Certificate) error {
	s, err := w.all(windows.CERT_STORE_READONLY_FLAG)
	if err != nil {
		return unlessEmpty(w.problem(err))
	}
	defer s.CertCloseStore()
	clash := false
	err = s.Certificates(func(x crypt32.Certificate) bool {
		o := cert.Parse(x.DER())
		clash = o.SHA256 != c.SHA256 && bytes.Equal(o.Issuer.Raw, c.Issuer.Raw) && bytes.Equal(o.Serial, c.Serial)
		return !clash
	})
	if clash {
		return trust.ErrSerialClash
	}
	return w.problem(err)
}

// put writes c with exactly these properties.
func (w windowsWriter) put(c *cert.Certificate, p crypt32.Properties, key *crypt32.KeyProvInfo) error {
	x, err := crypt32.CertCreateCertificateContext(c.Raw)
	if err != nil {
		return w.problem(err)
	}
	defer x.CertFreeCertificateContext()
	for id, b := range p { // before the certificate is added: all versions keep them then
		if err := x.CertSetCertificateContextProperty(id, b); err != nil {
			return fmt.Errorf("property %d: %w", id, w.problem(err))
		}
	}
	if key != nil {
		if err := x.SetKeyProvInfo(*key); err != nil {
			return w.problem(err)
		}
	}
	s, err := crypt32.CertOpenStore(windows.CERT_STORE_PROV_SYSTEM, w.location, w.name, 0)
	if err != nil {
		return w.problem(err)
	}
	err = s.CertAddCertificateContextToStore(x, windows.CERT_STORE_ADD_NEW)
	if closed := s.CertCloseStore(); err == nil {
		err = closed
	}
	return w.problem(err)
}

// amend changes the properties of what is there, in place: a person's trusted root that is replaced would be asked about.
func (w windowsWriter) amend(c *cert.Certificate, p crypt32.Properties, key *crypt32.KeyProvInfo) error {
	s, err := w.all(0)
	if err != nil {
		return w.problem(err)
	}
	defer s.CertCloseStore()
	x, err := s.CertFindCertificateInStore(c.Raw)
	if err != nil {
		return w.problem(err)
	}
	defer x.CertFreeCertificateContext()
	for _, id := range keptProperties {
		if b, wanted := p[id]; wanted || x.Has(id) {
			if err := x.CertSetCertificateContextProperty(id, b); err != nil {
				return w.problem(err)
			}
		}
	}
	if key != nil {
		return w.problem(x.SetKeyProvInfo(*key))
	}
	return nil
}

// change gives a certificate of the store's own exactly these properties, and its key if it has none. Where they do not stay when
// set in place, as under Wine, it is taken out and put in again; and if that fails, as it was.
func (w windowsWriter) change(ctx context.Context, c *cert.Certificate, was holding, p crypt32.Properties, key *crypt32.KeyProvInfo) error {
	if err := w.amend(c, p, key); errors.Is(err, trust.ErrRefused) || errors.Is(err, trust.ErrNeedsAdmin) {
		return err
	}
	if w.verify(ctx, c, p, key) == nil {
		return nil
	}
	if err := w.leave(ctx, c); err != nil {
		return err
	}
	err := w.put(c, p, key)
	if err == nil {
		err = w.verify(ctx, c, p, key)
	}
	if err != nil {
		return errors.Join(err, w.put(c, was.properties, was.key))
	}
	return nil
}

// errNotKept means that Windows said that all is well, and another look says otherwise.
var errNotKept = errors.New("the change was not kept by Windows")

// verify reads back what was written.
func (w windowsWriter) verify(ctx context.Context, c *cert.Certificate, p crypt32.Properties, key *crypt32.KeyProvInfo) error {
	h, err := w.look(ctx, c)
	if err != nil {
		return err
	}
	if !h.own() || !maps.EqualFunc(h.properties, p, bytes.Equal) || key != nil && (h.key == nil || h.key.Container != key.Container) {
		return errNotKept
	}
	return nil
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

// leave takes the store's own copy of c out of it: through the store as a whole, and where that does not last out of its
// place in the registry.
func (w windowsWriter) leave(ctx context.Context, c *cert.Certificate) error {
	for _, open := range []func(uint32) (crypt32.Store, error){w.all, w.own} {
		s, err := open(0)
		if err != nil {
			return w.problem(err)
		}
		x, err := s.CertFindCertificateInStore(c.Raw)
		if err == nil {
			err = x.CertDeleteCertificateFromStore()
		}
		if closed := s.CertCloseStore(); err == nil {
			err = closed
		}
		if err != nil {
			return w.problem(err)
		}
		h, err := w.look(ctx, c)
		if err != nil || !h.own() {
			return err
		}
	}
	return errNotKept
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
		case h.entry == nil:
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
	case h.entry == nil:
		return w.enter(ctx, c, x.Properties, nil)
	case !h.own():
		return w.foreign(h)
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
