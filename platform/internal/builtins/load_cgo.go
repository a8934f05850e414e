//go:build cgo && linux

package builtins

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/miekg/pkcs11"

	"certviewer/platform/internal/nss"
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
		t, err := session{m, s}.token()
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, t)
	}
	return tokens, nil
}

type session struct {
	*pkcs11.Ctx
	handle pkcs11.SessionHandle
}

func (s session) token() (*nss.Token, error) {
	t := new(nss.Token)
	err := s.each(nss.ClassCertificate, func(o pkcs11.ObjectHandle) {
		a := s.attributes(o, nss.Value, nss.Label, nss.Issuer, nss.SerialNumber)
		extra := s.attributes(o, nss.NSSServerDistrust, nss.NSSEmailDistrust, nss.NSSMozillaPolicy)
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
	err = s.each(nss.ClassNSSTrust, func(o pkcs11.ObjectHandle) {
		r := s.record(o, nss.NSSTrustServer, nss.NSSTrustClient, nss.NSSTrustEmail, nss.NSSTrustCode)
		r.Hash = s.attributes(o, nss.NSSCertSHA1)[0]
		if up := s.attributes(o, nss.NSSStepUp)[0]; len(up) == 1 {
			r.StepUp = up[0] == 1
		}
		t.NSSTrust = append(t.NSSTrust, r)
	})
	if err != nil {
		return t, err
	}
	err = s.each(nss.ClassTrust, func(o pkcs11.ObjectHandle) {
		r := s.record(o, nss.TrustServer, nss.TrustClient, nss.TrustEmail, nss.TrustCode)
		r.Hash = s.attributes(o, nss.HashOfCertificate)[0]
		t.Trust = append(t.Trust, r)
	})
	return t, err
}

func (s session) record(o pkcs11.ObjectHandle, server, client, email, code uint) nss.Record {
	a := s.attributes(o, nss.Issuer, nss.SerialNumber, server, client, email, code)
	return nss.Record{
		Issuer: a[0], Serial: a[1],
		Server: level(a[2]), Client: level(a[3]), Email: level(a[4]), Code: level(a[5]),
	}
}

// each calls do with every object of a class. All handles are taken first: not every library
// allows another call while a search is under way.
func (s session) each(class uint, do func(pkcs11.ObjectHandle)) error {
	if err := s.FindObjectsInit(s.handle, []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_CLASS, class)}); err != nil {
		return fmt.Errorf("C_FindObjectsInit: %w", err)
	}
	var all []pkcs11.ObjectHandle
	for {
		some, _, err := s.FindObjects(s.handle, 1024)
		if err != nil {
			return fmt.Errorf("C_FindObjects: %w", err)
		}
		if len(some) == 0 {
			break
		}
		all = append(all, some...)
	}
	if err := s.FindObjectsFinal(s.handle); err != nil {
		return fmt.Errorf("C_FindObjectsFinal: %w", err)
	}
	for _, o := range all {
		do(o)
	}
	return nil
}

// attributes returns the values of an object's attributes, nil for one that it does not have.
// One call asks for all; it fails as a whole when one is missing, then each is asked for alone.
func (s session) attributes(o pkcs11.ObjectHandle, types ...uint) [][]byte {
	out := make([][]byte, len(types))
	template := make([]*pkcs11.Attribute, len(types))
	for i, t := range types {
		template[i] = &pkcs11.Attribute{Type: t}
	}
	got, err := s.GetAttributeValue(s.handle, o, template)
	if err != nil && len(types) > 1 {
		for i, t := range types {
			out[i] = s.attributes(o, t)[0]
		}
		return out
	}
	for i := range got {
		if err == nil && got[i].Type == types[i] {
			out[i] = got[i].Value
		}
	}
	return out
}

// level reads a CK_TRUST as a library has it: a CK_ULONG of the machine.
func level(b []byte) nss.Level {
	switch len(b) {
	case 8:
		return nss.LevelOf(binary.NativeEndian.Uint64(b))
	case 4:
		return nss.LevelOf(uint64(binary.NativeEndian.Uint32(b)))
	}
	return nss.Unknown
}

// date reads a distrust-after attribute: a UTCTime's text, or CK_FALSE for none.
func date(b []byte) time.Time {
	t, err := time.Parse("060102150405Z", string(b))
	if err != nil {
		return time.Time{}
	}
	return t
}
