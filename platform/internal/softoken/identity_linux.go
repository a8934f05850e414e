//go:build cgo

package softoken

import (
	"context"
	"errors"
	"fmt"

	"github.com/miekg/pkcs11"

	"certviewer/cert"
	"certviewer/platform/internal/nss"
	"certviewer/trust"
)

var _ trust.IdentityWriter = (*database)(nil)

// AddIdentity implements trust.IdentityWriter. It asks for the Primary Password, if there is one. The key is proven in
// the library's memory before the database knows of it. Then come the certificate, the public key and last the private
// one: a process that is killed in between leaves a certificate without key, which can be seen and removed.
func (d *database) AddIdentity(ctx context.Context, c *cert.Certificate, key []byte, name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := possible(ctx, c); err != nil {
		return err
	}
	pair := keyPair{id: keyID(c), subject: c.Subject.Raw}
	var err error
	if pair.public, err = publicKeyOf(c); err != nil {
		return err
	}
	decide := func(s seen) (records, error) { return d.identity(ctx, c, s, name) }
	before, target, err := d.plan(ctx, c, decide)
	if err == nil {
		before, target, err = d.begin(ctx, c, before, target, decide)
	}
	if err != nil {
		return err
	}
	k, err := d.newCourier()
	if err != nil {
		return d.meaning(err)
	}
	defer k.close()
	plain, err := pair.public.plainKey(key)
	if err != nil {
		return err
	}
	pair.parcel, pair.label = k.pack(plain), target.Certificate.Label
	if len(target.Certificate.ID) > 0 {
		pair.id = target.Certificate.ID
	}
	if err := d.tryKey(k, pair); err != nil {
		return err
	}
	stay, err := d.keys(ctx, nss.ClassPrivateKey, [][]byte{pair.id}) // another certificate's too
	if err != nil {
		return err
	}
	if err = d.put(ctx, c, before, target); err != nil {
		return err
	}
	if err = d.makePublic(ctx, pair); err == nil {
		err = d.makePrivate(ctx, k, pair)
	}
	if err == nil {
		err = d.hold(ctx, c)
	}
	if err != nil {
		if len(stay) == 0 {
			err = d.destroyKeys(context.WithoutCancel(ctx), [][]byte{pair.id}, err)
		}
		err = d.putBack(ctx, c, before.records, err)
	}
	return err
}

// identity is what the database shall hold of c besides its key. A record of trust that was left behind by a
// certificate which is gone does not come to life again.
func (d *database) identity(ctx context.Context, c *cert.Certificate, s seen, name string) (records, error) {
	if s.Certificate == nil {
		if s.clash {
			return records{}, trust.ErrSerialClash
		}
		label, err := d.freeName(ctx, c, name)
		return records{Certificate: &certificateRecord{Label: []byte(label), ID: keyID(c), Email: email(c)}}, err
	}
	there, err := d.hasKey(ctx, c, s.Certificate.ID)
	if err == nil && there {
		err = trust.ErrPresent
	}
	return s.records, err
}

// hold reports errKept unless the key of c is in the database now.
func (d *database) hold(ctx context.Context, c *cert.Certificate) error {
	s, err := d.look(ctx, c)
	if err != nil {
		return err
	}
	there := false
	if s.Certificate != nil {
		there, err = d.hasKey(ctx, c, s.Certificate.ID)
	}
	if err == nil && !there {
		err = errKept
	}
	return err
}

// Key implements trust.IdentityWriter. What it returns was proven: a backup of it is one.
func (d *database) Key(ctx context.Context, c *cert.Certificate) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	h, err := d.ownKey(ctx, c)
	if errors.Is(err, errNoKey) {
		return nil, fmt.Errorf("%w: %w", trust.ErrNotPresent, err)
	} else if err != nil {
		return nil, err
	}
	k, err := d.newCourier()
	if err != nil {
		return nil, d.meaning(err)
	}
	defer k.close()
	pair, err := d.readPair(ctx, k, c, h)
	if err != nil {
		return nil, err
	}
	if err := d.tryKey(k, pair); err != nil {
		return nil, err
	}
	return k.open(pair.parcel)
}

// readPair reads what is needed to make the key again. The error is trust.ErrKeyStays when the key is of a kind that we
// cannot check, or is marked to stay: NSS 3.87 hands it out all the same.
func (d *database) readPair(ctx context.Context, k *courier, c *cert.Certificate, h pkcs11.ObjectHandle) (pair keyPair, err error) {
	if pair.public, err = publicKeyOf(c); err != nil {
		return pair, fmt.Errorf("%w: %w", trust.ErrKeyStays, err)
	}
	err = d.wait(ctx, func() error {
		a, err := d.Attributes(h, nss.ID, pkcs11.CKA_SUBJECT, nss.Label, pkcs11.CKA_EXTRACTABLE)
		if err != nil {
			return err
		}
		if !isTrue(a[3]) {
			return trust.ErrKeyStays
		}
		pair.id, pair.subject, pair.label = a[0], a[1], a[2]
		pair.parcel, err = k.fetch(h)
		return err
	})
	return pair, err
}

// RemoveIdentity implements trust.IdentityWriter. It asks for the Primary Password, if there is one. The private key goes
// first: a process that is killed in between leaves a certificate without key, and never a key that
// nobody sees.
func (d *database) RemoveIdentity(ctx context.Context, c *cert.Certificate) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := possible(ctx, c); err != nil {
		return err
	}
	decide := func(s seen) (records, error) {
		if s.Certificate != nil {
			return records{}, nil
		}
		there, err := d.hasKey(ctx, c, nil)
		if err == nil && !there {
			err = trust.ErrNotPresent
		}
		return records{}, err
	}
	before, target, err := d.plan(ctx, c, decide)
	if err == nil {
		before, target, err = d.begin(ctx, c, before, target, decide)
	}
	if err != nil {
		return err
	}
	ids := keyNames(c, before)
	if others, err := d.shared(ctx, c, ids); err != nil {
		return err
	} else if others {
		return d.put(ctx, c, before, target)
	}
	k, err := d.newCourier()
	if err != nil {
		return d.meaning(err)
	}
	defer k.close()
	private, err := d.keys(ctx, nss.ClassPrivateKey, ids)
	if err != nil {
		return err
	}
	var kept []keyPair // until the rest is done
	for _, h := range private {
		switch pair, err := d.readPair(ctx, k, c, h); {
		case err == nil:
			kept = append(kept, pair)
		case !errors.Is(err, trust.ErrKeyStays):
			return err
		}
	}
	if err = d.destroyKeys(ctx, ids, nil); err == nil {
		err = d.put(ctx, c, before, target)
	}
	if err != nil {
		for _, pair := range kept {
			ctx := context.WithoutCancel(ctx)
			err = errors.Join(err, d.makePrivate(ctx, k, pair), d.makePublic(ctx, pair))
		}
	}
	return err
}

// destroyKeys deletes the private and public keys of these IDs, and returns err with what went wrong.
func (d *database) destroyKeys(ctx context.Context, ids [][]byte, err error) error {
	for _, class := range []uint{nss.ClassPrivateKey, nss.ClassPublicKey} {
		all, e := d.keys(ctx, class, ids)
		for _, h := range all {
			e = errors.Join(e, d.destroy(ctx, h))
		}
		if e != nil {
			return errors.Join(err, fmt.Errorf("deleting keys: %w", e))
		}
	}
	return err
}
