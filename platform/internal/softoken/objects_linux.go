//go:build cgo

package softoken

import (
	"bytes"
	"context"
	"crypto/md5"
	"fmt"
	"slices"
	"strings"

	"github.com/miekg/pkcs11"

	"certviewer/cert"
	"certviewer/platform/internal/nss"
	"certviewer/platform/internal/nssdb"
	"certviewer/platform/internal/p11"
)

// seen is what the database holds of one certificate, with handles.
type seen struct {
	records
	handle  pkcs11.ObjectHandle // of the certificate
	objects []trustObject
	clash   bool // another certificate has its issuer and serial number
}

type trustObject struct {
	trustRecord
	handle pkcs11.ObjectHandle
}

// read reads what the database holds of c.
func (d *database) read(ctx context.Context, c *cert.Certificate) (s seen, err error) {
	err = d.wait(ctx, func() error {
		s = seen{}
		if err := d.lookCertificate(c, &s); err != nil {
			return err
		}
		for _, class := range []uint64{nss.ClassNSSTrust, nss.ClassTrust} {
			found, err := d.Find(named(c, class)...)
			if err != nil {
				return err
			}
			for _, h := range found {
				t, err := d.readTrust(c, h, class)
				if err != nil {
					return err
				}
				s.objects = append(s.objects, trustObject{t, h})
				s.Trust = append(s.Trust, t)
			}
		}
		slices.SortFunc(s.Trust, compareTrust)
		return nil
	})
	return s, err
}

func (d *database) lookCertificate(c *cert.Certificate, s *seen) error {
	found, err := d.Find(named(c, nss.ClassCertificate)...)
	if err != nil {
		return err
	}
	for _, h := range found {
		a, err := d.Attributes(h, nss.Value, nss.Label, nss.ID)
		if err != nil {
			return err
		}
		email, err := d.Attributes(h, nss.NSSEmail) // alone: roots have none, and that fails the whole question
		if err != nil {
			return err
		}
		if !bytes.Equal(a[0], c.Raw) {
			s.clash = true
			continue
		}
		s.handle = h
		s.Certificate = &certificateRecord{Label: some(a[1]), ID: some(a[2]), Email: some(email[0])}
	}
	return nil
}

// readTrust reads a trust record of either dialect. One that the library does not believe reads as what it makes of
// it: the chain decides.
func (d *database) readTrust(c *cert.Certificate, h pkcs11.ObjectHandle, class uint64) (t trustRecord, err error) {
	types := trustAttributes(class)
	asked := append(types, nss.NSSCertMD5)
	if class == nss.ClassTrust {
		asked = append(types, nss.NameHashAlgorithm)
	}
	a, err := d.Attributes(h, asked...)
	if err != nil || slices.ContainsFunc(a, func(b []byte) bool { return b == nil }) {
		bad, e := d.damaged(h, class)
		switch {
		case e != nil:
			return t, e
		case bad:
			return disbelieved(c, class), nil
		case err != nil: // it is about the one that NSS itself does not ask for
			a, err = d.Attributes(h, types...)
			a = append(a, nil)
		}
	}
	if err != nil {
		return t, err
	}
	t = trustRecord{Class: class, Server: number(a[0]), Client: number(a[1]), Email: number(a[2]), Code: number(a[3])}
	if class == nss.ClassTrust {
		t.Hash, t.Algorithm = some(a[4]), number(a[5])
		return t, nil
	}
	if t.SHA1, t.MD5 = some(a[4]), some(a[6]); t.MD5 == nil { // not believed, and no record can be written without
		old := md5.Sum(c.Raw)
		t.MD5 = old[:]
	}
	if len(a[5]) == 1 {
		up := a[5][0] == 1
		t.StepUp = &up
	}
	return t, nil
}

// trustAttributes are what NSS asks of a trust record: the levels for servers, clients, mail and code, a hash, and for
// CKO_NSS_TRUST whether step-up is allowed (nssCryptokiTrust_GetAttributes in its ckhelper.c).
func trustAttributes(class uint64) []uint {
	if class == nss.ClassTrust {
		return []uint{nss.TrustServer, nss.TrustClient, nss.TrustEmail, nss.TrustCode, nss.HashOfCertificate}
	}
	return []uint{nss.NSSTrustServer, nss.NSSTrustClient, nss.NSSTrustEmail, nss.NSSTrustCode, nss.NSSCertSHA1, nss.NSSStepUp}
}

// createTrust writes a trust record of c.
func (d *database) createTrust(ctx context.Context, c *cert.Certificate, t trustRecord) error {
	template := append(named(c, t.Class), pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true))
	levels := []uint{nss.NSSTrustServer, nss.NSSTrustClient, nss.NSSTrustEmail, nss.NSSTrustCode}
	if t.Class == nss.ClassTrust {
		levels = []uint{nss.TrustServer, nss.TrustClient, nss.TrustEmail, nss.TrustCode}
	}
	for i, v := range []*uint64{t.Server, t.Client, t.Email, t.Code} {
		if v != nil {
			template = append(template, pkcs11.NewAttribute(levels[i], uint(*v)))
		}
	}
	for kind, value := range map[uint][]byte{nss.NSSCertSHA1: t.SHA1, nss.NSSCertMD5: t.MD5, nss.HashOfCertificate: t.Hash} {
		if len(value) > 0 {
			template = append(template, pkcs11.NewAttribute(kind, value))
		}
	}
	if t.StepUp != nil {
		template = append(template, pkcs11.NewAttribute(nss.NSSStepUp, *t.StepUp))
	}
	if t.Algorithm != nil {
		template = append(template, pkcs11.NewAttribute(nss.NameHashAlgorithm, uint(*t.Algorithm)))
	}
	return d.create(ctx, template)
}

// makeCertificate creates c, or gives the one that is there another name.
func (d *database) makeCertificate(ctx context.Context, c *cert.Certificate, now seen, want certificateRecord) error {
	label := pkcs11.NewAttribute(nss.Label, want.Label)
	if now.Certificate != nil {
		if bytes.Equal(now.Certificate.Label, want.Label) {
			return nil
		}
		return d.wait(ctx, func() error {
			if err := d.SetAttributeValue(d.Handle, now.handle, []*pkcs11.Attribute{label}); err != nil {
				return fmt.Errorf("C_SetAttributeValue: %w", err)
			}
			return nil
		})
	}
	template := append(named(c, nss.ClassCertificate),
		pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true),
		pkcs11.NewAttribute(pkcs11.CKA_CERTIFICATE_TYPE, uint(pkcs11.CKC_X_509)),
		pkcs11.NewAttribute(nss.Value, c.Raw),
		pkcs11.NewAttribute(pkcs11.CKA_SUBJECT, c.Subject.Raw),
	)
	for kind, value := range map[uint][]byte{nss.Label: want.Label, nss.ID: want.ID, nss.NSSEmail: want.Email} {
		if len(value) > 0 {
			template = append(template, pkcs11.NewAttribute(kind, value))
		}
	}
	return d.create(ctx, template)
}

func (d *database) create(ctx context.Context, template []*pkcs11.Attribute) error {
	return d.wait(ctx, func() error {
		if _, err := d.CreateObject(d.Handle, template); err != nil {
			return fmt.Errorf("C_CreateObject: %w", err)
		}
		return nil
	})
}

func (d *database) destroy(ctx context.Context, h pkcs11.ObjectHandle) error {
	return d.wait(ctx, func() error {
		if err := d.DestroyObject(d.Handle, h); err != nil {
			return fmt.Errorf("C_DestroyObject: %w", err)
		}
		return nil
	})
}

// freeName returns the nickname for a new certificate: that of others of its subject, else a name
// that no other subject has. NSS finds certificates by nickname and takes all of one name for one subject's.
func (d *database) freeName(ctx context.Context, c *cert.Certificate, name string) (free string, err error) {
	name = nickname(c, name)
	err = d.wait(ctx, func() error {
		certificate := pkcs11.NewAttribute(pkcs11.CKA_CLASS, uint(nss.ClassCertificate))
		same, err := d.Find(certificate, pkcs11.NewAttribute(pkcs11.CKA_SUBJECT, c.Subject.Raw))
		if err != nil {
			return err
		}
		for _, h := range same {
			a, err := d.Attributes(h, nss.Label)
			if err != nil {
				return err
			}
			if free = strings.TrimRight(string(a[0]), "\x00"); free != "" {
				return nil
			}
		}
		for n := 1; ; n++ {
			free = numbered(name, n)
			others, err := d.Find(certificate, pkcs11.NewAttribute(nss.Label, free))
			if err != nil || len(others) == 0 {
				return err
			}
		}
	})
	return free, err
}

// hasKey reports whether the private key of c is in key4.db, under the ID of its certificate's record or of its own
// public key. The library hides keys until someone logged in; their IDs stand in the file in clear.
func (d *database) hasKey(ctx context.Context, c *cert.Certificate, id []byte) (bool, error) {
	ids := [][]byte{id}
	if own := keyID(c); !bytes.Equal(own, id) {
		ids = append(ids, own)
	}
	if !d.loggedIn {
		keys, err := nssdb.Keys(ctx, d.dir)
		return slices.ContainsFunc(ids, func(id []byte) bool { return keys[string(id)] }), err
	}
	found := false
	err := d.wait(ctx, func() error {
		for _, id := range ids {
			if len(id) == 0 {
				continue
			}
			keys, err := d.Find(pkcs11.NewAttribute(pkcs11.CKA_CLASS, uint(nss.ClassPrivateKey)), pkcs11.NewAttribute(nss.ID, id))
			if err != nil {
				return err
			}
			found = found || len(keys) > 0
		}
		return nil
	})
	return found, err
}

// canWriteModern reports whether the library knows CKO_TRUST. It is tried with an object that lives in
// memory only: the library's version does not tell.
func (d *database) canWriteModern() bool {
	if d.modern == nil {
		h, err := d.CreateObject(d.module.Handle, []*pkcs11.Attribute{
			pkcs11.NewAttribute(pkcs11.CKA_CLASS, uint(nss.ClassTrust)),
			pkcs11.NewAttribute(pkcs11.CKA_TOKEN, false),
			pkcs11.NewAttribute(nss.Issuer, []byte{0x30, 0}),
			pkcs11.NewAttribute(nss.SerialNumber, []byte{2, 1, 1}),
			pkcs11.NewAttribute(nss.HashOfCertificate, make([]byte, 32)),
			pkcs11.NewAttribute(nss.NameHashAlgorithm, uint(pkcs11.CKM_SHA256)),
		})
		can := err == nil
		if can {
			d.DestroyObject(d.module.Handle, h)
		}
		d.modern = &can
	}
	return *d.modern
}

// named is what finds the objects of a class that speak of c.
func named(c *cert.Certificate, class uint64) []*pkcs11.Attribute {
	return []*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_CLASS, uint(class)),
		pkcs11.NewAttribute(nss.Issuer, c.Issuer.Raw),
		pkcs11.NewAttribute(nss.SerialNumber, serialNumber(c)),
	}
}

// email is the address that NSS finds a person's certificate by.
func email(c *cert.Certificate) []byte {
	for _, a := range c.Subject.Get("emailAddress") {
		return []byte(strings.ToLower(a))
	}
	for _, a := range c.Emails() {
		return []byte(strings.ToLower(a))
	}
	return nil
}

// number and some make no difference between an attribute that is missing and one that is empty.
func number(b []byte) *uint64 {
	if n, ok := p11.Number(b); ok {
		return &n
	}
	return nil
}

func some(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return bytes.Clone(b)
}
