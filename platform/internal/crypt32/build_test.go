package crypt32_test

import (
	"bytes"
	"encoding/asn1"
	"slices"
	"testing"
	"time"

	"certviewer/platform/internal/crypt32"
)

// tlv is one element of DER.
func tlv(tag byte, parts ...[]byte) []byte {
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

const (
	sequence, set, octets, integer, explicit0, utcTime = 0x30, 0x31, 0x04, 0x02, 0xa0, 0x17
)

func oid(t testing.TB, numbers ...int) []byte {
	t.Helper()
	b, err := asn1.Marshal(asn1.ObjectIdentifier(numbers))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// subject is a TrustedSubject with properties of the certificate.
func subject(t testing.TB, sha1 []byte, p crypt32.Properties) []byte {
	t.Helper()
	var attributes []byte
	for id, value := range p {
		attributes = append(attributes, tlv(sequence, oid(t, 1, 3, 6, 1, 4, 1, 311, 10, 11, int(id)), tlv(set, tlv(octets, value)))...)
	}
	// An attribute that is no property, as Microsoft's list has them too.
	attributes = append(attributes, tlv(sequence, oid(t, 1, 3, 6, 1, 4, 1, 311, 60, 1, 1), tlv(set, tlv(sequence)))...)
	return tlv(sequence, tlv(octets, sha1), tlv(set, attributes))
}

// list is a CertificateTrustList of these subjects.
func list(t testing.TB, issued time.Time, subjects ...[]byte) []byte {
	t.Helper()
	return tlv(sequence,
		tlv(sequence, oid(t, 1, 3, 6, 1, 4, 1, 311, 10, 3, 9)), // szOID_ROOT_LIST_SIGNER
		tlv(integer, []byte{0x14, 1, 2, 3}),
		tlv(utcTime, []byte(issued.UTC().Format("060102150405Z"))),
		tlv(sequence, oid(t, 1, 3, 14, 3, 2, 26), []byte{5, 0}), // SHA-1
		tlv(sequence, subjects...),
		tlv(explicit0, tlv(sequence, tlv(sequence, oid(t, 1, 3, 6, 1, 4, 1, 311, 60, 1, 1), tlv(octets, nil)))),
	)
}

// signed wraps a list as EncodedCtl has it. What follows the content, certificates and signature, is not read.
func signed(t testing.TB, list []byte) []byte {
	t.Helper()
	return tlv(sequence, oid(t, 1, 2, 840, 113549, 1, 7, 2), tlv(explicit0, tlv(sequence,
		tlv(integer, []byte{1}),
		tlv(set, tlv(sequence, oid(t, 2, 16, 840, 1, 101, 3, 4, 2, 1), []byte{5, 0})),
		tlv(sequence, oid(t, 1, 3, 6, 1, 4, 1, 311, 10, 1), tlv(explicit0, list)),
		tlv(explicit0, bytes.Repeat([]byte{5, 0}, 40)),
		tlv(set, tlv(sequence, tlv(integer, []byte{1}))),
	)))
}
