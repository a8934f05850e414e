package cert

import (
	"crypto/x509"
	"net"
	"slices"
	"strings"
)

// extensions are those of RFC 5280 4.2.1 and Netscape's that the questions of this package need. What is
// wanted rarely (names, key usages in words) is kept encoded and read when asked for.
type extensions struct {
	present extensionSet
	ca      bool          // basicConstraints: cA
	usage   x509.KeyUsage // keyUsage
	cert    byte          // netscape-cert-type, bit 0 highest
	eku     reader        // extKeyUsage: the OIDs
	san     reader        // subjectAltName: the GeneralNames
	ski     []byte
	aki     []byte // the keyIdentifier of authorityKeyIdentifier
}

// An extensionSet says which extensions are there and readable.
type extensionSet uint8

const (
	hasBasic extensionSet = 1 << iota
	hasUsage
	hasEKU
	hasNetscape
	hasSAN
	hasSKI
	hasAKI
)

func (e *extensions) has(x extensionSet) bool { return e.present&x != 0 }

var extensionIDs = byContent(map[string]extensionSet{
	"2.5.29.19":             hasBasic,
	"2.5.29.15":             hasUsage,
	"2.5.29.37":             hasEKU,
	"2.16.840.1.113730.1.1": hasNetscape,
	"2.5.29.17":             hasSAN,
	"2.5.29.14":             hasSKI,
	"2.5.29.35":             hasAKI,
})

// eachExtension calls f with the OID, criticality and extnValue of every extension of an Extensions.
func eachExtension(r reader, f func(oid []byte, critical bool, value []byte)) {
	list, _ := r.take(tagSequence)
	for r = list.content; ; {
		item, ok := r.take(tagSequence)
		if !ok {
			return
		}
		in := reader(item.content)
		oid, _ := in.take(tagOID)
		critical, _ := in.take(0x01) // BOOLEAN
		if value, ok := in.take(tagOctetString); ok {
			f(oid.content, len(critical.content) == 1 && critical.content[0] != 0, value.content)
		}
	}
}

// parseExtensions reads the content of the [3] of a tbsCertificate. Of an extension that occurs twice, the
// first counts.
func parseExtensions(r reader) (out extensions) {
	eachExtension(r, func(oid []byte, _ bool, value []byte) {
		id := extensionIDs[string(oid)]
		if id != 0 && !out.has(id) && out.read(id, value) {
			out.present |= id
		}
	})
	return out
}

// read reads one extension's value, and reports whether it could be read.
func (e *extensions) read(id extensionSet, r reader) bool {
	var in element
	var ok bool
	switch id {
	case hasBasic:
		if in, ok = r.take(tagSequence); ok {
			inner := reader(in.content)
			flag, _ := inner.take(0x01)
			e.ca = len(flag.content) == 1 && flag.content[0] != 0
		}
	case hasUsage:
		if in, ok = r.take(tagBitString); ok {
			for i, b := range octets(in)[:min(2, len(octets(in)))] { // nine bits are defined
				for bit := range 8 {
					if b&(0x80>>bit) != 0 {
						e.usage |= 1 << (8*i + bit)
					}
				}
			}
		}
	case hasNetscape:
		if in, ok = r.take(tagBitString); ok && len(octets(in)) > 0 {
			e.cert = octets(in)[0]
		}
	case hasEKU:
		in, ok = r.take(tagSequence)
		e.eku = in.content
	case hasSAN:
		in, ok = r.take(tagSequence)
		e.san = in.content
	case hasSKI:
		in, ok = r.take(tagOctetString)
		e.ski = in.content
	case hasAKI:
		if in, ok = r.take(tagSequence); ok {
			inner := reader(in.content)
			id, _ := inner.take(0x80) // [0] IMPLICIT OCTET STRING
			e.aki = id.content
		}
	}
	return ok
}

// Tags of GeneralName (RFC 5280 4.2.1.6).
const (
	nameOther = 0xa0
	nameMail  = 0x81
	nameDNS   = 0x82
	nameIP    = 0x87
)

// smtpUTF8Mailbox is a mail address beyond ASCII (RFC 9598 3).
var smtpUTF8Mailbox = content("1.3.6.1.5.5.7.8.9")

// generalNames calls f with every subjectAltName.
func (c *Certificate) generalNames(f func(element)) {
	for r := c.extensions.san; ; {
		e, ok := r.next()
		if !ok {
			return
		}
		f(e)
	}
}

// Emails returns the mail addresses of the certificate's holder, from subjectAltName (rfc822Name and
// SmtpUTF8Mailbox) and the subject's emailAddress, each once, the host in lower case, fit for display.
func (c *Certificate) Emails() []string {
	var out []string
	seen := map[string]bool{}
	add := func(address string) {
		address = Printable(address)
		if at := strings.LastIndexByte(address, '@'); at >= 0 {
			address = address[:at] + strings.ToLower(address[at:])
		}
		if address != "" && !seen[address] {
			seen[address] = true
			out = append(out, address)
		}
	}
	c.generalNames(func(e element) {
		switch e.tag {
		case nameMail:
			add(decodeString(tagIA5, e.content))
		case nameOther:
			r := reader(e.content)
			oid, _ := r.take(tagOID)
			explicit, _ := r.take(tagContext0)
			if s, _, ok := readElement(explicit.content); ok && string(oid.content) == smtpUTF8Mailbox {
				add(decodeString(s.tag, s.content))
			}
		}
	})
	for _, short := range []string{"emailAddress", "mail"} {
		for _, v := range c.Subject.Get(short) {
			add(v)
		}
	}
	return out
}

// DNSNames returns the host names of subjectAltName in their order, fit for display.
func (c *Certificate) DNSNames() []string {
	var out []string
	c.generalNames(func(e element) {
		if e.tag == nameDNS {
			out = append(out, Printable(decodeString(tagIA5, e.content)))
		}
	})
	return out
}

// IPAddresses returns the addresses of subjectAltName; such of odd length are left out.
func (c *Certificate) IPAddresses() []net.IP {
	var out []net.IP
	c.generalNames(func(e element) {
		if e.tag == nameIP && (len(e.content) == net.IPv4len || len(e.content) == net.IPv6len) {
			out = append(out, slices.Clone(net.IP(e.content)))
		}
	})
	return out
}

// SubjectKeyID returns the subjectKeyIdentifier; nil when there is none.
func (c *Certificate) SubjectKeyID() []byte { return c.extensions.ski }

// AuthorityKeyID returns the keyIdentifier of authorityKeyIdentifier; nil when there is none.
func (c *Certificate) AuthorityKeyID() []byte { return c.extensions.aki }
