package platform

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"

	"golang.org/x/sys/windows"

	"certviewer/cert"
	"certviewer/pkcs12"
	"certviewer/platform/internal/crypt32"
	"certviewer/trust"
)

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
