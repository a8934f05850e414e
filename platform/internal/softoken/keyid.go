package softoken

import (
	"crypto/sha1"
	"encoding/asn1"

	"certviewer/cert"
)

var oidRSA = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}

// keyID returns the CKA_ID that NSS gives a certificate and its private key: the SHA-1 of an RSA
// modulus, of a DSA number, or of the public key's bits as they are (PK11_MakeIDFromPubKey in
// pk11cert.c). nil when the public key cannot be found.
func keyID(c *cert.Certificate) []byte {
	var spki struct {
		Algorithm struct {
			OID        asn1.ObjectIdentifier
			Parameters asn1.RawValue `asn1:"optional"`
		}
		Key asn1.BitString
	}
	if _, err := asn1.Unmarshal(c.SPKI, &spki); err != nil {
		return nil
	}
	data := spki.Key.RightAlign()
	var number asn1.RawValue
	if spki.Algorithm.OID.Equal(oidRSA) {
		var key struct{ Modulus, Exponent asn1.RawValue }
		if _, err := asn1.Unmarshal(data, &key); err != nil {
			return nil
		}
		number = key.Modulus
	} else if rest, err := asn1.Unmarshal(data, &number); err != nil || len(rest) > 0 || number.Tag != asn1.TagInteger || number.Class != asn1.ClassUniversal {
		sum := sha1.Sum(data) // a point
		return sum[:]
	}
	bits := number.Bytes
	for len(bits) > 0 && bits[0] == 0 { // NSS keeps unsigned numbers without the sign's octet
		bits = bits[1:]
	}
	sum := sha1.Sum(bits)
	return sum[:]
}

// serialNumber returns the serial number as a DER INTEGER, which is how NSS names it.
func serialNumber(c *cert.Certificate) []byte {
	n := len(c.Serial)
	switch {
	case n < 0x80:
		return append([]byte{asn1.TagInteger, byte(n)}, c.Serial...)
	case n < 0x100:
		return append([]byte{asn1.TagInteger, 0x81, byte(n)}, c.Serial...)
	}
	return append([]byte{asn1.TagInteger, 0x82, byte(n >> 8), byte(n)}, c.Serial...)
}
