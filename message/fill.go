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

// fill puts values in the {name} places of a sentence. A place without a value stays as it is, so
// that the mistake is seen.
func (p *Printer) fill(sentence string, args Args) string {
	var b gluer
	b.cjk = p.cjk
	p.each(sentence, args, func(literal string, name string, a Arg) {
		if a == nil {
			b.literal(literal)
			return
		}
		v := p.value(name, a)
		if starts := b.Len() == 0 || strings.HasSuffix(b.String(), ". "); starts && p.capital(sentence, a) {
			v = withCapital(v)
		}
		b.value(v, p.edge(a))
	})
	return b.String()
}

// each calls f for every piece of a sentence: with a literal, or with the name and value of a
// placeholder.
func (p *Printer) each(sentence string, args Args, f func(literal, name string, a Arg)) {
	for sentence != "" {
		open := strings.IndexByte(sentence, '{')
		end := -1
		if open >= 0 {
			end = strings.IndexByte(sentence[open:], '}')
		}
		if end < 0 {
			f(sentence, "", nil)
			return
		}
		end += open
		name := sentence[open+1 : end]
		if a, ok := args[name]; ok && a != nil {
			if open > 0 {
				f(sentence[:open], "", nil)
			}
			f("", name, a)
		} else {
			f(sentence[:end+1], "", nil)
		}
		sentence = sentence[end+1:]
	}
}

func (p *Printer) value(name string, a Arg) string {
	v := p.Arg(a)
	if shortened[name] {
		v = shortenMiddle(v, longest)
	}
	return v
}

// An edge says which characters at the ends of a value call for a space beside Japanese letters.
type edge int

const (
	noSpace    edge = iota // numbers and dates: 3件
	letters                // our own phrases: Mozilla の一覧, but 2枚目の証明書
	lettersToo             // names: Firefox を, Windows 11 を
)

func (p *Printer) edge(a Arg) edge {
	switch a := a.(type) {
	case Text:
		return lettersToo
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
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func japaneseLetter(r rune) bool {
	return r == 'ー' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

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

// whole returns the short names that key's sentence mentions: a line break inside one reads badly.
func (p *Printer) whole(key string, args Args) (names []string) {
	p.each(p.load().sentences[key], args, func(_, name string, a Arg) {
		if a != nil {
			if v := p.value(name, a); utf8.RuneCountInString(v) < shortName && v != "" {
				names = append(names, v)
			}
		}
	})
	return names
}

// shortName is the length from which a name may be broken over two lines.
const shortName = 12

// namesAtStart are the words that keep their capital at the start of a sentence in the terminal.
var namesAtStart = []string{
	"Apple", "Caps Lock", "Chrome", "DigiCert", "Firefox", "Linux", "Microsoft", "Mozilla", "Secure Mail ID",
	"Thunderbird", "Webex", "Wi-Fi", "Windows", "Zoom",
}

// capital reports whether a at the start of this sentence takes a capital: one of our own phrases at
// the start of an English sentence. Phrases and labels end without a full stop.
func (p *Printer) capital(sentence string, a Arg) bool {
	return !p.cjk && !p.terminal && p.edge(a) == letters && strings.HasSuffix(sentence, ".")
}

// withCapital raises the first letter of one of our own phrases where it begins a sentence, unless
// its first word is a name such as macOS.
func withCapital(phrase string) string {
	word, _, _ := strings.Cut(phrase, " ")
	if strings.ContainsFunc(word, unicode.IsUpper) {
		return phrase
	}
	first, n := utf8.DecodeRuneInString(phrase)
	return string(unicode.ToUpper(first)) + phrase[n:]
}

// withoutCapital lowers the first letter of a sentence, unless it begins with a name, with an
// abbreviation (PIN) or with a value.
func withoutCapital(sentence string) string {
	for _, name := range namesAtStart {
		if strings.HasPrefix(sentence, name) {
			return sentence
		}
	}
	first, n := utf8.DecodeRuneInString(sentence)
	second, _ := utf8.DecodeRuneInString(sentence[n:])
	if !unicode.IsUpper(first) || unicode.IsUpper(second) {
		return sentence
	}
	return string(unicode.ToLower(first)) + sentence[n:]
}

// withoutStop drops the full stop at the end.
func withoutStop(text string) string {
	return strings.TrimSuffix(strings.TrimSuffix(text, "."), "。")
}
