package pkcs12

import (
	"encoding/asn1"
	"errors"
	"math"
)

// Identifier octets (X.690 8.1.2).
const (
	tagInteger     = 0x02
	tagBitString   = 0x03
	tagOctetString = 0x04
	tagOID         = 0x06
	tagUTF8        = 0x0c
	tagBMP         = 0x1e
	tagSequence    = 0x30
	tagSet         = 0x31
	tagImplicit0   = 0x80 // [0] primitive
	tagContext0    = 0xa0 // [0] constructed
	tagContext1    = 0xa1
	constructed    = 0x20
)

// maxDepth bounds nesting: each level of indefinite lengths is scanned once more. The deepest real files
// have seven.
const maxDepth = 24

// Why bytes are no BER. A file that was cut off shows errCut at its outermost element.
var (
	errCut = errors.New("ends before its stated length")
	errBER = errors.New("not BER")
)

// An element is one tag, length and content of BER (X.690 8.1).
type element struct {
	tag     byte
	content []byte
	raw     []byte // with identifier and length, and end-of-contents octets if any
}

// readElement reads the first element of b. NSS, Java and Windows write indefinite lengths, and lengths that are
// longer than needed; DER readers refuse both. Identifiers of more than one octet occur nowhere in PKCS #12.
func readElement(b []byte) (e element, rest []byte, err error) { return readNested(b, 0) }

func readNested(b []byte, depth int) (e element, rest []byte, err error) {
	if len(b) < 2 {
		return e, nil, errCut
	}
	if b[0]&0x1f == 0x1f || b[0] == 0 {
		return e, nil, errBER
	}
	n, head := int(b[1]), 2
	switch {
	case n == 0x80:
		return readIndefinite(b, depth)
	case n > 0x80:
		octets := n & 0x7f
		if octets > 8 {
			return e, nil, errBER
		}
		if len(b) < 2+octets {
			return e, nil, errCut
		}
		n, head = 0, 2+octets
		for _, o := range b[2:head] {
			if n > len(b) { // longer than what is there: stop before n overflows
				return e, nil, errCut
			}
			n = n<<8 | int(o)
		}
	}
	if n > len(b)-head {
		return e, nil, errCut
	}
	return element{b[0], b[head : head+n], b[:head+n]}, b[head+n:], nil
}

// readIndefinite reads an element that ends at two zero octets (X.690 8.1.3.6).
func readIndefinite(b []byte, depth int) (e element, rest []byte, err error) {
	if b[0]&constructed == 0 || depth >= maxDepth {
		return e, nil, errBER
	}
	for at := b[2:]; ; {
		if len(at) >= 2 && at[0] == 0 && at[1] == 0 {
			n := len(b) - len(at)
			return element{b[0], b[2:n], b[:n+2]}, at[2:], nil
		}
		if _, at, err = readNested(at, depth+1); err != nil {
			return e, nil, err
		}
	}
}

// whole says whether b is exactly one element with this tag.
func whole(b []byte, tag byte) (element, bool) {
	e, rest, err := readElement(b)
	return e, err == nil && len(rest) == 0 && e.tag == tag
}

// octets returns the content of an OCTET STRING, or of one tagged [0] IMPLICIT, whose pieces are put together
// (X.690 8.7.3). What is in one piece is not copied.
func (e element) octets() ([]byte, bool) { return e.pieces(0) }

func (e element) pieces(depth int) ([]byte, bool) {
	if e.tag == tagOctetString || e.tag == tagImplicit0 {
		return e.content, true
	}
	if depth > maxDepth || e.tag != tagOctetString|constructed && e.tag != tagContext0 {
		return nil, false
	}
	out := make([]byte, 0, len(e.content))
	for r := reader(e.content); len(r) > 0; {
		piece, ok := r.next()
		if !ok || piece.tag&^constructed != tagOctetString {
			return nil, false
		}
		content, ok := piece.pieces(depth + 1)
		if !ok {
			return nil, false
		}
		if len(out) == 0 && len(r) == 0 {
			return content, true
		}
		out = append(out, content...)
	}
	return out, true
}

// integer returns an INTEGER; one that is too large for an int64 becomes the largest, and every negative one -1.
func (e element) integer() (int64, bool) {
	b := e.content
	switch {
	case e.tag != tagInteger || len(b) == 0:
		return 0, false
	case b[0]&0x80 != 0:
		return -1, true
	}
	var n int64
	for _, o := range b {
		if n > math.MaxInt64>>8 {
			return math.MaxInt64, true
		}
		n = n<<8 | int64(o)
	}
	return n, true
}

// appendDER appends e in DER: definite lengths, strings in one piece. Stores and libraries that take a private
// key read nothing else.
func (e element) appendDER(dst []byte, depth int) ([]byte, bool) {
	content, tag := e.content, e.tag
	if tag == tagOctetString|constructed {
		var ok bool
		if content, ok = e.octets(); !ok {
			return nil, false
		}
		tag = tagOctetString
	}
	if tag&constructed != 0 {
		if depth > maxDepth {
			return nil, false
		}
		content = make([]byte, 0, len(e.content)) // DER is never longer
		for r := reader(e.content); len(r) > 0; {
			part, ok := r.next()
			if !ok {
				return nil, false
			}
			if content, ok = part.appendDER(content, depth+1); !ok {
				return nil, false
			}
		}
		defer clear(content) // it may be part of a key
	}
	return appendElement(dst, tag, content), true
}

func appendElement(dst []byte, tag byte, content []byte) []byte {
	dst = append(dst, tag)
	n := len(content)
	if n < 0x80 {
		dst = append(dst, byte(n))
	} else {
		var length []byte
		for ; n > 0; n >>= 8 {
			length = append([]byte{byte(n)}, length...)
		}
		dst = append(append(dst, 0x80|byte(len(length))), length...)
	}
	return append(dst, content...)
}

// A reader reads elements one after the other.
type reader []byte

// next reads the next element of any kind.
func (r *reader) next() (element, bool) {
	e, rest, err := readElement(*r)
	if err != nil {
		return e, false
	}
	*r = rest
	return e, true
}

// take reads the next element if it has this tag, and leaves it otherwise.
func (r *reader) take(tag byte) (element, bool) {
	if len(*r) == 0 || (*r)[0] != tag {
		return element{}, false
	}
	return r.next()
}

// takeOctets reads the next element if it is an OCTET STRING, in whatever form.
func (r *reader) takeOctets() ([]byte, bool) {
	if len(*r) == 0 || (*r)[0]&^constructed != tagOctetString {
		return nil, false
	}
	e, ok := r.next()
	if !ok {
		return nil, false
	}
	return e.octets()
}

// takeInteger reads the next element if it is an INTEGER.
func (r *reader) takeInteger() (int64, bool) {
	e, ok := r.take(tagInteger)
	if !ok {
		return 0, false
	}
	return e.integer()
}

// takeOID reads the next element if it is an OBJECT IDENTIFIER, in its dotted form.
func (r *reader) takeOID() (string, bool) {
	e, ok := r.take(tagOID)
	if !ok {
		return "", false
	}
	var oid asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(appendElement(nil, tagOID, e.content), &oid); err != nil {
		return "", false
	}
	return oid.String(), true
}

// An algorithm is an AlgorithmIdentifier (RFC 5280 4.1.1.2).
type algorithm struct {
	oid    string
	params element // its tag is 0 when there are none
}

// takeAlgorithm reads the next element if it is an AlgorithmIdentifier.
func (r *reader) takeAlgorithm() (a algorithm, ok bool) {
	e, ok := r.take(tagSequence)
	if !ok {
		return a, false
	}
	in := reader(e.content)
	if a.oid, ok = in.takeOID(); !ok {
		return a, false
	}
	if len(in) > 0 {
		a.params, ok = in.next()
	}
	return a, ok
}
