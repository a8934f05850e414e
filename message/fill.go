package message

import (
	"strings"
	"unicode/utf8"
)

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
