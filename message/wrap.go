package message

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Wrap breaks text into lines no wider than max, as width measures them; line breaks in text stay.
// English breaks at spaces. Japanese breaks between any two letters, except where a line would start
// with 。 」 or a small kana or end with 「, and not inside a Latin word, a number with its counter, or
// one of the names in whole (JIS X 4051, as far as a card needs it); where it costs no further line, it
// breaks between sentences or else between phrases. A word that is wider than a line is broken anywhere. Each piece
// is measured once and a line's width is their sum: measuring is slow, and kerning across a space or a Japanese letter
// is nothing.
func Wrap(text string, max float32, width func(string) float32, whole ...string) []string {
	known := map[string]float32{}
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		out = append(out, even(segments(line, whole), wrapper{max: max, width: width, known: known})...)
	}
	return out
}

// A segment is a piece of text that stays on one line, and the spaces before it, which vanish where
// a line is broken.
type segment struct {
	gap, text string
	opens     opening
}

type wrapper struct {
	max     float32
	width   func(string) float32
	known   map[string]float32 // widths of pieces: Japanese text repeats few letters, and a line may be broken anew
	phrases bool               // break between sentences or phrases, where one begins near the end of the line
	lines   []string
	line    []segment
	used    float32 // width of line
	last    float32 // width of the last of lines
}

func (w *wrapper) add(s segment) {
	text := w.measure(s.text)
	if len(w.line) > 0 && w.used+w.measure(s.gap)+text > w.max {
		carried := w.unfinished(s)
		w.line = w.line[:len(w.line)-len(carried)]
		w.flush()
		for _, c := range carried {
			w.place(c)
		}
		if len(carried) > 0 {
			w.add(s)
			return
		}
	}
	if text > w.max {
		w.addHard(s.text)
		return
	}
	w.place(s)
}

// place puts a segment at the end of the line, which has room for it.
func (w *wrapper) place(s segment) {
	if len(w.line) == 0 {
		s.gap = ""
	}
	w.line = append(w.line, s)
	w.used += w.measure(s.gap) + w.measure(s.text)
}

// unfinished is the beginning of the sentence at the end of the line, or else of the phrase, that s, which has no room
// there, goes on with. It is nothing where s begins one, or where so much would be carried to the next line that a gap is left.
func (w *wrapper) unfinished(s segment) []segment {
	if !w.phrases || w.measure(s.text) > w.max {
		return nil
	}
	best, from := s.opens, len(w.line)
	var carried float32
	for i := len(w.line) - 1; i > 0; i-- {
		carried += w.measure(w.line[i].text)
		if carried > w.max*carry {
			break
		}
		if w.line[i].opens > best {
			best, from = w.line[i].opens, i
		}
		carried += w.measure(w.line[i].gap)
	}
	return slices.Clone(w.line[from:])
}

// addHard adds text that is wider than a line, to an empty line.
func (w *wrapper) addHard(text string) {
	letters := clusters(text)
	for len(letters) > 0 {
		n := 0
		for ; n < len(letters); n++ {
			l := w.measure(letters[n])
			if n > 0 && w.used+l > w.max {
				break
			}
			w.used += l
		}
		// Rather a short line than one that starts with 」, as long as the line keeps half its letters.
		for back := n; n < len(letters) && back > n/2 && back > 0; back-- {
			if r, _ := utf8.DecodeRuneInString(letters[back]); !notAtStart(r) {
				n = back
				break
			}
		}
		w.line = append(w.line, segment{text: strings.Join(letters[:n], "")})
		if letters = letters[n:]; len(letters) > 0 {
			w.flush()
		}
	}
}

func (w *wrapper) flush() {
	var line strings.Builder
	w.last, w.used = 0, 0
	for _, s := range w.line {
		line.WriteString(s.gap)
		line.WriteString(s.text)
		w.last += w.measure(s.gap) + w.measure(s.text)
	}
	w.lines, w.line = append(w.lines, line.String()), w.line[:0]
}

func (w *wrapper) measure(s string) float32 {
	if s == "" {
		return 0
	}
	if n, ok := w.known[s]; ok {
		return n
	}
	n := w.width(s)
	w.known[s] = n
	return n
}

// clusters cuts text into letters, each with its combining marks.
func clusters(text string) (out []string) {
	start := 0
	for i, r := range text {
		if i > start && !unicode.In(r, unicode.Mn, unicode.Me, unicode.Variation_Selector) {
			out = append(out, text[start:i])
			start = i
		}
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

// segments cuts one line of text where it may be broken. Spaces at its end are dropped.
func segments(text string, whole []string) (out []segment) {
	runes := []rune(text)
	joined := joints(text, whole)
	var s segment
	start := 0 // of s.text
	for i := 0; i < len(runes); {
		if !isSpace(runes[i]) {
			i++
			if i < len(runes) && !joined[i] && !isSpace(runes[i]) && mayBreak(runes, i) {
				s.text = string(runes[start:i])
				out = append(out, s)
				s, start = segment{opens: opens(runes, i)}, i
			}
			continue
		}
		end := i
		for end < len(runes) && isSpace(runes[end]) {
			end++
		}
		if end < len(runes) && i > start && (joined[i] || joined[end] || notAtStart(runes[end]) && !opensWord(runes, end) || notAtEnd(runes[i-1])) {
			i = end // this space is no place to break
			continue
		}
		if i > start {
			s.text = string(runes[start:i])
			out = append(out, s)
		}
		s, start = segment{gap: string(runes[i:end]), opens: opens(runes, end)}, end
		i = end
	}
	if start < len(runes) {
		s.text = string(runes[start:])
		out = append(out, s)
	}
	return out
}

func isSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\u3000' }

// joints marks the runes of text that must stay on the line of the one before: those inside a name of
// whole, and counters after a number.
func joints(text string, whole []string) []bool {
	joined := make([]bool, utf8.RuneCountInString(text)+1)
	mark := func(from, to int) { // byte offsets; the first rune may start a line
		at := utf8.RuneCountInString(text[:from])
		for i := range utf8.RuneCountInString(text[from:to]) {
			if i > 0 {
				joined[at+i] = true
			}
		}
	}
	for _, name := range whole {
		if name == "" {
			continue
		}
		for from := 0; ; {
			i := strings.Index(text[from:], name)
			if i < 0 {
				break
			}
			mark(from+i, from+i+len(name))
			from += i + len(name)
		}
	}
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			continue
		}
		for _, c := range counters {
			if strings.HasPrefix(text[i+1:], c) {
				mark(i, i+1+len(c))
				break
			}
		}
	}
	return joined
}

// counters follow a number and are read with it; the longer ones first.
var counters = []string{
	"か所", "か月", "時間", "分間", "秒間", "日間", "週間", "年間", "文字", "項目",
	"件", "個", "回", "年", "月", "日", "時", "分", "秒", "枚", "桁", "台", "人", "名", "通", "行", "番", "号", "版", "本", "歳", "つ", "進",
}

// mayBreak reports whether a line may end before runes[i]; no space is near.
func mayBreak(runes []rune, i int) bool {
	before, after := runes[i-1], runes[i]
	if notAtEnd(before) || notAtStart(after) && !opensWord(runes, i) {
		return false
	}
	return runeWidth(before) == 2 || runeWidth(after) == 2
}

// opensWord reports whether the punctuation at i is the beginning of a word, as in ".p12".
func opensWord(runes []rune, i int) bool {
	if runes[i] != '.' || i+1 >= len(runes) {
		return false
	}
	next := runes[i+1]
	return runeWidth(next) == 1 && (unicode.IsLetter(next) || unicode.IsDigit(next))
}

const (
	closers   = "、。，．・」』）〕】》〉］｝？！：；…‥ー々ゝゞヽヾ〻〜～％”’,.;:!?)]}%"
	smallKana = "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
	halfWidth = "｡､｣･ｰｧｨｩｪｫｬｭｮｯﾞﾟ"
	openers   = "「『（〔【《〈［｛“‘([{"
)

func notAtStart(r rune) bool {
	return strings.ContainsRune(closers, r) || strings.ContainsRune(smallKana, r) ||
		strings.ContainsRune(halfWidth, r) || runeWidth(r) == 0
}

func notAtEnd(r rune) bool { return strings.ContainsRune(openers, r) }
