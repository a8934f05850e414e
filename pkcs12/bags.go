package pkcs12

import (
	"unicode/utf16"

	"certviewer/cert"
)

// What a SafeBag holds (RFC 7292 4.2), by OID.
const (
	oidKeyBag         = "1.2.840.113549.1.12.10.1.1"
	oidShroudedKeyBag = "1.2.840.113549.1.12.10.1.2"
	oidCertBag        = "1.2.840.113549.1.12.10.1.3"
	oidCRLBag         = "1.2.840.113549.1.12.10.1.4"
	oidNestedBag      = "1.2.840.113549.1.12.10.1.6" // SafeContents
	oidX509           = "1.2.840.113549.1.9.22.1"
	oidFriendlyName   = "1.2.840.113549.1.9.20"
	oidLocalKeyID     = "1.2.840.113549.1.9.21"
)

// Bounds of one file.
const (
	maxBags  = 10_000
	maxNests = 8
)

// A bag is one thing in a file. Exactly one of key, shrouded, certificate and other is set.
type bag struct {
	key         []byte // PKCS #8, DER; our own copy
	shrouded    *shrouded
	certificate []byte
	other       string // a phrase of the locale

	detail string // of other: the OID
	name   string
	keyID  []byte
}

// A shrouded is an EncryptedPrivateKeyInfo (RFC 5208 6).
type shrouded struct {
	*scheme
	ciphertext []byte
}

// appendBags reads SafeContents, and those nested in it. A bag of a kind that is of no use here is kept by its name;
// one that cannot be read is *Damaged, and one with a method that we do not have *Unsupported.
func appendBags(bags []bag, contents element, nests int) ([]bag, error) {
	for r := reader(contents.content); len(r) > 0; {
		e, ok := r.take(tagSequence)
		in := reader(e.content)
		oid, okOID := in.takeOID()
		value, okValue := in.take(tagContext0)
		attributes, _ := in.take(tagSet)
		if !ok || !okOID || !okValue || len(in) > 0 {
			return bags, damaged(WhereList, "bag %d", len(bags)+1)
		}
		if len(bags) == maxBags {
			return bags, &Unsupported{"more than 10,000 certificates and keys"}
		}
		inner, rest, err := readElement(value.content)
		if err != nil || len(rest) > 0 {
			return bags, damaged(WhereList, "bag %d", len(bags)+1)
		}
		if oid == oidNestedBag {
			if nests == maxNests || inner.tag != tagSequence {
				return bags, damaged(WhereList, "bag %d: nested bags", len(bags)+1)
			}
			if bags, err = appendBags(bags, inner, nests+1); err != nil {
				return bags, err
			}
			continue
		}
		b, err := newBag(oid, inner)
		if err != nil {
			return bags, err
		}
		b.readAttributes(attributes)
		bags = append(bags, b)
	}
	return bags, nil
}

func newBag(oid string, value element) (b bag, err error) {
	switch oid {
	case oidKeyBag:
		b.key, err = readKey(value)
	case oidShroudedKeyBag:
		b.shrouded, err = newShrouded(value)
	case oidCertBag:
		r := reader(value.content)
		kind, ok := r.takeOID()
		explicit, okValue := r.take(tagContext0)
		in := reader(explicit.content)
		der, okOctets := in.takeOctets()
		switch {
		case !ok || !okValue:
			err = damaged(WhereCertificate, "CertBag")
		case kind != oidX509:
			b.other, b.detail = cert.KindUnknown, kind
		case !okOctets:
			err = damaged(WhereCertificate, "CertBag")
		default:
			b.certificate = der
		}
	case oidCRLBag:
		b.other, b.detail = cert.KindCRL, oid
	default: // the secrets of a Java keystore among them
		b.other, b.detail = cert.KindUnknown, oid
	}
	return b, err
}

// newShrouded reads an EncryptedPrivateKeyInfo, and decrypts nothing.
func newShrouded(e element) (*shrouded, error) {
	r := reader(e.content)
	a, okAlgorithm := r.takeAlgorithm()
	ciphertext, okOctets := r.takeOctets()
	if e.tag != tagSequence || !okAlgorithm || !okOctets {
		return nil, damaged(WhereKey, "EncryptedPrivateKeyInfo")
	}
	s, err := newScheme(a)
	if err != nil {
		return nil, err
	}
	if !s.cipher.fits(len(ciphertext)) {
		return nil, damaged(WhereKey, "%d octets of ciphertext", len(ciphertext))
	}
	return &shrouded{s, ciphertext}, nil
}

// readKey returns a copy of a PrivateKeyInfo (RFC 5208 5, RFC 5958 2) in DER. Of what kind the key is, and whether it
// is a sound one, is not looked at: Go does not know them all.
func readKey(e element) ([]byte, error) {
	r := reader(e.content)
	_, okVersion := r.takeInteger()
	_, okAlgorithm := r.takeAlgorithm()
	_, okKey := r.takeOctets()
	if e.tag == tagSequence && okVersion && okAlgorithm && okKey {
		if der, ok := e.appendDER(make([]byte, 0, len(e.raw)), 0); ok {
			return der, nil
		}
	}
	return nil, damaged(WhereKey, "PrivateKeyInfo")
}

// readAttributes reads those that matter and passes over the rest, broken ones too.
func (b *bag) readAttributes(attributes element) {
	for r := reader(attributes.content); len(r) > 0; {
		e, ok := r.take(tagSequence)
		if !ok {
			return
		}
		in := reader(e.content)
		oid, _ := in.takeOID()
		values, _ := in.take(tagSet)
		in = values.content
		switch oid {
		case oidFriendlyName:
			if value, ok := in.next(); ok {
				b.name = cert.Printable(decodeName(value))
			}
		case oidLocalKeyID:
			b.keyID, _ = in.takeOctets()
		}
	}
}

// decodeName decodes a friendlyName: a BMPString, or what else has been put there.
func decodeName(e element) string {
	if e.tag != tagBMP {
		return string(e.content)
	}
	units := make([]uint16, len(e.content)/2)
	for i := range units {
		units[i] = uint16(e.content[2*i])<<8 | uint16(e.content[2*i+1])
	}
	if n := len(units); n > 0 && units[n-1] == 0 {
		units = units[:n-1]
	}
	return string(utf16.Decode(units))
}
