package cert

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
	Raw   []byte // DER of the value
}
