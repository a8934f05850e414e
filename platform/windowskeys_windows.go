package platform

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"

	"golang.org/x/sys/windows"

	"certviewer/cert"
	"certviewer/pkcs12"
	"certviewer/platform/internal/crypt32"
	"certviewer/trust"
)

// windowsIdentities is the list "Personal": certificates with their private keys, which Windows keeps in containers of
// a provider, of CNG or of CryptoAPI before it.
type windowsIdentities struct{ windowsWriter }

// AddIdentity implements trust.IdentityWriter. The key goes through a .p12 in memory, as PFXImportCertStore wants it, in the
// form that every version of Windows takes; and stays exportable, as the import wizard offers, or nobody could make a backup
// of it before it is removed one day.
func (w windowsIdentities) AddIdentity(ctx context.Context, c *cert.Certificate, key []byte, name string) error {
	h, err := w.look(ctx, c)
	switch {
	case err != nil:
		return err
	case h.key != nil:
		return trust.ErrPresent
	case errors.Is(c.Err(), cert.ErrNotCertificate):
		return c.Err()
	case !fits(c, key):
		return trust.ErrKeyMismatch
	case trust.WindowsHolds(c) != nil:
		return trust.WindowsHolds(c)
	}
	if h.entry == nil {
		if err := w.clash(c); err != nil {
			return err
		}
	}
	info, err := w.importKey(ctx, c, key)
	if err != nil {
		return err
	}
	if h.entry != nil {
		err = w.change(ctx, c, h, h.properties, &info)
	} else {
		p := crypt32.Properties{}
		if name != "" {
			p[crypt32.CERT_FRIENDLY_NAME_PROP_ID] = crypt32.EncodeUTF16(name)
		}
		err = w.enter(ctx, c, p, &info)
	}
	if err != nil {
		return errors.Join(err, deleteKey(c, info))
	}
	return nil
}

// importKey puts the key into a container of its own, and says which.
func (w windowsIdentities) importKey(ctx context.Context, c *cert.Certificate, key []byte) (crypt32.KeyProvInfo, error) {
	pin := rand.Text()
	file, err := pkcs12.Encode(ctx, pkcs12.Identity{Leaf: c, Key: key}, nil, []byte(pin), pkcs12.Handover)
	if err != nil {
		return crypt32.KeyProvInfo{}, err
	}
	defer clear(file)
	s, err := crypt32.PFXImportCertStore(file, pin, windows.CRYPT_EXPORTABLE|windows.PKCS12_PREFER_CNG_KSP)
	if err != nil { // CryptoAPI alone
		s, err = crypt32.PFXImportCertStore(file, pin, windows.CRYPT_EXPORTABLE)
	}
	if err != nil {
		err = w.problem(err)
		if !strings.HasPrefix(c.Key, "RSA-") { // the file is ours and was read back: it is the kind of key that is refused
			return crypt32.KeyProvInfo{}, errors.Join(&trust.KeyKindError{Kind: c.Key}, err)
		}
		return crypt32.KeyProvInfo{}, err
	}
	defer s.CertCloseStore()
	x, err := s.CertFindCertificateInStore(c.Raw)
	if err != nil {
		return crypt32.KeyProvInfo{}, w.problem(err)
	}
	defer x.CertFreeCertificateContext()
	info, err := x.KeyProvInfo()
	if info.Spec == atKeyExchange|atSignature { // Wine, which means the first
		info.Spec = atKeyExchange
	}
	return info, w.problem(err)
}

// The two keys that a container of CryptoAPI may hold.
const atKeyExchange, atSignature = 1, 2

// RemoveIdentity implements trust.IdentityWriter.
func (w windowsIdentities) RemoveIdentity(ctx context.Context, c *cert.Certificate) error {
	h, err := w.look(ctx, c)
	if err != nil {
		return err
	}
	info := h.key
	if info == nil {
		info = findKey(c)
	}
	if h.entry == nil && info == nil {
		return trust.ErrNotPresent
	}
	if h.entry != nil {
		if err := w.leave(ctx, c); err != nil {
			return err
		}
	}
	if info == nil {
		return nil
	}
	used, err := w.uses(*info)
	if err != nil || used {
		return err
	}
	return w.problem(deleteKey(c, *info))
}

// findKey looks for a key of c in all containers of this person; nil when there is none.
func findKey(c *cert.Certificate) *crypt32.KeyProvInfo {
	x, err := crypt32.CertCreateCertificateContext(c.Raw)
	if err != nil {
		return nil
	}
	defer x.CertFreeCertificateContext()
	if x.CryptFindCertificateKeyProvInfo() != nil {
		return nil
	}
	info, err := x.KeyProvInfo()
	if err != nil {
		return nil
	}
	return &info
}

// uses reports whether a certificate of the store has its key in this container.
func (w windowsIdentities) uses(info crypt32.KeyProvInfo) (used bool, err error) {
	s, err := w.all(windows.CERT_STORE_READONLY_FLAG)
	if err != nil {
		return false, unlessEmpty(w.problem(err))
	}
	defer s.CertCloseStore()
	err = s.Certificates(func(x crypt32.Certificate) bool {
		k, err := x.KeyProvInfo()
		used = used || err == nil && k.Container == info.Container && k.Provider == info.Provider
		return !used
	})
	return used, w.problem(err)
}

// deleteKey deletes a key with its container.
func deleteKey(c *cert.Certificate, info crypt32.KeyProvInfo) error {
	if info.Type != 0 { // a provider of CryptoAPI has a type, those of CNG have none
		return info.DeleteKeyset()
	}
	return withKey(c, info, func(k *crypt32.Key) error { return k.NCryptDeleteKey() })
}
