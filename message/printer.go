package message

import (
	"strings"
	"sync"
)

// A Printer says messages in one language. It may be used from any goroutine.
type Printer struct {
	*language
	terminal bool // see Terminal
}

// A language is what differs between English and Japanese besides the sentences.
type language struct {
	code   string
	day    string // layouts of package time
	moment string
	to     string // between two dates
	cjk    bool   // names are set apart from Japanese letters by a space, units follow numbers without one
	load   func() *locale
}

var english = &language{
	code: "en", day: "2 January 2006", moment: "2 January 2006, 15:04", to: " – ",
	load: sync.OnceValue(func() *locale { return loadAssets("en") }),
}

var japanese = &language{
	code: "ja", day: "2006年1月2日", moment: "2006年1月2日 15:04", to: " 〜 ", cjk: true,
	load: sync.OnceValue(func() *locale { return loadAssets("ja") }),
}

// Languages returns the codes of all languages, the one for everybody else first.
func Languages() []string { return []string{english.code, japanese.code} }

// For returns the Printer of a language: "en", "ja", or a locale such as "ja_JP.UTF-8" or "ja-JP".
// Any other language is English. Sentences are read when the first one is asked for.
func For(lang string) *Printer {
	if primary(lang) == japanese.code {
		return &Printer{language: japanese}
	}
	return &Printer{language: english}
}

// Detect returns the language that the environment asks for: the first of LC_ALL, LC_MESSAGES,
// LANG and LANGUAGE that is set decides, and "C" and "POSIX" are English. It returns "" when none
// is set, as is usual on Windows and macOS, where the system has to be asked in its own way;
// For("") is English.
func Detect(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"} {
		if v := getenv(name); v != "" {
			if primary(v) == japanese.code {
				return japanese.code
			}
			return english.code
		}
	}
	return ""
}

// primary cuts a locale down to its language: "ja_JP.UTF-8", "ja-JP" and "ja:en" are "ja".
func primary(locale string) string {
	if i := strings.IndexAny(locale, "_-.@:"); i >= 0 {
		locale = locale[:i]
	}
	return strings.ToLower(locale)
}

// Lang returns the language's code.
func (p *Printer) Lang() string { return p.code }

// Terminal returns a Printer that says sentences as errors and hints stand in a terminal: without a
// capital at the start and without a full stop at the end. Verdicts keep both; print them with p.
func (p *Printer) Terminal() *Printer { return &Printer{language: p.language, terminal: true} }

// Has reports whether there is a sentence, a sentence with plural forms, or a block of that ID.
func (p *Printer) Has(id string) bool {
	l := p.load()
	for _, key := range []string{id, id + ".other", id + ".title", id + ".title.other", id + ".note"} {
		if _, ok := l.sentences[key]; ok {
			return true
		}
	}
	return false
}

// Text returns the sentence id with name, value pairs as of M.
func (p *Printer) Text(id string, pairs ...any) string { return p.Print(M(id, pairs...)) }

// Print returns the sentence of m. For a block it is the title, in the variant that m names. An ID that nobody has written
// a sentence for is returned as it is.
func (p *Printer) Print(m Message) string {
	key, ok := p.plural(m.ID, m.Args)
	if !ok {
		key, ok = p.variant(m.ID, "title", m.Args)
	}
	if !ok {
		return m.ID
	}
	return p.say(key, m.Args)
}

// say fills the sentence of a key that is there.
func (p *Printer) say(key string, args Args) string {
	sentence := p.load().sentences[key]
	if p.terminal {
		sentence = withoutCapital(sentence)
	}
	text := p.fill(sentence, args)
	if p.terminal {
		text = withoutStop(text)
	}
	return text
}

// plural returns the key to use for id: id itself, or id.one or id.other where the sentence has
// forms for one and for many.
func (p *Printer) plural(id string, args Args) (key string, ok bool) {
	sentences := p.load().sentences
	if n, ok := counted(args); ok && n == 1 {
		if _, ok := sentences[id+".one"]; ok {
			return id + ".one", true
		}
	}
	for _, key := range []string{id, id + ".other"} {
		if _, ok := sentences[key]; ok {
			return key, true
		}
	}
	return "", false
}

// counted returns the number that decides between the forms of a sentence.
func counted(args Args) (n Number, ok bool) {
	for _, name := range []string{"count", "days"} {
		if n, ok = args[name].(Number); ok {
			return n, true
		}
	}
	return 0, false
}
