//go:build cgo && linux

package builtins

import (
	"fmt"
	"time"

	"github.com/miekg/pkcs11"

	"certviewer/platform/internal/nss"
	"certviewer/platform/internal/p11"
)

// load reads the tokens of all slots of a library.
func load(library string) ([]*nss.Token, error) {
	m := pkcs11.New(library)
	if m == nil {
		return nil, fmt.Errorf("%s cannot be loaded, or is no PKCS #11 library", library)
	}
	defer m.Destroy()
	if err := m.Initialize(); err != nil {
		return nil, fmt.Errorf("C_Initialize: %w", err)
	}
	defer m.Finalize()
	slots, err := m.GetSlotList(true)
	if err != nil {
		return nil, fmt.Errorf("C_GetSlotList: %w", err)
	}
	var tokens []*nss.Token
	for _, slot := range slots {
		s, err := m.OpenSession(slot, pkcs11.CKF_SERIAL_SESSION)
		if err != nil {
			return nil, fmt.Errorf("C_OpenSession: %w", err)
		}
		t, err := readToken(p11.Session{Ctx: m, Handle: s})
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, t)
	}
	return tokens, nil
}

func readToken(s p11.Session) (*nss.Token, error) {
	t := new(nss.Token)
	err := each(s, nss.ClassCertificate, func(o pkcs11.ObjectHandle) {
		a := attributes(s, o, nss.Value, nss.Label, nss.Issuer, nss.SerialNumber)
		extra := attributes(s, o, nss.NSSServerDistrust, nss.NSSEmailDistrust, nss.NSSMozillaPolicy)
		t.Certificates = append(t.Certificates, &nss.Certificate{
			DER: a[0], Label: string(a[1]), Issuer: a[2], Serial: a[3],
			ServerDistrustAfter: date(extra[0]),
			EmailDistrustAfter:  date(extra[1]),
			Mozilla:             len(extra[2]) == 1 && extra[2][0] == 1,
		})
	})
	if err != nil {
		return t, err
	}
	err = each(s, nss.ClassNSSTrust, func(o pkcs11.ObjectHandle) {
		r := record(s, o, nss.NSSTrustServer, nss.NSSTrustClient, nss.NSSTrustEmail, nss.NSSTrustCode)
		r.Hash = attributes(s, o, nss.NSSCertSHA1)[0]
		if up := attributes(s, o, nss.NSSStepUp)[0]; len(up) == 1 {
			r.StepUp = up[0] == 1
		}
		t.NSSTrust = append(t.NSSTrust, r)
	})
	if err != nil {
		return t, err
	}
	err = each(s, nss.ClassTrust, func(o pkcs11.ObjectHandle) {
		r := record(s, o, nss.TrustServer, nss.TrustClient, nss.TrustEmail, nss.TrustCode)
		r.Hash = attributes(s, o, nss.HashOfCertificate)[0]
		t.Trust = append(t.Trust, r)
	})
	return t, err
}

func record(s p11.Session, o pkcs11.ObjectHandle, server, client, email, code uint) nss.Record {
	a := attributes(s, o, nss.Issuer, nss.SerialNumber, server, client, email, code)
	return nss.Record{
		Issuer: a[0], Serial: a[1],
		Server: level(a[2]), Client: level(a[3]), Email: level(a[4]), Code: level(a[5]),
	}
}

// each calls do with every object of a class.
func each(s p11.Session, class uint, do func(pkcs11.ObjectHandle)) error {
	all, err := s.Find(pkcs11.NewAttribute(pkcs11.CKA_CLASS, class))
	for _, o := range all {
		do(o)
	}
	return err
}

// attributes returns the values of an object's attributes, nil for one that it does not have. A
// library that errs for another reason has no such attribute either, as far as a list goes.
func attributes(s p11.Session, o pkcs11.ObjectHandle, types ...uint) [][]byte {
	if out, err := s.Attributes(o, types...); err == nil {
		return out
	}
	out := make([][]byte, len(types))
	for i, t := range types {
		if one, err := s.Attributes(o, t); err == nil {
			out[i] = one[0]
		}
	}
	return out
}

// level reads a CK_TRUST.
func level(b []byte) nss.Level {
	n, ok := p11.Number(b)
	if !ok {
		return nss.Unknown
	}
	return nss.LevelOf(n)
}

// date reads a distrust-after attribute: a UTCTime's text, or CK_FALSE for none.
func date(b []byte) time.Time {
	t, err := time.Parse("060102150405Z", string(b))
	if err != nil {
		return time.Time{}
	}
	return t
}
