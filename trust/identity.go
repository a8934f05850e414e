package trust

import (
	"context"
	"errors"
	"fmt"

	"certviewer/cert"
)

// An IdentityWriter is a Writer that can hold private keys.
type IdentityWriter interface {
	Writer
	// AddIdentity puts c with its private key (PKCS #8, RFC 5208, not encrypted; the caller wipes it) into the store, named
	// name, with no trust. If c is there without its key, only the key is added. Nothing is left behind on failure.
	// Errors: ErrPresent when both are there, ErrKeyMismatch, a *KeyKindError, those of Writer.Add.
	AddIdentity(ctx context.Context, c *cert.Certificate, key []byte, name string) error
	// Prove has the key of c in the store answer a random challenge, and verifies the answer with c's public key: nil, or
	// ErrNotProven with why, or ErrNotPresent. A store that could not be asked is another error.
	Prove(ctx context.Context, c *cert.Certificate) error
	// Key returns the private key of c as PKCS #8 for a backup; the caller wipes it. It fits c. Errors: ErrKeyStays when the
	// store does not give it out, ErrNotPresent when there is no key of c.
	Key(ctx context.Context, c *cert.Certificate) ([]byte, error)
	// RemoveIdentity takes c, its trust and its private and public key out of the store. The key stays if another
	// certificate there has it too. It also takes away a key whose certificate is gone; with neither it is ErrNotPresent.
	RemoveIdentity(ctx context.Context, c *cert.Certificate) error
}

// Errors of an IdentityWriter, besides those of a Writer.
var (
	ErrNotProven   = errors.New("the private key in the store was not proven")
	ErrKeyStays    = errors.New("the store does not give the private key out")
	ErrKeyMismatch = errors.New("the private key does not belong to the certificate")
)

// A KeyKindError means that the store cannot hold private keys of a kind, named as cert.Certificate.Key names it.
type KeyKindError struct{ Kind string }

// Error names the kind.
func (e *KeyKindError) Error() string {
	return fmt.Sprintf("the store cannot hold %s keys", e.Kind)
}
