package cli

import (
	"strings"
	"unicode"

	"certviewer/app"
	"certviewer/diagnose"
)

// Colours repeat what a mark and a word say already: nobody needs to see them.
func (s *session) paint(code, text string) string {
	if !s.Colour || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (s *session) bold(t string) string { return s.paint("1", t) }
func (s *session) dim(t string) string  { return s.paint("2", t) }

// mark is the state by shape, colour and, for whoever sees neither, word.
func (s *session) mark(v diagnose.Verdict) string {
	shape, colour := "✔", "32"
	switch v {
	case diagnose.Action:
		shape, colour = "✘", "31"
	case diagnose.Unknown:
		shape, colour = "?", "33"
	case diagnose.NotNeeded:
		shape, colour = "–", "32"
	case app.Note:
		shape, colour = "·", "2"
	}
	return s.paint(colour, shape)
}

// printable replaces what a terminal would act on or a reader could be misled by: names in certificates are
// written by anybody.
func printable(t string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar {
			return '�'
		}
		return r
	}, t)
}
