package message

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// shortened are the placeholders whose values are cut in the middle when they are long. Values
// that must stay whole, such as a command to copy, use other names.
var shortened = map[string]bool{"file": true, "host": true, "ssid": true, "account": true}

// longest is how many columns such a value may take.
const longest = 40

// shortenMiddle cuts s to at most columns columns; both ends of a file or host name tell more than
// its middle.
func shortenMiddle(s string, columns int) string {
	if Width(s) <= columns {
		return s
	}
	r := []rune(s)
	head, tail, used := 0, len(r), 1 // 1 for the …
	for {
		if w := runeWidth(r[head]); used+w <= columns {
			head, used = head+1, used+w
		} else {
			break
		}
		if w := runeWidth(r[tail-1]); used+w <= columns {
			tail, used = tail-1, used+w
		} else {
			break
		}
	}
	return string(r[:head]) + "…" + string(r[tail:])
}

// clean makes text from a certificate or file harmless on screens: no control characters (terminal
// escapes), no format characters (they reorder or hide their neighbours).
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp):
			return utf8.RuneError
		}
		return r
	}, s)
}
