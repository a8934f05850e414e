package message

import (
	"bytes"
	"encoding/json"
	"fmt"
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

// read adds a flat JSON object. It goes token by token because a map would lose the order, and keys
// that stand twice.
func (l *locale) read(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return fmt.Errorf("not an object: %v %w", t, err)
	}
	for d.More() {
		k, err := d.Token()
		if err != nil {
			return err
		}
		v, err := d.Token()
		if err != nil {
			return err
		}
		key := k.(string) // inside an object the decoder returns only strings here
		sentence, ok := v.(string)
		if !ok {
			return fmt.Errorf("%s is not a string", key)
		}
		if _, twice := l.sentences[key]; twice {
			l.twice = append(l.twice, key)
			continue
		}
		l.sentences[key] = sentence
		id, part, _ := strings.Cut(key, ".")
		if _, block := l.numbers[id]; block {
			l.parts[id] = append(l.parts[id], part)
		}
	}
	_, err := d.Token() // the closing brace
	return err
}

// loadAssets reads the sentences that are part of the program.
func loadAssets(lang string) *locale {
	l, err := loadLocale(assets.Locale, lang)
	if err != nil {
		panic("message: " + err.Error())
	}
	return l
}
