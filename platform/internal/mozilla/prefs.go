package mozilla

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A Pref is one statement user_pref("name", value); of a file of preferences.
type Pref struct {
	Name  string
	Text  string // a string's value; of a number or a boolean what is written
	IsStr bool

	start, end int // in the file, with the semicolon
}

// Prefs are the statements of a file of preferences, in their order. Of several with one name the last counts.
type Prefs []Pref

// ParsePrefs reads prefs.js or user.js as Mozilla's own parser does (modules/libpref/parser/src/lib.rs): it has comments
// of three kinds, goes on behind the next semicolon after whatever it does not understand, and takes a NUL for the
// end.
func ParsePrefs(text []byte) Prefs {
	p := prefParser{text: text}
	var out Prefs
	for {
		t := p.next()
		switch {
		case t.kind == tokenEnd:
			return out
		case t.kind == ';': // behind what was not understood
		case t.kind == tokenWord && t.text == "user_pref":
			if pref, ok := p.statement(t.start); ok {
				out = append(out, pref)
			} else if !p.recover() {
				return out
			}
		case !p.recover():
			return out
		}
	}
}

// Find returns the statement of this name that counts.
func (pp Prefs) Find(name string) (Pref, bool) {
	for _, p := range slices.Backward(pp) {
		if p.Name == name {
			return p, true
		}
	}
	return Pref{}, false
}

// String returns the value of a string; "" for one that is not there.
func (pp Prefs) String(name string) string {
	if p, ok := pp.Find(name); ok && p.IsStr {
		return p.Text
	}
	return ""
}

// List returns the parts of a string that is a list with commas.
func (pp Prefs) List(name string) (out []string) {
	for part := range strings.SplitSeq(pp.String(name), ",") {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(out, part) {
			out = append(out, part)
		}
	}
	return out
}

// The kinds of tokens besides single characters, which are their own.
const (
	tokenEnd    = 0
	tokenWord   = 'a'
	tokenString = '"'
	tokenNumber = '1'
	tokenBad    = '?'
)

type token struct {
	kind       byte
	text       string
	start, end int
}

type prefParser struct {
	text []byte
	at   int
	last token // what was read last: recover must not run past a semicolon
}

// statement reads what follows user_pref: ("name", value);
func (p *prefParser) statement(start int) (Pref, bool) {
	if p.next().kind != '(' {
		return Pref{}, false
	}
	name := p.next()
	if name.kind != tokenString || p.next().kind != ',' {
		return Pref{}, false
	}
	out := Pref{Name: name.text, start: start}
	switch value := p.next(); {
	case value.kind == tokenString:
		out.Text, out.IsStr = value.text, true
	case value.kind == tokenWord && (value.text == "true" || value.text == "false"), value.kind == tokenNumber:
		out.Text = value.text
	case value.kind == '-', value.kind == '+':
		number := p.next()
		if number.kind != tokenNumber {
			return Pref{}, false
		}
		out.Text = strings.TrimPrefix(string(value.kind), "+") + number.text
	default:
		return Pref{}, false
	}
	if p.next().kind != ')' {
		return Pref{}, false
	}
	end := p.next()
	out.end = end.end
	return out, end.kind == ';'
}

// recover goes on behind the next semicolon; false at the end.
func (p *prefParser) recover() bool {
	for t := p.last; ; t = p.next() {
		switch t.kind {
		case ';':
			return true
		case tokenEnd:
			return false
		}
	}
}

func (p *prefParser) next() token {
	p.skip()
	t := token{start: p.at}
	c := p.peek()
	switch {
	case c == 0: // the end stays where it is
	case c == '"' || c == '\'':
		t.kind, t.text = p.str(c)
	case isWord(c) && !isDigit(c):
		t.kind, t.text = tokenWord, p.run(isWord)
	case isDigit(c):
		t.kind, t.text = tokenNumber, p.run(isWord)
		if n, err := strconv.ParseUint(t.text, 10, 32); err != nil || n > 1<<31 {
			t.kind = tokenBad
		}
	case strings.IndexByte("()+,-;", c) >= 0:
		p.at++
		t.kind = c
	default:
		p.at++
		t.kind = tokenBad
	}
	t.end = p.at
	p.last = t
	return t
}

// peek returns the next octet, 0 at the end.
func (p *prefParser) peek() byte {
	if p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isWord(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c)
}

func (p *prefParser) run(is func(byte) bool) string {
	start := p.at
	for is(p.peek()) {
		p.at++
	}
	return string(p.text[start:p.at])
}

// skip goes over white space and comments.
func (p *prefParser) skip() {
	for {
		switch c := p.peek(); {
		case c == ' ' || c >= '\t' && c <= '\r':
			p.at++
		case c == '#', c == '/' && p.at+1 < len(p.text) && p.text[p.at+1] == '/':
			for c := p.peek(); c != 0 && c != '\n' && c != '\r'; c = p.peek() {
				p.at++
			}
		case c == '/' && p.at+1 < len(p.text) && p.text[p.at+1] == '*':
			p.at += 2
			for p.peek() != 0 && !(p.peek() == '*' && p.at+1 < len(p.text) && p.text[p.at+1] == '/') {
				p.at++
			}
			if p.peek() != 0 {
				p.at += 2
			}
		default:
			return
		}
	}
}

// str reads a string in the quotes q. What stands in it that may not makes all of it a bad token.
func (p *prefParser) str(q byte) (kind byte, text string) {
	kind = tokenString
	var b []byte
	for p.at++; ; {
		c := p.peek()
		if c == 0 {
			return tokenBad, ""
		}
		p.at++
		switch c {
		case q:
			return kind, string(b)
		case '\\':
			ok := false
			if b, ok = p.escape(b); !ok {
				kind = tokenBad
			}
		default:
			b = append(b, c)
		}
	}
}

// escape reads what follows a backslash, and appends what it stands for.
func (p *prefParser) escape(b []byte) ([]byte, bool) {
	c := p.peek()
	if c == 0 {
		return b, false
	}
	p.at++
	switch c {
	case '"', '\'', '\\':
		return append(b, c), true
	case 'n':
		return append(b, '\n'), true
	case 'r':
		return append(b, '\r'), true
	case 'x':
		n, ok := p.hex(2)
		return append(b, byte(n)), ok && n != 0
	case 'u':
		r, ok := p.hex(4)
		if utf16.IsSurrogate(r) {
			if p.peek() != '\\' || p.at+1 >= len(p.text) || p.text[p.at+1] != 'u' {
				return b, false
			}
			p.at += 2
			low, second := p.hex(4)
			r, ok = utf16.DecodeRune(r, low), ok && second
			ok = ok && r != utf8.RuneError
		}
		return utf8.AppendRune(b, r), ok && r != 0
	}
	return b, false
}

func (p *prefParser) hex(digits int) (rune, bool) {
	if p.at+digits > len(p.text) {
		return 0, false
	}
	n, err := strconv.ParseUint(string(p.text[p.at:p.at+digits]), 16, 32)
	if err != nil {
		return 0, false
	}
	p.at += digits
	return rune(n), true
}
