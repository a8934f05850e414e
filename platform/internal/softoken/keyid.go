package softoken

import (
	"bytes"
	"crypto/sha1"
	"encoding/asn1"

	"certviewer/cert"
)

// keyID returns the CKA_ID that NSS gives a certificate and its private key: the SHA-1 of an RSA
// modulus, of a DSA number, or of the public key's bits as they are (PK11_MakeIDFromPubKey in
// pk11cert.c). nil when the public key cannot be found.
func keyID(c *cert.Certificate) []byte {
	var info publicKeyInfo
	if _, err := asn1.Unmarshal(c.SPKI, &info); err != nil {
		return nil
	}
	data := info.Key.RightAlign()
	var number asn1.RawValue
	if info.Algorithm.isRSA() {
		modulus, _, ok := c.RSA()
		if !ok {
			return nil
		}
		data = modulus
	} else if rest, err := asn1.Unmarshal(data, &number); err == nil && len(rest) == 0 && number.Tag == asn1.TagInteger && number.Class == asn1.ClassUniversal {
		data = bytes.TrimLeft(number.Bytes, "\x00") // of DSA
	}
	sum := sha1.Sum(data)
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
