package message

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"certviewer/assets"
)

// A locale is every sentence of one language.
type locale struct {
	sentences map[string]string   // by key
	numbers   map[string]int      // of blocks, by ID
	parts     map[string][]string // the parts of each numbered block in reading order: the order of the file
	twice     []string            // keys that stand in two places; the first one counts, and a test fails
}

// loadLocale reads all files *.LANG.json and *.numbers.json of the folder locale. The files are
// part of the program, so an error is a mistake in the program; a test reads them all.
func loadLocale(files fs.FS, lang string) (*locale, error) {
	l := &locale{
		sentences: make(map[string]string, 2048),
		numbers:   make(map[string]int, 256),
		parts:     make(map[string][]string, 256),
	}
	numbers, err := fs.Glob(files, "locale/*.numbers.json")
	if err != nil {
		return nil, err
	}
	for _, name := range numbers {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(b, &l.numbers); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	names, err := fs.Glob(files, "locale/*."+lang+".json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		if err := l.read(b); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return l, nil
}

// read adds a flat JSON object of strings. A map would lose the order, and keys that stand twice; the decoder's tokens
// keep both, and would be a fifth of the time that a short command takes.
func (l *locale) read(b []byte) error {
	rest, err := after(string(b), '{')
	if err != nil {
		return err
	}
	for sep := byte(','); sep == ','; {
		var key, sentence string
		if key, rest, err = unquote(rest); err != nil {
			return err
		}
		if rest, err = after(rest, ':'); err != nil {
			return err
		}
		if sentence, rest, err = unquote(rest); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		l.add(key, sentence)
		if rest = skipBlanks(rest); rest == "" {
			return io.ErrUnexpectedEOF
		}
		sep, rest = rest[0], rest[1:]
		if sep != ',' && sep != '}' {
			return fmt.Errorf("%s: %q is neither a comma nor the end", key, sep)
		}
	}
	if skipBlanks(rest) != "" {
		return fmt.Errorf("%.20q after the end", rest)
	}
	return nil
}

func (l *locale) add(key, sentence string) {
	if _, twice := l.sentences[key]; twice {
		l.twice = append(l.twice, key)
		return
	}
	l.sentences[key] = sentence
	id, part, _ := strings.Cut(key, ".")
	if _, block := l.numbers[id]; block {
		l.parts[id] = append(l.parts[id], part)
	}
}

// skipBlanks takes from the start of s what JSON allows between its parts (RFC 8259, 2).
func skipBlanks(s string) string {
	i := 0
	for i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == '\r' || s[i] == '\n') {
		i++
	}
	return s[i:]
}

// after takes c from the start of s.
func after(s string, c byte) (string, error) {
	s = skipBlanks(s)
	if s == "" || s[0] != c {
		return "", fmt.Errorf("%q is missing before %.20q", c, s)
	}
	return s[1:], nil
}

// unquote takes a string of JSON from the start of s.
func unquote(s string) (text, rest string, err error) {
	s = skipBlanks(s)
	if s == "" || s[0] != '"' {
		return "", "", fmt.Errorf("%.20q is not a string", s)
	}
	text, rest, whole := strings.Cut(s[1:], `"`)
	if whole && strings.IndexByte(text, '\\') < 0 { // nearly all
		return text, rest, nil
	}
	end := 1
	for end < len(s) && s[end] != '"' {
		if s[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(s) {
		return "", "", io.ErrUnexpectedEOF
	}
	err = json.Unmarshal([]byte(s[:end+1]), &text)
	return text, s[end+1:], err
}

// loadAssets reads the sentences that are part of the program.
func loadAssets(lang string) *locale {
	l, err := loadLocale(assets.Locale, lang)
	if err != nil {
		panic("message: " + err.Error())
	}
	return l
}
