//go:build cgo

package softoken

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/miekg/pkcs11"

	"certviewer/cert"
	"certviewer/trust"
)

// Prove implements trust.IdentityWriter. It asks for the Primary Password, if there is one.
func (d *database) Prove(ctx context.Context, c *cert.Certificate) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	h, err := d.ownKey(ctx, c)
	if errors.Is(err, errNoKey) {
		return fmt.Errorf("%w: %w", trust.ErrNotProven, err)
	} else if err != nil {
		return err
	}
	public, err := publicKeyOf(c)
	if err == nil {
		err = d.wait(ctx, func() error { return d.challenge(h, public) })
	}
	if _, ok := errors.AsType[*trust.Problem](err); err == nil || ok || ctx.Err() != nil {
		return err
	}
	return fmt.Errorf("%w: %w", trust.ErrNotProven, err)
}

// challenge has a private key answer a question that nobody asked before, and verifies the answer: a signature, or, from
// an RSA key that may not sign, what was encrypted to it. The error is errAnswer or the library's.
func (d *database) challenge(h pkcs11.ObjectHandle, public publicKey) error {
	question := make([]byte, 32)
	rand.Read(question)
	a, err := d.Attributes(h, pkcs11.CKA_SIGN, pkcs11.CKA_DECRYPT)
	if err != nil {
		return err
	}
	if key, ok := public.key.(*rsa.PublicKey); ok && !isTrue(a[0]) && isTrue(a[1]) {
		return d.challengeDecryption(h, key, question)
	}
	how, text := uint(pkcs11.CKM_SHA256_RSA_PKCS), question
	if public.point != nil {
		digest := sha256.Sum256(question)
		how, text = pkcs11.CKM_ECDSA, digest[:]
	}
	if err := d.SignInit(d.Handle, mechanism(how, nil), h); err != nil {
		return fmt.Errorf("C_SignInit: %w", err)
	}
	signature, err := d.Sign(d.Handle, text)
	if err != nil {
		return fmt.Errorf("C_Sign: %w", err)
	}
	return public.verify(question, signature)
}

func (d *database) challengeDecryption(h pkcs11.ObjectHandle, key *rsa.PublicKey, question []byte) error {
	text, err := rsa.EncryptOAEP(sha256.New(), rand.Reader, key, question, nil)
	if err != nil {
		return err
	}
	oaep := pkcs11.NewOAEPParams(pkcs11.CKM_SHA256, pkcs11.CKG_MGF1_SHA256, pkcs11.CKZ_DATA_SPECIFIED, nil)
	if err := d.DecryptInit(d.Handle, mechanism(pkcs11.CKM_RSA_PKCS_OAEP, oaep), h); err != nil {
		return fmt.Errorf("C_DecryptInit: %w", err)
	}
	answer, err := d.Decrypt(d.Handle, text)
	if err != nil {
		return fmt.Errorf("%w: C_Decrypt: %w", errAnswer, err)
	}
	if !bytes.Equal(answer, question) {
		return errAnswer
	}
	return nil
}

func isTrue(b []byte) bool { return len(b) == 1 && b[0] == 1 }
