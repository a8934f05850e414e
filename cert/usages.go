package cert

import "crypto/x509"

// usageNames are the bits of keyUsage (RFC 5280 4.2.1.3) in their order.
var usageNames = []string{
	"digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement",
	"keyCertSign", "cRLSign", "encipherOnly", "decipherOnly",
}

// oidAnyEKU stands for every purpose (RFC 5280 4.2.1.12).
var oidAnyEKU = content("2.5.29.37.0")

// purposeIDs are the extended key usages that stand for our purposes.
var purposeIDs = map[Purpose]string{
	Server:    content("1.3.6.1.5.5.7.3.1"),
	Client:    content("1.3.6.1.5.5.7.3.2"),
	Code:      content("1.3.6.1.5.5.7.3.3"),
	Email:     content("1.3.6.1.5.5.7.3.4"),
	Timestamp: content("1.3.6.1.5.5.7.3.8"),
}

// ekuNames are extended key usages by the names their RFCs or vendors gave them.
var ekuNames = byContent(map[string]string{
	"2.5.29.37.0":             "anyExtendedKeyUsage",
	"1.3.6.1.5.5.7.3.1":       "serverAuth",
	"1.3.6.1.5.5.7.3.2":       "clientAuth",
	"1.3.6.1.5.5.7.3.3":       "codeSigning",
	"1.3.6.1.5.5.7.3.4":       "emailProtection",
	"1.3.6.1.5.5.7.3.5":       "ipsecEndSystem",
	"1.3.6.1.5.5.7.3.6":       "ipsecTunnel",
	"1.3.6.1.5.5.7.3.7":       "ipsecUser",
	"1.3.6.1.5.5.7.3.8":       "timeStamping",
	"1.3.6.1.5.5.7.3.9":       "OCSPSigning",
	"1.3.6.1.5.5.7.3.17":      "ipsecIKE",
	"1.3.6.1.5.5.7.3.21":      "secureShellClient",
	"1.3.6.1.5.5.7.3.22":      "secureShellServer",
	"1.3.6.1.5.5.7.3.36":      "documentSigning",
	"1.3.6.1.5.2.3.4":         "pkinitClientAuth",
	"1.3.6.1.5.2.3.5":         "pkinitKDC",
	"1.3.6.1.4.1.311.10.3.3":  "msServerGatedCrypto",
	"1.3.6.1.4.1.311.10.3.4":  "msEncryptedFileSystem",
	"1.3.6.1.4.1.311.10.3.12": "msDocumentSigning",
	"1.3.6.1.4.1.311.20.2.2":  "msSmartcardLogon",
	"1.3.6.1.4.1.311.2.1.21":  "msIndividualCodeSigning",
	"1.3.6.1.4.1.311.2.1.22":  "msCommercialCodeSigning",
	"2.16.840.1.113730.4.1":   "nsServerGatedCrypto",
	"1.2.840.113583.1.1.5":    "adobeAuthenticDocuments",
})

// KeyUsages returns the bits of keyUsage by the names of RFC 5280; nil when there is no such extension.
func (c *Certificate) KeyUsages() []string {
	var out []string
	for i, name := range usageNames {
		if c.extensions.usage&(1<<i) != 0 {
			out = append(out, name)
		}
	}
	return out
}

// ExtKeyUsages returns the extended key usages in their order, by name, or dotted OID where we know no
// name; nil when there is no such extension.
func (c *Certificate) ExtKeyUsages() []string {
	var out []string
	for r := c.extensions.eku; ; {
		oid, ok := r.take(tagOID)
		if !ok {
			return out
		}
		name, ok := ekuNames[string(oid.content)]
		if !ok {
			name = oidString(oid.content)
		}
		out = append(out, name)
	}
}

// ListsUsage says whether the extended key usages name this one, in dots.
func (c *Certificate) ListsUsage(oid string) bool {
	for r := c.extensions.eku; ; {
		x, ok := r.take(tagOID)
		if !ok {
			return false
		}
		if oidString(x.content) == oid {
			return true
		}
	}
}

// lists says whether extKeyUsage names this OID.
func (e *extensions) lists(oid string) bool {
	for r := e.eku; ; {
		x, ok := r.take(tagOID)
		if !ok {
			return false
		}
		if string(x.content) == oid {
			return true
		}
	}
}

// may says whether keyUsage is absent or has one of these bits.
func (e *extensions) may(usage x509.KeyUsage) bool {
	return !e.has(hasUsage) || e.usage&usage != 0
}

// Bits of netscape-cert-type.
const (
	netscapeClient   = 0x80
	netscapeServer   = 0x40
	netscapeMail     = 0x20
	netscapeCode     = 0x10
	netscapeServerCA = 0x04
	netscapeMailCA   = 0x02
	netscapeCodeCA   = 0x01
)

// netscape says whether netscape-cert-type is absent or has one of these bits.
func (e *extensions) netscape(bits byte) bool {
	return !e.has(hasNetscape) || e.cert&bits != 0
}
