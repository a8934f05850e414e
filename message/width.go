package message

import (
	"unicode"

	"golang.org/x/text/width"
)

// Width returns how many columns of a terminal s takes: Japanese characters two, combining marks
// none (Unicode Standard Annex 11). Ambiguous characters such as “ and … count one, as terminals
// with UTF-8 draw them.
func Width(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

func runeWidth(r rune) int {
	if r < 0x7f && r >= 0x20 {
		return 1
	}
	if unicode.IsControl(r) || unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
