package platform

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"math/big"
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

// fits reports whether a private key in PKCS #8 belongs to c.
func fits(c *cert.Certificate, key []byte) bool {
	parsed, err := x509.ParsePKCS8PrivateKey(key)
	if err != nil {
		return false
	}
	signer, ok := parsed.(crypto.Signer)
	if !ok {
		return false
	}
	public, err := x509.ParsePKIXPublicKey(c.SPKI)
	if err != nil {
		return false
	}
	mine, ok := signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	return ok && mine.Equal(public)
}

// Prove implements trust.IdentityWriter.
func (w windowsIdentities) Prove(ctx context.Context, c *cert.Certificate) error {
	h, err := w.look(ctx, c)
	switch {
	case err != nil:
		return err
	case h.entry == nil:
		return trust.ErrNotPresent
	case h.key == nil:
		return fmt.Errorf("%w: there is none", trust.ErrNotProven)
	}
	if err := withKey(c, *h.key, func(k *crypt32.Key) error { return challenge(c, k) }); err != nil {
		return fmt.Errorf("%w: %w", trust.ErrNotProven, err)
	}
	return nil
}

// challenge has the key sign what was never signed before, and verifies it.
func challenge(c *cert.Certificate, k *crypt32.Key) error {
	random := make([]byte, 32)
	rand.Read(random)
	digest := sha256.Sum256(random)
	public, err := x509.ParsePKIXPublicKey(c.SPKI)
	if err != nil {
		return err
	}
	switch public := public.(type) {
	case *rsa.PublicKey:
		if k.CNG() {
			signature, err := k.NCryptSignHash(digest[:], true)
			if err != nil {
				return err
			}
			return rsa.VerifyPKCS1v15(public, crypto.SHA256, digest[:], signature)
		}
		signature, err := k.CryptSignHash(digest[:], crypt32.CALG_SHA_256)
		if err == nil {
			return rsa.VerifyPKCS1v15(public, crypto.SHA256, digest[:], signature)
		}
		old := sha1.Sum(random) // all that the providers before Windows Vista know; it proves as much here
		if signature, err = k.CryptSignHash(old[:], crypt32.CALG_SHA1); err != nil {
			return err
		}
		return rsa.VerifyPKCS1v15(public, crypto.SHA1, old[:], signature)
	case *ecdsa.PublicKey:
		signature, err := k.NCryptSignHash(digest[:], false)
		if err != nil {
			return err
		}
		half := len(signature) / 2
		if !ecdsa.Verify(public, digest[:], new(big.Int).SetBytes(signature[:half]), new(big.Int).SetBytes(signature[half:])) {
			return errors.New("the signature is wrong")
		}
		return nil
	}
	return &trust.KeyKindError{Kind: c.Key}
}

// withKey opens a key.
func withKey(c *cert.Certificate, info crypt32.KeyProvInfo, use func(*crypt32.Key) error) error {
	x, err := contextWith(c, info)
	if err != nil {
		return err
	}
	defer x.CertFreeCertificateContext()
	k, err := x.CryptAcquireCertificatePrivateKey()
	if err != nil {
		return err
	}
	defer k.Close()
	return use(k)
}

// contextWith returns c, in no store, that says where its key is.
func contextWith(c *cert.Certificate, info crypt32.KeyProvInfo) (crypt32.Certificate, error) {
	x, err := crypt32.CertCreateCertificateContext(c.Raw)
	if err != nil {
		return x, err
	}
	if err := x.SetKeyProvInfo(info); err != nil {
		x.CertFreeCertificateContext()
		return crypt32.Certificate{}, err
	}
	return x, nil
}

// Key implements trust.IdentityWriter.
func (w windowsIdentities) Key(ctx context.Context, c *cert.Certificate) (key []byte, err error) {
	h, err := w.look(ctx, c)
	if err != nil {
		return nil, err
	}
	if h.key == nil {
		return nil, trust.ErrNotPresent
	}
	err = withKey(c, *h.key, func(k *crypt32.Key) error {
		if k.CNG() {
			key, err = exportCNG(ctx, c, *h.key)
		} else {
			key, err = exportCryptoAPI(k)
		}
		return err
	})
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", trust.ErrKeyStays, err)
	case !fits(c, key):
		clear(key)
		return nil, trust.ErrKeyMismatch
	}
	return key, nil
}

// exportCryptoAPI returns a key of RSA: CryptoAPI has no others for certificates.
func exportCryptoAPI(k *crypt32.Key) ([]byte, error) {
	blob, err := k.CryptExportKey()
	if err != nil {
		return nil, err
	}
	defer clear(blob)
	key, err := crypt32.RSAPrivateKey(blob)
	if err != nil {
		return nil, err
	}
	return x509.MarshalPKCS8PrivateKey(key)
}

// exportCNG returns a key of CNG, which gives keys out encrypted: in a .p12 that only this process ever sees.
func exportCNG(ctx context.Context, c *cert.Certificate, info crypt32.KeyProvInfo) ([]byte, error) {
	x, err := contextWith(c, info)
	if err != nil {
		return nil, err
	}
	defer x.CertFreeCertificateContext()
	s, err := crypt32.CertOpenStore(windows.CERT_STORE_PROV_MEMORY, 0, "", 0)
	if err != nil {
		return nil, err
	}
	defer s.CertCloseStore()
	if err := s.CertAddCertificateContextToStore(x, windows.CERT_STORE_ADD_NEW); err != nil {
		return nil, err
	}
	pin := rand.Text()
	file, err := s.PFXExportCertStoreEx(pin)
	if err != nil {
		return nil, err
	}
	defer clear(file)
	contents, err := pkcs12.Open(ctx, file, []byte(pin))
	if err != nil {
		return nil, err
	}
	defer contents.Wipe()
	for _, id := range contents.Identities {
		if id.Leaf.SHA256 == c.SHA256 {
			return bytes.Clone(id.Key), nil
		}
	}
	return nil, errors.New("the file that Windows wrote has no key")
}

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
