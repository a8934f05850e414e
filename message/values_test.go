package message

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// Where code gives a block its values, none of its places stays empty: a place without a value is shown as it is written, as
// "{place} holds no certificate database." once was.
func TestPlacesAreFilled(t *testing.T) {
	elsewhere := []string{
		"change-preview",       // the window shows its title alone
		"p12-primary-password", // the faces make a block of their own of the store that it names
		"change-inherited",     // its values come line by line, with its variants
	}
	p := readProgram(t)
	sentences := sentencesOf(t, "en")
	parts := []string{"title", "why", "why-2", "do", "do-2", "do-3", "note"}
	for _, b := range p.blocks {
		for _, part := range parts {
			for _, place := range placeholder.FindAllString(sentences[b.id+"."+part], -1) {
				if !slices.Contains(b.values, strings.Trim(place, "{}")) && !slices.Contains(elsewhere, b.id) {
					t.Errorf("%s: %s.%s has no %s", b.at, b.id, part, place)
				}
			}
		}
	}
	if len(p.blocks) < 50 {
		t.Errorf("only %d are looked at", len(p.blocks))
	}
}

// A block is a message that code makes, with the names of the values that it gives.
type block struct {
	id     string
	values []string
	at     string
}

// block notes a call of M with its names written out; one whose ID is put together, or that has variants, is left out.
func (s *source) block(n *ast.CallExpr) {
	id, ok := literal(n.Args[0])
	b := block{id: id, at: s.fset.Position(n.Pos()).String()}
	for i := 1; i < len(n.Args); i += 2 {
		word, known := literal(n.Args[i])
		ok = ok && known && word != "variant"
		b.values = append(b.values, word)
	}
	if ok {
		s.blocks = append(s.blocks, b)
	}
}
