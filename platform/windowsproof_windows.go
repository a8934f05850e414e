package platform

import (
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

	"certviewer/cert"
	"certviewer/platform/internal/crypt32"
	"certviewer/trust"
)

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
