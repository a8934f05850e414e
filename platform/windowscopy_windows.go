package platform

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/sys/windows"

	"certviewer/cert"
	"certviewer/platform/internal/crypt32"
	"certviewer/trust"
)

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
	err = s.CertAddCertificateContextToStore(x, w.disposition(c))
	if closed := s.CertCloseStore(); err == nil {
		err = closed
	}
	return w.problem(err)
}

// amend changes the properties of what is there, in place: a person's trusted root that is replaced would be asked about.
func (w windowsWriter) amend(c *cert.Certificate, p crypt32.Properties, key *crypt32.KeyProvInfo) error {
	s, err := w.ways(c)[0](0)
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

// shared reports whether the store has c, besides any copy of its own, from another list. The store as a whole might then hand out
// that list's copy, which is somebody else's.
func (w windowsWriter) shared(c *cert.Certificate) bool {
	return slices.ContainsFunc(w.sources(), func(o source) bool { return o.held[c.SHA1] })
}

// disposition is how a copy of the store's own is added that is not there: another list's would be taken for one that is.
func (w windowsWriter) disposition(c *cert.Certificate) uint32 {
	if w.shared(c) {
		return windows.CERT_STORE_ADD_ALWAYS
	}
	return windows.CERT_STORE_ADD_NEW
}

// ways are how the store's own copy of c is got at: through the store as a whole, as Windows' own window goes about it, then in
// its place in the registry; where c is shared, there alone.
func (w windowsWriter) ways(c *cert.Certificate) []func(flags uint32) (crypt32.Store, error) {
	ways := []func(uint32) (crypt32.Store, error){w.all, w.own}
	if w.shared(c) {
		return ways[1:]
	}
	return ways
}

// leave takes the store's own copy of c out of it, in the second way where the first does not last.
func (w windowsWriter) leave(ctx context.Context, c *cert.Certificate) error {
	for _, open := range w.ways(c) {
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
