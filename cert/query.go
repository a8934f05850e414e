package cert

import (
	"encoding/hex"
	"errors"
	"strings"
	"unicode"
)

// Errors of ParseQuery.
var (
	ErrNotFingerprint      = errors.New("not a fingerprint")
	ErrFingerprintTooShort = errors.New("too few digits for a fingerprint: at least 8 are needed")
)

// minPrefix is how many digits tell the certificates of one computer apart.
const minPrefix = 8

// A Query is a fingerprint as a person gave it, whole or its beginning.
type Query struct {
	Digits string // lower-case hexadecimal
	Prefix bool   // Digits is the beginning only: whoever asks has to see that one certificate matches
	hash   hash
}

// A hash is which fingerprint a Query is about.
type hash int

const (
	anyHash hash = iota
	sha1Hash
	sha256Hash
)

// queryLabels are the words that may stand before a fingerprint where it was copied from: OpenSSL, browsers, Windows,
// macOS and our own pages. They are folded. None can be taken for digits, as each has a letter beyond F.
var queryLabels = []struct {
	word string
	hash hash
}{
	{"sha2-256", sha256Hash}, {"sha256", sha256Hash}, {"sha-256", sha256Hash}, {"sha 256", sha256Hash},
	{"sha1", sha1Hash}, {"sha-1", sha1Hash}, {"sha 1", sha1Hash},
	{"fingerprint", anyHash}, {"thumbprint", anyHash}, {"certificate", anyHash}, {"digest", anyHash},
	{Fold("フィンガープリント"), anyHash}, {"拇印", anyHash}, {"指紋", anyHash}, {"0x", anyHash},
}

// ParseQuery reads a SHA-1 or SHA-256 fingerprint in any spelling: either case, full width, with colons, spaces,
// dashes or zero-width characters between the digits, a label in front. At least 8 digits may
// stand for the whole. The error is ErrNotFingerprint or ErrFingerprintTooShort.
func ParseQuery(text string) (Query, error) {
	if len(text) > 4096 { // whatever it is, it is none, and need not be folded
		return Query{}, ErrNotFingerprint
	}
	q, rest := cutLabels(Fold(text))
	digits := strings.Map(func(r rune) rune {
		if isFiller(r) {
			return -1
		}
		return r
	}, rest)
	if strings.Trim(digits, "0123456789abcdef") != "" || len(digits) > 2*len(Fingerprint{}) {
		return Query{}, ErrNotFingerprint
	}
	switch n := len(digits); {
	case n == 0:
		return Query{}, ErrNotFingerprint
	case n < minPrefix:
		return Query{}, ErrFingerprintTooShort
	case n == 40 && q.hash == anyHash:
		q.hash = sha1Hash
	case n > 40 && q.hash == sha1Hash:
		return Query{}, ErrNotFingerprint
	case n > 40:
		q.hash = sha256Hash
	}
	q.Digits = digits
	q.Prefix = len(digits) != map[hash]int{sha1Hash: 40, sha256Hash: 64}[q.hash]
	return q, nil
}

// cutLabels takes labels and what joins them to the digits off the front of folded text.
func cutLabels(s string) (q Query, rest string) {
next:
	for {
		s = strings.TrimLeftFunc(s, func(r rune) bool { return isFiller(r) || strings.ContainsRune("=#()「」\"'", r) })
		for _, l := range queryLabels {
			if after, ok := strings.CutPrefix(s, l.word); ok {
				s = after
				q.hash = max(q.hash, l.hash)
				continue next
			}
		}
		return q, strings.TrimRight(s, "\"'」")
	}
}

// isFiller reports what may stand between digits. Japanese keyboards give ー and ・ where others
// give - and /; Windows puts U+200E in front of a 拇印 that is copied from its dialogue.
func isFiller(r rune) bool {
	return strings.ContainsRune(":-._,;/|ー・、。", r) || unicode.IsSpace(r) ||
		unicode.In(r, unicode.Cf, unicode.Cc, unicode.Pd, unicode.Variation_Selector) || r == '\u2212' || r == '\u3164'
}

// Matches says whether c has this fingerprint, or one that begins so.
func (q Query) Matches(c *Certificate) bool {
	if q.Digits == "" {
		return false
	}
	return q.hash != sha1Hash && hasHexPrefix(c.SHA256[:], q.Digits) ||
		q.hash != sha256Hash && hasHexPrefix(c.SHA1[:], q.Digits)
}

// hasHexPrefix says whether b begins with these digits, without writing all of b.
func hasHexPrefix(b []byte, digits string) bool {
	n := (len(digits) + 1) / 2
	if n > len(b) {
		return false
	}
	var buf [2 * len(Fingerprint{})]byte
	hex.Encode(buf[:], b[:n])
	return string(buf[:len(digits)]) == digits
}
