// Package ctltest makes certificate trust lists as Windows keeps them, for tests. It builds them octet by octet, and not with
// the types that read them.
package ctltest

import (
	"bytes"
	"encoding/asn1"
	"slices"
	"testing"
	"time"

	"certviewer/platform/internal/crypt32"
)

// TLV is one element of DER.
func TLV(tag byte, parts ...[]byte) []byte {
	content := slices.Concat(parts...)
	n := len(content)
	switch {
	case n < 0x80:
		return slices.Concat([]byte{tag, byte(n)}, content)
	case n < 0x100:
		return slices.Concat([]byte{tag, 0x81, byte(n)}, content)
	case n < 0x10000:
		return slices.Concat([]byte{tag, 0x82, byte(n >> 8), byte(n)}, content)
	}
	return slices.Concat([]byte{tag, 0x83, byte(n >> 16), byte(n >> 8), byte(n)}, content)
}

// The tags.
const (
	Sequence, Set, Octets, Integer, explicit0, utcTime = 0x30, 0x31, 0x04, 0x02, 0xa0, 0x17
)

// OID is an OBJECT IDENTIFIER.
func OID(t testing.TB, numbers ...int) []byte {
	t.Helper()
	b, err := asn1.Marshal(asn1.ObjectIdentifier(numbers))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Subject is a TrustedSubject with properties of the certificate.
func Subject(t testing.TB, sha1 []byte, p crypt32.Properties) []byte {
	t.Helper()
	var attributes []byte
	for id, value := range p {
		attributes = append(attributes, TLV(Sequence, OID(t, 1, 3, 6, 1, 4, 1, 311, 10, 11, int(id)), TLV(Set, TLV(Octets, value)))...)
	}
	// An attribute that is no property, as Microsoft's list has them too.
	attributes = append(attributes, TLV(Sequence, OID(t, 1, 3, 6, 1, 4, 1, 311, 60, 1, 1), TLV(Set, TLV(Sequence)))...)
	return TLV(Sequence, TLV(Octets, sha1), TLV(Set, attributes))
}

// List is a CertificateTrustList of these subjects.
func List(t testing.TB, issued time.Time, subjects ...[]byte) []byte {
	t.Helper()
	return TLV(Sequence,
		TLV(Sequence, OID(t, 1, 3, 6, 1, 4, 1, 311, 10, 3, 9)), // szOID_ROOT_LIST_SIGNER
		TLV(Integer, []byte{0x14, 1, 2, 3}),
		TLV(utcTime, []byte(issued.UTC().Format("060102150405Z"))),
		TLV(Sequence, OID(t, 1, 3, 14, 3, 2, 26), []byte{5, 0}), // SHA-1
		TLV(Sequence, subjects...),
		TLV(explicit0, TLV(Sequence, TLV(Sequence, OID(t, 1, 3, 6, 1, 4, 1, 311, 60, 1, 1), TLV(Octets, nil)))),
	)
}

// Signed wraps a list as EncodedCtl has it. What follows the content, certificates and signature, is not read.
func Signed(t testing.TB, list []byte) []byte {
	t.Helper()
	return TLV(Sequence, OID(t, 1, 2, 840, 113549, 1, 7, 2), TLV(explicit0, TLV(Sequence,
		TLV(Integer, []byte{1}),
		TLV(Set, TLV(Sequence, OID(t, 2, 16, 840, 1, 101, 3, 4, 2, 1), []byte{5, 0})),
		TLV(Sequence, OID(t, 1, 3, 6, 1, 4, 1, 311, 10, 1), TLV(explicit0, list)),
		TLV(explicit0, bytes.Repeat([]byte{5, 0}, 40)),
		TLV(Set, TLV(Sequence, TLV(Integer, []byte{1}))),
	)))
}
