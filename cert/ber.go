package cert

import "strconv"

// Identifier octets that the walks look for (X.690 8.1.2).
const (
	tagInteger     = 0x02
	tagBitString   = 0x03
	tagOctetString = 0x04
	tagOID         = 0x06
	tagSequence    = 0x30
	tagSet         = 0x31
	tagContext0    = 0xa0 // [0] constructed; [n] is tagContext0 + n
)

// maxDepth bounds the nesting of indefinite lengths, each level of which is scanned once more.
const maxDepth = 24

// An element is one tag, length and content of BER.
type element struct {
	tag     byte
	content []byte
	raw     []byte // with identifier and length, and end-of-contents octets if any
}

// readElement reads the first element of b. It reads BER rather than DER: lengths that are
// longer than needed and indefinite ones too, for Go's own readers refuse these, and old CAs and mail
// programs wrote them. Identifiers of more than one octet occur nowhere in X.509 and are refused.
func readElement(b []byte) (e element, rest []byte, ok bool) { return readNested(b, 0) }

func readNested(b []byte, depth int) (e element, rest []byte, ok bool) {
	if len(b) < 2 || b[0]&0x1f == 0x1f {
		return e, nil, false
	}
	e.tag = b[0]
	n, head := int(b[1]), 2
	switch {
	case n == 0x80:
		return readIndefinite(b, depth)
	case n > 0x80:
		octets := n & 0x7f
		if octets > 8 || len(b) < 2+octets {
			return e, nil, false
		}
		n, head = 0, 2+octets
		for _, o := range b[2:head] {
			if n > len(b) { // longer than what is there: stop before n overflows
				return e, nil, false
			}
			n = n<<8 | int(o)
		}
	}
	if n > len(b)-head {
		return e, nil, false
	}
	e.content, e.raw = b[head:head+n], b[:head+n]
	return e, b[head+n:], true
}

// readIndefinite reads an element that ends at two zero octets (X.690 8.1.3.6).
func readIndefinite(b []byte, depth int) (e element, rest []byte, ok bool) {
	const constructed = 0x20
	if b[0]&constructed == 0 || depth >= maxDepth {
		return e, nil, false
	}
	for at := b[2:]; ; {
		if len(at) >= 2 && at[0] == 0 && at[1] == 0 {
			n := len(b) - len(at)
			return element{tag: b[0], content: b[2:n], raw: b[:n+2]}, at[2:], true
		}
		if _, at, ok = readNested(at, depth+1); !ok {
			return e, nil, false
		}
	}
}

// A reader reads elements one after the other.
type reader []byte

// next reads the next element of any kind.
func (r *reader) next() (element, bool) {
	e, rest, ok := readElement(*r)
	if ok {
		*r = rest
	}
	return e, ok
}

// take reads the next element if it has this tag, and leaves it otherwise.
func (r *reader) take(tag byte) (element, bool) {
	if len(*r) == 0 || (*r)[0] != tag {
		return element{}, false
	}
	return r.next()
}

// oidString returns the dotted form of an OBJECT IDENTIFIER's content (X.690 8.19), or "" when it is
// cut off. Arcs beyond 64 bits are given up as well: none is in use.
func oidString(content []byte) string {
	var out []byte
	var arc uint64
	for i, o := range content {
		if arc>>57 != 0 {
			return ""
		}
		arc = arc<<7 | uint64(o&0x7f)
		if o&0x80 != 0 {
			if i == len(content)-1 {
				return ""
			}
			continue
		}
		if out == nil { // the first two arcs share one number
			first := min(arc/40, 2)
			out = strconv.AppendUint(make([]byte, 0, 32), first, 10)
			arc -= first * 40
		}
		out = strconv.AppendUint(append(out, '.'), arc, 10)
		arc = 0
	}
	return string(out)
}

// octets returns the octets of a BIT STRING, whose last ones may hold unused bits.
func octets(e element) []byte {
	if len(e.content) == 0 {
		return nil
	}
	return e.content[1:]
}
