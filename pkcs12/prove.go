package pkcs12

import (
	"bytes"
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"slices"
	"unicode/utf8"

	library "software.sslmate.com/src/go-pkcs12"

	"certviewer/cert"
)

// ErrNotProven is why a file is not handed out that was written and does not give back what was put in.
var ErrNotProven = errors.New("the file that was written does not open again")

// prove opens a file that was just written, and compares. The judge is go-pkcs12, for a mistake of ours may be made in
// the same way by our writer and our reader, and then nobody else could open the file. What it cannot bear is left to our own
// reader: keys and certificates that Go refuses, and letters beyond the Basic Multilingual Plane in the PIN.
func prove(ctx context.Context, file, pin []byte, id Identity, chain []*cert.Certificate) error {
	all := append([]*cert.Certificate{id.Leaf}, chain...)
	key, err := x509.ParsePKCS8PrivateKey(id.Key)
	if err == nil && !slices.ContainsFunc(all, func(c *cert.Certificate) bool { return c.Err() != nil }) && !bytes.ContainsFunc(pin, beyondBMP) {
		if err := ctx.Err(); err != nil { // the library cannot be cancelled
			return err
		}
		return proveByLibrary(file, string(pin), key, all)
	}
	return proveByUs(ctx, file, pin, id.Key, all)
}

func beyondBMP(r rune) bool { return r > 0xffff || r == utf8.RuneError }

func proveByLibrary(file []byte, pin string, key any, all []*cert.Certificate) error {
	gotKey, leaf, chain, err := library.DecodeChain(file, pin)
	if err != nil {
		return errors.Join(ErrNotProven, err)
	}
	comparable, ok := gotKey.(interface{ Equal(crypto.PrivateKey) bool })
	if !ok || !comparable.Equal(key) || len(all) != 1+len(chain) {
		return ErrNotProven
	}
	for i, c := range append([]*x509.Certificate{leaf}, chain...) {
		if !bytes.Equal(c.Raw, all[i].Raw) {
			return ErrNotProven
		}
	}
	return nil
}

func proveByUs(ctx context.Context, file, pin, key []byte, all []*cert.Certificate) error {
	c, err := Open(ctx, file, pin)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return errors.Join(ErrNotProven, err)
	}
	defer c.Wipe()
	if len(c.Identities) != 1 || c.Identities[0].Leaf.SHA256 != all[0].SHA256 || !bytes.Equal(c.Identities[0].Key, key) || len(all) != 1+len(c.Certificates) {
		return ErrNotProven
	}
	for i, other := range c.Certificates {
		if other.SHA256 != all[1+i].SHA256 {
			return ErrNotProven
		}
	}
	return nil
}
