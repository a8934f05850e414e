package message

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// The limits of words.md 2.6, in columns: a full-width letter counts 2.
var limits = map[string]struct{ title, line int }{
	"en": {title: 62, line: 110},
	"ja": {title: 2 * 30, line: 2 * 60},
}

// Titles and lines fit the card with ordinary values in them.
func TestLengths(t *testing.T) {
	for _, lang := range Languages() {
		p := For(lang)
		for key, sentence := range sentencesOf(t, lang) {
			id, part, _ := strings.Cut(key, ".")
			if p.load().numbers[id] == 0 {
				continue
			}
			text, limit := p.fill(sentence, exampleArgs(lang)), limits[lang].line
			if part, _, _ := strings.Cut(part, "."); part == "title" {
				limit = limits[lang].title
			}
			if strings.Contains(text, "{") {
				t.Errorf("%s %s: no example value for %s", lang, key, placeholder.FindString(text))
			}
			if n := Width(text); n > limit {
				t.Errorf("%s %s: %d columns, at most %d: %s", lang, key, n, limit, text)
			}
		}
	}
}

// No card is a page to read: at most 80 words, or 280 Japanese letters, with everything on it; a good
// verdict at most 50 and 175.
func TestCardsAreShort(t *testing.T) {
	for id := range english.load().numbers {
		for lang, most := range map[string][2]int{"en": {80, 50}, "ja": {280, 175}} {
			b := For(lang).Block(Message{ID: id, Args: exampleArgs(lang)})
			said := []string{b.Title, b.Label}
			for _, l := range b.Lines {
				said = append(said, l.Text)
			}
			said = append(said, b.Buttons...)
			text := strings.Join(said, " ")
			n, limit := utf8.RuneCountInString(squeeze(text)), most[0]
			if lang == "en" {
				n = len(strings.Fields(text))
			}
			if strings.HasSuffix(For("en").Print(Message{ID: id}), "Nothing to do.") {
				limit = most[1]
			}
			if n > limit {
				t.Errorf("%s %s: %d, at most %d: %s", lang, id, n, limit, text)
			}
		}
	}
}
