package cert

import (
	"bytes"
	"slices"
	"strings"
)

// A Name is a distinguished name: its RDNs in the order of the encoding, the most
// significant (usually the country) first.
type Name struct {
	Raw  []byte        // DER of the RDNSequence
	RDNs [][]Attribute // an RDN nearly always holds one attribute
}

// An Attribute is one type and value of a Name.
type Attribute struct {
	OID   string // dotted
	Value string // decoded to UTF-8, otherwise as it is: it may hold control characters. "" when it is no string
	Raw   []byte // BER of the value
}

// parseName reads a Name (RFC 5280 4.1.2.4) as far as it can be read.
func parseName(seq element) Name {
	n := Name{Raw: seq.raw}
	count := 0
	for r := reader(seq.content); ; count++ {
		if _, ok := r.take(tagSet); !ok {
			break
		}
	}
	n.RDNs = make([][]Attribute, 0, count)
	flat := make([]Attribute, 0, count) // the usual one attribute in each RDN needs no further memory
	for r := reader(seq.content); ; {
		set, ok := r.take(tagSet)
		if !ok {
			return n
		}
		first := len(flat)
		for s := reader(set.content); ; {
			pair, ok := s.take(tagSequence)
			if !ok {
				break
			}
			if a, ok := parseAttribute(pair.content); ok {
				flat = append(flat, a)
			}
		}
		n.RDNs = append(n.RDNs, flat[first:len(flat):len(flat)])
	}
}

func parseAttribute(r reader) (Attribute, bool) {
	oid, ok := r.take(tagOID)
	if !ok {
		return Attribute{}, false
	}
	value, ok := r.next()
	if !ok {
		return Attribute{}, false
	}
	a := Attribute{OID: attributeOID(oid.content), Raw: value.raw}
	if isString(value.tag) {
		a.Value = decodeString(value.tag, value.content)
	}
	return a, true
}

// Get returns the values of the attributes with this short name ("OU", in any case) or dotted OID, in
// the order of the encoding, fit for display. A name of our own table is needed; others give nothing.
func (n Name) Get(short string) []string {
	oid, ok := attributeByName[strings.ToLower(short)]
	if !ok {
		oid = short
	}
	var out []string
	for _, rdn := range n.RDNs {
		for _, a := range rdn {
			if a.OID == oid && a.Value != "" {
				out = append(out, Printable(a.Value))
			}
		}
	}
	return out
}

// CommonName returns the most specific CN, fit for display; "" when there is none.
func (n Name) CommonName() string { return last(n.Get("CN")) }

// Organization returns the most specific O, fit for display; "" when there is none.
func (n Name) Organization() string { return last(n.Get("O")) }

// Display returns what a person calls the holder of the name: the CN, else the most telling OU, else
// the O, else the mail address, else the whole name.
func (n Name) Display() string {
	if cn := n.CommonName(); strings.TrimSpace(cn) != "" {
		return cn
	}
	if ou := telling(n.Get("OU")); ou != "" {
		return ou
	}
	for _, short := range []string{"O", "emailAddress", "mail"} {
		if v := last(n.Get(short)); strings.TrimSpace(v) != "" {
			return v
		}
	}
	return n.String()
}

// Holder is what a certificate is called: by its subject, else by the first mail address or host name in it, else by its
// check code. It is never empty.
func (c *Certificate) Holder() string {
	if name := c.Subject.Display(); strings.TrimSpace(name) != "" {
		return name
	}
	for _, name := range slices.Concat(c.Emails(), c.DNSNames()) {
		if strings.TrimSpace(name) != "" {
			return name
		}
	}
	return c.CheckCode()
}

// telling returns the most specific OU that names an authority, else the most specific one. Roots of
// the nineties have no CN and add OUs after the one that says what they are: a copyright line, and
// "VeriSign Trust Network" for all of VeriSign's.
func telling(ous []string) string {
	for i := len(ous) - 1; i >= 0; i-- {
		for _, word := range []string{"Authority", "Root", "CA", "認証局"} {
			if strings.Contains(ous[i], word) {
				return ous[i]
			}
		}
	}
	return last(ous)
}

func last(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return s[len(s)-1]
}

// Equal compares as RFC 5280 7.1 says: the same encoding, or the same RDNs, in which attributes are of the
// same types and their values equal but for case and runs of spaces, in whatever string type.
func (n Name) Equal(o Name) bool {
	if bytes.Equal(n.Raw, o.Raw) {
		return true
	}
	if len(n.RDNs) != len(o.RDNs) {
		return false
	}
	for i := range n.RDNs {
		if !equalRDN(n.RDNs[i], o.RDNs[i]) {
			return false
		}
	}
	return len(n.RDNs) > 0 // two names that cannot be read are equal only byte for byte
}

// equalRDN compares two sets of attributes; sets have no order.
func equalRDN(a, b []Attribute) bool {
	if len(a) != len(b) {
		return false
	}
	if len(a) == 1 {
		return a[0].equal(b[0])
	}
	if len(a) > 16 { // no CA does this; without a bound a hostile name costs the square of its length
		return false
	}
	used := make([]bool, len(b))
next:
	for _, x := range a {
		for i, y := range b {
			if !used[i] && x.equal(y) {
				used[i] = true
				continue next
			}
		}
		return false
	}
	return true
}

func (a Attribute) equal(b Attribute) bool {
	if a.OID != b.OID {
		return false
	}
	if bytes.Equal(a.Raw, b.Raw) {
		return true
	}
	if len(a.Raw) == 0 || len(b.Raw) == 0 || !isString(a.Raw[0]) || !isString(b.Raw[0]) {
		return false
	}
	return strings.EqualFold(collapse(a.Value), collapse(b.Value))
}

// collapse removes spaces at the ends and makes runs of spaces one (RFC 4518 2.6.1).
func collapse(s string) string {
	if !strings.Contains(s, "  ") {
		return strings.TrimSpace(s)
	}
	return strings.Join(strings.Fields(s), " ")
}
