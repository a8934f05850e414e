package message

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// An edge says which characters at the ends of a value call for a space beside Japanese letters.
type edge int

const (
	noSpace          edge = iota // numbers and dates: 3件
	letters                      // our own phrases: Mozilla の一覧, but 2枚目の証明書
	lettersAndDigits             // names: Firefox を, Windows 11 を
)

func (p *Printer) edge(a Arg) edge {
	switch a := a.(type) {
	case Text:
		return lettersAndDigits
	case Message:
		return letters
	case List: // its values are of one kind
		if len(a) > 0 {
			return p.edge(a[0])
		}
	}
	return noSpace
}

// A gluer joins the pieces of a sentence. In Japanese it puts one space between a name's Latin
// letter or digit and a Japanese letter, so that templates need none: 「{app}を閉じて」 is
// 「Firefox を閉じて」 but 「このコンピューターを閉じて」.
type gluer struct {
	strings.Builder
	cjk      bool
	last     rune
	lastEdge edge // of the value that was written last; noSpace after a literal
}

func (g *gluer) literal(s string) {
	first, _ := utf8.DecodeRuneInString(s)
	if g.cjk && latin(g.last, g.lastEdge) && japaneseLetter(first) {
		g.WriteByte(' ')
	}
	g.write(s, noSpace)
}

func (g *gluer) value(s string, e edge) {
	first, _ := utf8.DecodeRuneInString(s)
	if g.cjk && (japaneseLetter(g.last) && latin(first, e) || latin(g.last, g.lastEdge) && japaneseLetter(first)) {
		g.WriteByte(' ')
	}
	g.write(s, e)
}

func (g *gluer) write(s string, e edge) {
	if s == "" {
		return
	}
	g.WriteString(s)
	g.last, _ = utf8.DecodeLastRuneInString(s)
	g.lastEdge = e
}

// latin reports whether r at the end of a value calls for a space.
func latin(r rune, e edge) bool {
	switch {
	case e == noSpace || japaneseLetter(r) || runeWidth(r) != 1:
		return false
	case e == letters:
		return unicode.IsLetter(r)
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' // of a flag
}

func japaneseLetter(r rune) bool {
	return r == 'ー' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}
