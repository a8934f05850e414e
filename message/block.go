package message

import (
	"slices"
	"strings"
)

// A Block is the sentences of one card, filled in.
type Block struct {
	ID      string
	Number  int    // three digits, to be read aloud on the phone; 0 when it has none
	Title   string // what
	Lines   []Line // why and what to do, in reading order
	Buttons []string
	Label   string // of the block's entry field; usually ""
}

// A Line is one line of a card.
type Line struct {
	Part string // "why", "why-2", "note", "do", "do-2", "who", …
	Text string
	// Whole are the short names in Text that a line break should not cut: see Wrap.
	Whole []string
}

// Block returns all sentences of m's block. Buttons[0] is the primary button, "" where the block
// has a second button only. Parts that exist in variants only ("do.windows") are left out, unless
// m has an argument "variant", a Text or a List of them, that names one: then that variant stands
// in the place of the plain part. Parts that do not belong on the card ("line-add", "explain") are
// said by Print with their full key. When there is no such block, the result has a title only,
// which is what Print returns.
func (p *Printer) Block(m Message) Block {
	id := m.ID
	b := Block{ID: id, Number: p.load().numbers[id]}
	for _, part := range p.partsOf(id) {
		key, ok := p.variant(id, part, m.Args)
		if !ok {
			continue
		}
		plain := Printer{language: p.language} // what stands on a button is no sentence
		switch {
		case part == "title":
			b.Title = p.say(key, m.Args)
		case part == "label":
			b.Label = plain.say(key, m.Args)
		case part == "button":
			b.Buttons = append(b.Buttons, plain.say(key, m.Args))
		case part == "button-2":
			if len(b.Buttons) == 0 {
				b.Buttons = append(b.Buttons, "")
			}
			b.Buttons = append(b.Buttons, plain.say(key, m.Args))
		case part == "explain" || strings.HasPrefix(part, "line-"):
		default:
			b.Lines = append(b.Lines, Line{Part: part, Text: p.say(key, m.Args), Whole: p.whole(key, m.Args)})
		}
	}
	if b.Title == "" && b.Lines == nil {
		b.Title = p.Print(m)
	}
	return b
}

// usualParts is the order of blocks that have no number.
var usualParts = []string{"title", "why", "why-2", "note", "note-2", "who", "do", "do-2", "label", "button", "button-2"}

// partsOf returns the parts of a block in reading order, each once and without its variants.
func (p *Printer) partsOf(id string) []string {
	all, ok := p.load().parts[id]
	if !ok {
		return usualParts
	}
	parts := make([]string, 0, len(all))
	for _, part := range all {
		part, _, _ = strings.Cut(part, ".")
		if !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return parts
}

// variant returns the key to use for a part of a block.
func (p *Printer) variant(id, part string, args Args) (key string, ok bool) {
	for _, v := range variants(args) {
		if key, ok := p.plural(id+"."+part+"."+v, args); ok {
			return key, true
		}
	}
	return p.plural(id+"."+part, args)
}

func variants(args Args) (names []string) {
	switch v := args["variant"].(type) {
	case Text:
		return []string{string(v)}
	case List:
		for _, a := range v {
			if t, ok := a.(Text); ok {
				names = append(names, string(t))
			}
		}
	}
	return names
}
