package trust

import (
	"bytes"

	"certviewer/cert"
)

// A Reference is how a setting names a certificate: by issuer and serial number, as CMS does
// (IssuerAndSerialNumber, RFC 5652 10.2.4). The certificate may be gone.
type Reference struct {
	Name   string `json:"name,omitempty"`   // for show; it finds nothing
	Issuer []byte `json:"issuer,omitempty"` // DER of the issuer's name; nil when only a name is there
	Serial []byte `json:"serial,omitempty"` // the INTEGER's content bytes as encoded
}

// Means reports whether r names c. Issuers are compared as they are encoded, as NSS does.
func (r Reference) Means(c *cert.Certificate) bool {
	return len(r.Issuer) > 0 && bytes.Equal(r.Issuer, c.Issuer.Raw) && bytes.Equal(r.Serial, c.Serial)
}
