package pkcs12

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// A family is one of the two ways in which key derivations take a PIN.
type family int

const (
	inBMP  family = iota // RFC 7292 appendix B.1: UTF-16, big-endian, and two zero octets
	inText               // RFC 8018 3: octets of some text, in practice UTF-8
)

// A secret is a PIN in every form that programs are known to have used for it, the usual one first.
type secret [2][][]byte

// newSecret makes the forms of a PIN. One that is not UTF-8 is taken for Latin-1.
func newSecret(pin []byte) *secret {
	runes := make([]rune, 0, len(pin))
	defer func() { clear(runes) }()
	if utf8.Valid(pin) {
		for b := pin; len(b) > 0; {
			r, n := utf8.DecodeRune(b)
			runes, b = append(runes, r), b[n:]
		}
	} else {
		for _, o := range pin {
			runes = append(runes, rune(o))
		}
	}
	text := make([]byte, 0, utf8.UTFMax*len(runes))
	for _, r := range runes {
		text = utf8.AppendRune(text, r)
	}
	wide := bmp(runes)
	s := &secret{inBMP: {wide}, inText: {text}}
	if len(runes) == 0 {
		s.add(inBMP, nil) // Java and Windows have derived keys of no octets at all
	} else if len(text) > len(runes) {
		octets := make([]rune, len(text))
		for i, o := range text {
			octets[i] = rune(o)
		}
		s.add(inBMP, bmp(octets)) // OpenSSL before 1.1.0 widened the octets of the terminal
		clear(octets)
	}
	s.add(inText, wide) // old versions of NSS, and RFC 9579 to the letter
	s.add(inText, wide[:len(wide)-2])
	if len(text) > len(runes) && slices.Max(runes) <= 0xff {
		latin1 := make([]byte, len(runes))
		for i, r := range runes {
			latin1[i] = byte(r)
		}
		s.add(inText, latin1)
	}
	return s
}

func (s *secret) add(f family, form []byte) { s[f] = append(s[f], form) }

// prefer makes the form that was right the first to be tried from now on.
func (s *secret) prefer(f family, i int) { s[f][0], s[f][i] = s[f][i], s[f][0] }

// wipe overwrites all forms.
func (s *secret) wipe() {
	for _, forms := range s {
		for _, form := range forms {
			clear(form)
		}
	}
}

// bmp encodes with pairs for what lies beyond the Basic Multilingual Plane, as OpenSSL, Java and Windows do though
// BMPString has none, and ends with a zero.
func bmp(runes []rune) []byte {
	out := make([]byte, 0, 4*len(runes)+2)
	for _, r := range runes {
		if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
			out = append(out, byte(high>>8), byte(high), byte(low>>8), byte(low))
		} else {
			out = append(out, byte(r>>8), byte(r))
		}
	}
	return append(out, 0, 0)
}

// A Suggestion is a PIN that the person may have meant.
type Suggestion struct {
	Rule string // the block that asks: RuneSpace or RuleFullWidth
	PIN  []byte // the caller wipes it
}

// The rules, IDs of the blocks 203 and 204.
const (
	RuleSpace     = "p12-pin-space"
	RuleFullWidth = "p12-fullwidth"
)

// Suggest returns what a person may have meant who gave this PIN: the same without the spaces and line ends around
// it that come along from a mail, and the same in half width. The first suggestion corrects everything that was
// found. None is ever tried unless the person says so, for a PIN may really be written like that. It returns nothing
// for a PIN without such signs.
func Suggest(pin []byte) []Suggestion {
	if !utf8.Valid(pin) {
		return nil
	}
	var out []Suggestion
	trimmed := bytes.TrimFunc(pin, around)
	if len(trimmed) == 0 { // of a PIN of nothing but spaces nothing is left
		return nil
	}
	if bytes.ContainsFunc(trimmed, fullWidth) {
		out = append(out, Suggestion{RuleFullWidth, halfWidth(trimmed)})
	}
	if len(trimmed) < len(pin) {
		out = append(out, Suggestion{RuleSpace, bytes.Clone(trimmed)})
	}
	return out
}

// around says what does not belong to a PIN at its ends: white space, the ideographic space too, and marks that
// are not seen.
func around(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf)
}

// fullWidth says whether a letter, digit or sign is one of the full-width forms of ASCII.
func fullWidth(r rune) bool { return r >= '！' && r <= '～' }

// halfWidth turns full-width forms into ASCII, and the signs that the same keys give while Japanese input is on.
func halfWidth(pin []byte) []byte {
	out := make([]byte, 0, len(pin))
	for len(pin) > 0 {
		r, n := utf8.DecodeRune(pin)
		pin = pin[n:]
		switch {
		case fullWidth(r):
			r -= '！' - '!'
		case r == '\u3000':
			r = ' '
		case r == 'ー', r == '−', r == '‐': // long vowel, minus, hyphen
			r = '-'
		case r == '。':
			r = '.'
		case r == '、':
			r = ','
		case r == '・':
			r = '/'
		case r == '「':
			r = '['
		case r == '」':
			r = ']'
		case r == '￥':
			r = '\\'
		case r == '”':
			r = '"'
		case r == '’':
			r = '\''
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}
