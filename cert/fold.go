package cert

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fold returns s in the form in which it is searched: lower case, half-width letters, digits and signs,
// full-width katakana for hiragana and half-width kana, voiced sound marks joined to their kana, the
// ideographic space as a space. Two texts that a Japanese reader calls the same fold to the same. A string of
// ASCII that is folded already is returned as it is, without an allocation.
func Fold(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf {
			return foldRunes(s)
		} else if c >= 'A' && c <= 'Z' {
			// lower-case ASCII is a matter of bytes, but runes may follow
			if strings.IndexFunc(s[i:], func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
				return foldRunes(s)
			}
			return strings.ToLower(s)
		}
	}
	return s
}

// halfKana are the full-width forms of U+FF61 to U+FF9F, in this order.
var halfKana = [...]rune{
	'。', '「', '」', '、', '・', 'ヲ', 'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ャ', 'ュ', 'ョ', 'ッ', 'ー',
	'ア', 'イ', 'ウ', 'エ', 'オ', 'カ', 'キ', 'ク', 'ケ', 'コ', 'サ', 'シ', 'ス', 'セ', 'ソ',
	'タ', 'チ', 'ツ', 'テ', 'ト', 'ナ', 'ニ', 'ヌ', 'ネ', 'ノ', 'ハ', 'ヒ', 'フ', 'ヘ', 'ホ',
	'マ', 'ミ', 'ム', 'メ', 'モ', 'ヤ', 'ユ', 'ヨ', 'ラ', 'リ', 'ル', 'レ', 'ロ', 'ワ', 'ン',
	voiced, semiVoiced,
}

// Sound marks as combining characters: file names of macOS hold them behind the kana.
const (
	voiced     = '\u3099'
	semiVoiced = '\u309a'
)

func foldRunes(s string) string {
	out := make([]byte, 0, len(s)+len(s)/4)
	var before rune // the last rune written, which a sound mark may join
	for _, r := range s {
		r = foldRune(r)
		if r == voiced || r == semiVoiced {
			if joined := join(before, r); joined != 0 {
				out = utf8.AppendRune(out[:len(out)-utf8.RuneLen(before)], joined)
				before = joined
				continue
			}
		}
		out = utf8.AppendRune(out, r)
		before = r
	}
	return string(out)
}

// foldRune folds one rune by itself.
func foldRune(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	case r >= '！' && r <= '～': // full-width ASCII
		return foldRune(r - '！' + '!')
	case r >= '｡' && r <= 'ﾟ':
		return halfKana[r-'｡']
	case r >= 'ぁ' && r <= 'ゖ', r == 'ゝ', r == 'ゞ':
		return r + 'ァ' - 'ぁ'
	case r == '゛':
		return voiced
	case r == '゜':
		return semiVoiced
	case r == '\u3000', r == '\u00a0':
		return ' '
	case r == '￥', r == '¥':
		return '\\' // the same key, and the same character on a Japanese Windows
	}
	if r > 'ゟ' && r < 'ꀀ' { // katakana and ideographs, the bulk of Japanese text, have no case
		return r
	}
	return unicode.ToLower(r)
}

// join returns the kana with the sound mark, or 0 when the kana takes none (Unicode's
// canonical compositions of U+3099 and U+309A).
func join(kana, mark rune) rune {
	if mark == semiVoiced {
		if strings.ContainsRune("ハヒフヘホ", kana) {
			return kana + 2
		}
		return 0
	}
	switch {
	case strings.ContainsRune("カキクケコサシスセソタチツテトハヒフヘホヽ", kana):
		return kana + 1
	case kana == 'ウ':
		return 'ヴ'
	case strings.ContainsRune("ワヰヱヲ", kana):
		return kana - 'ワ' + 'ヷ'
	}
	return 0
}
