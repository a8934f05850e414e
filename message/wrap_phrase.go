package message

import (
	"strings"
	"unicode"
)

// carry is how much of a line may be carried to the next one, so that a sentence or phrase is not cut: more would leave a gap.
const carry = 1.0 / 3

// An opening is what begins at a place where a line may be broken; the greater, the better a place.
type opening int

const (
	nothing opening = iota
	phrase
	sentence
)

// opens tells what begins at runes[i], where a line may be broken.
func opens(runes []rune, i int) opening {
	switch {
	case i > 0 && i < len(runes) && opensSentence(runes, i):
		return sentence
	case opensPhrase(runes, i):
		return phrase
	}
	return nothing
}

// opensSentence reports whether the letter at i is the first after a full stop; an English one is followed by a space, and a
// new sentence by a capital.
func opensSentence(runes []rune, i int) bool {
	if isSpace(runes[i-1]) {
		return i > 1 && strings.ContainsRune(".?!", runes[i-2]) && (unicode.IsUpper(runes[i]) || runes[i] == '“')
	}
	return strings.ContainsRune("。？！", runes[i-1])
}

// opensPhrase reports whether a phrase begins at runes[i]. A Japanese phrase (文節) is a word with the particles and
// endings after it, which are hiragana: where hiragana ends and another script begins, a new one begins most likely, and
// it does after a comma. Text in other scripts has its spaces.
func opensPhrase(runes []rune, i int) bool {
	before := i - 1
	for before >= 0 && isSpace(runes[before]) {
		before--
	}
	if before < 0 || i == len(runes) {
		return true
	}
	after := runes[i]
	switch {
	case strings.ContainsRune("、。？！：", runes[before]):
		return true
	case unicode.Is(unicode.Hiragana, after), after == '（':
		return false // a particle, an ending, or what belongs to the word before
	case before < i-1, after == '「', runes[before] == '」':
		return true
	case !unicode.Is(unicode.Hiragana, runes[before]) || strings.ContainsRune("おご", runes[before]):
		return false // inside a word, or after a polite prefix
	}
	// One of these between two other letters is the joint of a verb of two, as in 取り消す.
	joint := before > 0 && !unicode.Is(unicode.Hiragana, runes[before-1]) && strings.ContainsRune("えきけしちみりれ", runes[before])
	return !joint
}
