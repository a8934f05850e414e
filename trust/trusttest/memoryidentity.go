package trusttest

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"

	"certviewer/cert"
	"certviewer/trust"
)

// AddIdentity implements trust.IdentityWriter. A store in memory holds every kind of key that Go knows.
func (w memoryWriter) AddIdentity(ctx context.Context, c *cert.Certificate, key []byte, name string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.ready(ctx); err != nil {
		return err
	}
	i := w.find(c)
	if i >= 0 && w.entries[i].HasKey {
		return trust.ErrPresent
	}
	if errors.Is(c.Err(), cert.ErrNotCertificate) {
		return c.Err()
	}
	if err := answer(c, key); err != nil {
		return fmt.Errorf("%w: %w", trust.ErrKeyMismatch, err)
	}
	if i < 0 {
		if err := w.put(c, name, trust.Want{}); err != nil {
			return err
		}
		i = w.find(c)
	}
	w.entries = slices.Clone(w.entries)
	w.entries[i].HasKey = true
	if w.keys == nil {
		w.keys = map[cert.Fingerprint][]byte{}
	}
	w.keys[c.SHA256] = bytes.Clone(key)
	return nil
}

// Prove implements trust.IdentityWriter.
func (w memoryWriter) Prove(ctx context.Context, c *cert.Certificate) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.present(ctx, c); err != nil {
		return err
	}
	if err := answer(c, w.keys[c.SHA256]); err != nil {
		return fmt.Errorf("%w: %w", trust.ErrNotProven, err)
	}
	return nil
}

// Key implements trust.IdentityWriter. A key that a test has only said to be there stays.
func (w memoryWriter) Key(ctx context.Context, c *cert.Certificate) ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.present(ctx, c); err != nil {
		return nil, err
	}
	key := bytes.Clone(w.keys[c.SHA256])
	switch {
	case key != nil:
		return key, nil
	case w.entries[w.find(c)].HasKey:
		return nil, trust.ErrKeyStays
	}
	return nil, trust.ErrNotPresent
}

// RemoveIdentity implements trust.IdentityWriter. Every certificate has a copy of its key here.
func (w memoryWriter) RemoveIdentity(ctx context.Context, c *cert.Certificate) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.present(ctx, c); err != nil {
		return err
	}
	i := w.find(c)
	w.entries = slices.Delete(slices.Clone(w.entries), i, i+1)
	delete(w.keys, c.SHA256)
	return nil
}

func (w memoryWriter) present(ctx context.Context, c *cert.Certificate) error {
	if err := w.ready(ctx); err != nil {
		return err
	}
	if w.find(c) < 0 {
		return trust.ErrNotPresent
	}
	return nil
}

// answer has a private key in PKCS #8 sign something, and verifies that with c.
func answer(c *cert.Certificate, key []byte) error {
	parsed, err := x509.ParsePKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	signer, ok := parsed.(crypto.Signer)
	if !ok {
		return errors.New("the key cannot sign")
	}
	public, err := x509.ParsePKIXPublicKey(c.SPKI)
	if err != nil {
		return err
	}
	template := &x509.CertificateRequest{} // whose making signs, in the way of each kind of key
	der, err := x509.CreateCertificateRequest(rand.Reader, template, signer)
	if err != nil {
		return err
	}
	request, err := x509.ParseCertificateRequest(der)
	if err != nil {
		return err
	}
	request.PublicKey = public
	return request.CheckSignature()
}
