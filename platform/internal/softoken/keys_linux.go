//go:build cgo

package softoken

import (
	"bytes"
	"context"
	"encoding/asn1"
	"errors"
	"fmt"

	"github.com/miekg/pkcs11"

	"certviewer/cert"
	"certviewer/platform/internal/nss"
	"certviewer/trust"
)

// errNoKey means that a certificate stands in the database without its key.
var errNoKey = errors.New("there is no private key of the certificate")

// keyNames are the CKA_IDs under which the key of c may stand: that of its record, and that of its public key.
func keyNames(c *cert.Certificate, s seen) (ids [][]byte) {
	own := keyID(c)
	if s.Certificate != nil && len(s.Certificate.ID) > 0 && !bytes.Equal(s.Certificate.ID, own) {
		ids = append(ids, s.Certificate.ID)
	}
	if own != nil {
		ids = append(ids, own)
	}
	return ids
}

// keys returns the objects of a class under these IDs. Private ones are hidden until someone logged in.
func (d *database) keys(ctx context.Context, class uint, ids [][]byte) (all []pkcs11.ObjectHandle, err error) {
	err = d.wait(ctx, func() error {
		all = nil
		for _, id := range ids {
			found, err := d.Find(pkcs11.NewAttribute(pkcs11.CKA_CLASS, class), pkcs11.NewAttribute(nss.ID, id))
			if err != nil {
				return err
			}
			all = append(all, found...)
		}
		return nil
	})
	return all, err
}

// ownKey logs in and returns the private key of c. Errors are errNoKey, trust.ErrNotPresent and those of login.
func (d *database) ownKey(ctx context.Context, c *cert.Certificate) (pkcs11.ObjectHandle, error) {
	if err := possible(ctx, c); err != nil {
		return 0, err
	}
	s, err := d.look(ctx, c)
	if err != nil {
		return 0, err
	}
	if s.Certificate == nil {
		return 0, trust.ErrNotPresent
	}
	there, err := d.hasKey(ctx, c, s.Certificate.ID) // before the password: a refusal needs none
	if err == nil && !there {
		err = errNoKey
	}
	if err == nil {
		err = d.login(ctx)
	}
	if err != nil {
		return 0, err
	}
	found, err := d.keys(ctx, nss.ClassPrivateKey, keyNames(c, s))
	if err != nil {
		return 0, err
	}
	if len(found) == 0 {
		return 0, errNoKey
	}
	return found[0], nil
}

// shared reports whether another certificate than c stands in the database under one of these IDs.
func (d *database) shared(ctx context.Context, c *cert.Certificate, ids [][]byte) (bool, error) {
	all, err := d.keys(ctx, nss.ClassCertificate, ids)
	if err != nil {
		return false, err
	}
	others := false
	err = d.wait(ctx, func() error {
		for _, h := range all {
			a, err := d.Attributes(h, nss.Value)
			if err != nil {
				return err
			}
			others = others || !bytes.Equal(a[0], c.Raw)
		}
		return nil
	})
	return others, err
}

// A keyPair is what a database holds of a certificate's key.
type keyPair struct {
	id, subject, label []byte
	public             publicKey
	parcel             parcel
}

// attributes are those of the private key, as pk12util -i gives them. What the key may be used for the library
// says itself.
func (k keyPair) attributes() []*pkcs11.Attribute {
	kind := uint(pkcs11.CKK_RSA)
	if k.public.point != nil {
		kind = pkcs11.CKK_EC
	}
	out := []*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_KEY_TYPE, kind),
		pkcs11.NewAttribute(nss.ID, k.id),
		pkcs11.NewAttribute(pkcs11.CKA_SUBJECT, k.subject),
		pkcs11.NewAttribute(nss.Label, k.label),
	}
	if k.public.point != nil { // a private key on a curve says its own public one nowhere else
		out = append(out, pkcs11.NewAttribute(nss.NSSDB, k.public.point))
	}
	return out
}

// makePublic puts the public key into the database, over one of the same ID that may be there.
func (d *database) makePublic(ctx context.Context, pair keyPair) error {
	template, err := pair.public.template(pair.id)
	if err != nil {
		return err
	}
	return d.create(ctx, template)
}

// makePrivate puts the private key into the database, over one of the same ID that may be there.
func (d *database) makePrivate(ctx context.Context, k *courier, pair keyPair) error {
	return d.wait(ctx, func() error {
		_, err := k.send(pair.parcel, append(pair.attributes(), pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true))...)
		return err
	})
}

// template is the public key as an object of the database.
func (p publicKey) template(id []byte) ([]*pkcs11.Attribute, error) {
	out := []*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_CLASS, uint(nss.ClassPublicKey)),
		pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true),
		pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, false),
		pkcs11.NewAttribute(nss.ID, id),
		pkcs11.NewAttribute(pkcs11.CKA_VERIFY, true),
	}
	if p.point == nil {
		return append(out,
			pkcs11.NewAttribute(pkcs11.CKA_KEY_TYPE, uint(pkcs11.CKK_RSA)),
			pkcs11.NewAttribute(pkcs11.CKA_ENCRYPT, true),
			pkcs11.NewAttribute(pkcs11.CKA_WRAP, true),
			pkcs11.NewAttribute(pkcs11.CKA_VERIFY_RECOVER, true),
			pkcs11.NewAttribute(pkcs11.CKA_MODULUS, p.modulus),
			pkcs11.NewAttribute(pkcs11.CKA_PUBLIC_EXPONENT, p.exponent),
		), nil
	}
	point, err := asn1.Marshal(p.point)
	return append(out,
		pkcs11.NewAttribute(pkcs11.CKA_KEY_TYPE, uint(pkcs11.CKK_EC)),
		pkcs11.NewAttribute(pkcs11.CKA_DERIVE, true),
		pkcs11.NewAttribute(pkcs11.CKA_EC_PARAMS, p.algorithm.Parameters.FullBytes),
		pkcs11.NewAttribute(pkcs11.CKA_EC_POINT, point),
	), err
}

// tryKey has the library take the key of a pair into memory and answer a challenge, before any file knows of it. The
// error is trust.ErrKeyMismatch with why.
func (d *database) tryKey(k *courier, pair keyPair) error {
	h, err := k.send(pair.parcel, append(pair.attributes(), pkcs11.NewAttribute(pkcs11.CKA_TOKEN, false))...)
	if err == nil {
		defer d.DestroyObject(d.Handle, h)
		err = d.challenge(h, pair.public)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", trust.ErrKeyMismatch, err)
	}
	return nil
}
