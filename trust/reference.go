package trust

import (
	"bytes"
	"encoding/hex"

	"certviewer/cert"
)

// A Reference is how a setting names a certificate: by issuer and serial number, as CMS does
// (IssuerAndSerialNumber, RFC 5652 10.2.4). The certificate may be gone.
type Reference struct {
	Name   string `json:"name,omitempty"`   // for show; it finds nothing
	Issuer []byte `json:"issuer,omitempty"` // DER of the issuer's name; nil when only a name is there
	Serial []byte `json:"serial,omitempty"` // the INTEGER's content bytes as encoded
}

// Naming says which certificates an account names for signing and for sealing mail, so that two states of it can be told
// apart: certificates of one person mostly bear one name.
func Naming(signing, encryption Reference) string {
	return "signing=" + signing.String() + "; encryption=" + encryption.String()
}

// String returns the name with the serial number; empty for the zero Reference.
func (r Reference) String() string {
	if len(r.Serial) == 0 {
		return r.Name
	}
	return r.Name + " (" + hex.EncodeToString(r.Serial) + ")"
}

// Means reports whether r names c. Issuers are compared as they are encoded, as NSS does.
func (r Reference) Means(c *cert.Certificate) bool {
	return len(r.Issuer) > 0 && bytes.Equal(r.Issuer, c.Issuer.Raw) && bytes.Equal(r.Serial, c.Serial)
}
