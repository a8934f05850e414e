//go:build cgo && linux

package p11

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"

	"github.com/miekg/pkcs11"
)

// A Session is a session of a loaded library.
type Session struct {
	*pkcs11.Ctx
	Handle pkcs11.SessionHandle
}

// Find returns the objects that have all these attributes. All handles are taken before it
// returns: not every library allows another call while a search is under way.
func (s Session) Find(template ...*pkcs11.Attribute) ([]pkcs11.ObjectHandle, error) {
	if err := s.FindObjectsInit(s.Handle, template); err != nil {
		return nil, fmt.Errorf("C_FindObjectsInit: %w", err)
	}
	var all []pkcs11.ObjectHandle
	for {
		some, _, err := s.FindObjects(s.Handle, 1024)
		if err != nil {
			s.FindObjectsFinal(s.Handle)
			return nil, fmt.Errorf("C_FindObjects: %w", err)
		}
		if len(some) == 0 {
			break
		}
		all = append(all, some...)
	}
	if err := s.FindObjectsFinal(s.Handle); err != nil {
		return nil, fmt.Errorf("C_FindObjectsFinal: %w", err)
	}
	return all, nil
}

// Attributes returns the values of an object's attributes; nil for one that it does not have, or that
// the library does not believe. One call asks for all; it fails as a whole when one is missing,
// then each is asked for alone.
func (s Session) Attributes(o pkcs11.ObjectHandle, types ...uint) ([][]byte, error) {
	out := make([][]byte, len(types))
	template := make([]*pkcs11.Attribute, len(types))
	for i, t := range types {
		template[i] = &pkcs11.Attribute{Type: t}
	}
	got, err := s.GetAttributeValue(s.Handle, o, template)
	switch {
	case err == nil:
		for i := range got {
			out[i] = got[i].Value
		}
		return out, nil
	case len(types) == 1 && missing(err):
		return out, nil
	case len(types) == 1 || !missing(err):
		return nil, fmt.Errorf("C_GetAttributeValue: %w", err)
	}
	for i, t := range types {
		one, err := s.Attributes(o, t)
		if err != nil {
			return nil, err
		}
		out[i] = one[0]
	}
	return out, nil
}

// missing reports whether err is about one attribute and not about the library or its database.
func missing(err error) bool {
	e, ok := errors.AsType[pkcs11.Error](err)
	return ok && (e == pkcs11.CKR_ATTRIBUTE_TYPE_INVALID || e == pkcs11.CKR_ATTRIBUTE_SENSITIVE || e == pkcs11.CKR_SIGNATURE_INVALID)
}

// Number reads a CK_ULONG as a library has it: a number of the machine. Softoken before 3.113 does
// not know the attributes of CKO_TRUST to be numbers, and hands out what stands in the database:
// four bytes, big-endian.
func Number(b []byte) (uint64, bool) {
	const word = strconv.IntSize / 8
	if len(b) == word {
		if word == 8 {
			return binary.NativeEndian.Uint64(b), true
		}
		return uint64(binary.NativeEndian.Uint32(b)), true
	}
	if len(b) == 4 {
		return uint64(binary.BigEndian.Uint32(b)), true
	}
	return 0, false
}
