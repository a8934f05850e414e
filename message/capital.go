package message

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

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
