package cert

import (
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Tags of the string types (X.680 table 8).
const (
	tagUTF8       = 0x0c
	tagNumeric    = 0x12
	tagPrintable  = 0x13
	tagT61        = 0x14
	tagVideotex   = 0x15
	tagIA5        = 0x16
	tagGraphic    = 0x19
	tagVisible    = 0x1a
	tagGeneral    = 0x1b
	tagUniversal  = 0x1c
	tagBMP        = 0x1e
	tagUTCTime    = 0x17
	tagGeneralize = 0x18
)

// isString says whether a tag is that of a string type.
func isString(tag byte) bool {
	return tag == tagUTF8 || tag == tagUniversal || tag == tagBMP ||
		tag >= tagNumeric && tag <= tagIA5 || tag >= tagGraphic && tag <= tagGeneral
}

// decodeString returns the content of a string type as valid UTF-8; what cannot be decoded becomes
// U+FFFD. T61String is read as Latin-1: that is what CAs put there, and what OpenSSL and Go read. The
// same holds for octets beyond ASCII in the types that have none, unless they are UTF-8.
func decodeString(tag byte, b []byte) string {
	switch tag {
	case tagUTF8:
		return strings.ToValidUTF8(string(b), "\ufffd")
	case tagBMP:
		units := make([]uint16, len(b)/2)
		for i := range units {
			units[i] = binary.BigEndian.Uint16(b[2*i:])
		}
		return string(utf16.Decode(units)) // pairs too: BMPString may not hold them, and does
	case tagUniversal:
		var s strings.Builder
		for ; len(b) >= 4; b = b[4:] {
			s.WriteRune(rune(binary.BigEndian.Uint32(b))) // out of range becomes U+FFFD
		}
		return s.String()
	case tagT61:
		return latin1(b)
	}
	if utf8.Valid(b) {
		return string(b)
	}
	return latin1(b)
}

func latin1(b []byte) string {
	var s strings.Builder
	for _, c := range b {
		s.WriteRune(rune(c))
	}
	return s.String()
}

// unsafeRune reports runes that may not reach a terminal or a label as they are: control characters,
// which a terminal obeys, and format characters, which turn the direction of text or are not
// seen at all, so that one name can look like another (Unicode TR 36, 2.7 and 3.6).
func unsafeRune(r rune) bool {
	if r < 0x80 {
		return r < ' ' || r == 0x7f
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// Printable returns s with each control and format character replaced by U+FFFD. Every string that
// comes from a certificate goes through it, or through Name.String, before it is shown.
func Printable(s string) string {
	if strings.IndexFunc(s, unsafeRune) < 0 && utf8.ValidString(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unsafeRune(r) {
			return utf8.RuneError
		}
		return r
	}, s)
}
