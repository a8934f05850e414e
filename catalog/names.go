package catalog

import (
	"strings"
	"unicode/utf8"

	"certviewer/cert"
	"certviewer/message"
)

// longName is the greatest length of a certificate's name within a sentence, in half-width
// characters; longer ones are shortened in the middle.
const longName = 40

// ShortName returns the name of x for sentences: the catalogue's where it knows the root, else the
// certificate's own, shortened in the middle.
func (c *Catalog) ShortName(x *cert.Certificate) string {
	if r := c.RootFor(x); r != nil {
		return r.Short
	}
	return middle(x.Holder(), longName)
}

// NameOf is what a person calls the holder of a name, for a sentence. A name may be empty: it is then said that there is none.
func NameOf(n cert.Name) message.Arg {
	if s := n.Display(); strings.TrimSpace(s) != "" {
		return message.Text(s)
	}
	return message.M("name.none")
}

// middle shortens s in the middle to at most n half-width characters, with “…” in the gap. The end
// of a name tells as much as its beginning: "… CA - G3".
func middle(s string, n int) string {
	if width(s) <= n {
		return s
	}
	n-- // for the “…”
	head, tail := 0, len(s)
	for left, w := n-n/2, 0; ; {
		r, size := utf8.DecodeRuneInString(s[head:])
		if w += runeWidth(r); w > left {
			break
		}
		head += size
	}
	for left, w := n/2, 0; ; {
		r, size := utf8.DecodeLastRuneInString(s[:tail])
		if w += runeWidth(r); w > left {
			break
		}
		tail -= size
	}
	return strings.TrimRight(s[:head], " ") + "…" + strings.TrimLeft(s[tail:], " ")
}

// width is the length of s in half-width characters.
func width(s string) (n int) {
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

// runeWidth counts Latin letters, Greek, Cyrillic and half-width kana as one and whatever
// East Asian text holds as two: near enough for lengths in sentences.
func runeWidth(r rune) int {
	if r < 0x1100 || r == '…' || 0xFF61 <= r && r <= 0xFFDC {
		return 1
	}
	return 2
}
