package app

import (
	"bytes"
	"encoding/hex"
	"strings"

	"certviewer/cert"
	"certviewer/trust"
)

// A search is what a person typed, taken apart.
type search struct {
	words []string // folded; each must occur in the text
	whole []byte   // or else these octets, and
	half  string   // the hexadecimal digit behind them, in a fingerprint or the serial number
}

// minDigits is how many hexadecimal digits count as part of a number, and not only as a word.
const minDigits = 4

func parseSearch(filter string) search {
	s := search{words: strings.Fields(cert.Fold(filter))}
	digits := strings.Join(s.words, "")
	if q, err := cert.ParseQuery(filter); err == nil {
		digits = q.Digits
	}
	if len(digits) < minDigits || strings.Trim(digits, "0123456789abcdef") != "" {
		return s
	}
	even := len(digits) &^ 1
	s.whole, _ = hex.DecodeString(digits[:even]) // cannot fail: they are digits
	s.half = digits[even:]
	return s
}

// empty says that nothing was asked for.
func (s search) empty() bool { return len(s.words) == 0 }

// at says whether the digit behind the octets fits, where the octets were found in the first n of b at i.
func (s search) at(b []byte, i, n int) bool {
	next := i + len(s.whole)
	return s.half == "" && next <= n || s.half != "" && next < n && hex.EncodeToString(b[next : next+1])[:1] == s.half
}

// in says whether the digits are in a number, beginning at an octet's first digit.
func (s search) in(number []byte) bool {
	for from := 0; ; from++ {
		i := bytes.Index(number[from:], s.whole)
		if i < 0 {
			return false
		}
		from += i
		if s.at(number, from, len(number)) {
			return true
		}
	}
}

// Matcher returns a test of entries against what a person typed: words, each of which must occur in a name, an
// address or the serial number, or digits of a fingerprint or the serial number in any spelling. Width, case and
// kana do not matter.
func Matcher(filter string) func(trust.Entry) bool {
	s := parseSearch(filter)
	if s.empty() {
		return func(trust.Entry) bool { return true }
	}
	return func(e trust.Entry) bool {
		c := e.Certificate
		if s.whole != nil && (s.in(c.SHA256[:]) || s.in(c.SHA1[:]) || s.in(c.Serial)) {
			return true
		}
		text := searchText(e)
		for _, w := range s.words {
			if !strings.Contains(text, w) {
				return false
			}
		}
		return true
	}
}

// searchText is what words are looked for in, folded: one line for each name, address and number.
func searchText(e trust.Entry) string {
	c := e.Certificate
	parts := []string{e.Name, c.Subject.String()}
	if !c.SelfIssued() {
		parts = append(parts, c.Issuer.String())
	}
	parts = append(append(parts, c.SerialDecimal(), c.SerialHex()), c.Emails()...)
	return cert.Fold(strings.Join(append(parts, c.DNSNames()...), "\n"))
}
