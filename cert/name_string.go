package cert

import (
	"encoding/hex"
	"strings"
	"unicode/utf8"
)

// String returns the name as RFC 4514 writes it: the most specific RDN first, "+" between the
// attributes of one RDN, registered short names, and for other types the dotted OID with "#" and the
// BER of the value in hexadecimal. Control and format characters are escaped like the others
// that RFC 4514 2.4 lets one escape, so that the string is safe on a terminal.
func (n Name) String() string {
	var s strings.Builder
	for i := len(n.RDNs) - 1; i >= 0; i-- {
		if s.Len() > 0 {
			s.WriteByte(',')
		}
		for j, a := range n.RDNs[i] {
			if j > 0 {
				s.WriteByte('+')
			}
			a.write(&s)
		}
	}
	return s.String()
}

func (a Attribute) write(s *strings.Builder) {
	short, known := attributeNames[a.OID]
	if known && len(a.Raw) > 0 && isString(a.Raw[0]) {
		s.WriteString(short)
		s.WriteByte('=')
		escape(s, a.Value)
		return
	}
	s.WriteString(a.OID)
	s.WriteString("=#")
	s.WriteString(hex.EncodeToString(a.Raw))
}

// escape writes a value with the escapes of RFC 4514 2.4.
func escape(s *strings.Builder, value string) {
	for i, r := range value {
		size := utf8.RuneLen(r)
		switch {
		case unsafeRune(r):
			for _, b := range []byte(value[i : i+size]) {
				s.WriteByte('\\')
				s.WriteString(strings.ToUpper(hex.EncodeToString([]byte{b})))
			}
			continue
		case strings.ContainsRune(`"+,;<>\`, r),
			i == 0 && (r == ' ' || r == '#'),
			r == ' ' && i == len(value)-1:
			s.WriteByte('\\')
		}
		s.WriteRune(r)
	}
}
