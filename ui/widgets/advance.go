package widgets

import (
	"strings"
	"unicode/utf8"
)

// advances are the widths of single letters, so that a table's cell is cut to its room by adding: shaping a text
// takes twenty times as long, and a person who scrolls waits for thousands of them. They are of one style and size.
type advances struct {
	style Style
	size  float32
	ascii [utf8.RuneSelf]float32 // 0 = not known yet
	other map[rune]float32
	more  float32 // of …
}

// simple says whether letters of a rune's kind stand side by side, each as wide as alone: not so those that join,
// stack or run from right to left.
func simple(r rune) bool {
	return r >= ' ' && r < 0x300 || r >= 0x2010 && r <= 0x2027 || r >= 0x2190 && r <= 0x30ff && r != 0x3099 && r != 0x309a ||
		r >= 0x3400 && r <= 0x9fff || r >= 0xff01 && r <= 0xffef
}

func (a *advances) of(r rune) float32 {
	if r < utf8.RuneSelf && a.ascii[r] > 0 {
		return a.ascii[r]
	}
	if w, ok := a.other[r]; ok {
		return w
	}
	w := a.style.measure(string(r)).Width
	if r < utf8.RuneSelf {
		a.ascii[r] = w
	} else {
		a.other[r] = w
	}
	return w
}

// ellipsize is Ellipsize, to a pixel.
func (a *advances) ellipsize(text string, width float32) string {
	if size := a.style.size(); size != a.size {
		*a = advances{style: a.style, size: size, other: map[rune]float32{}, more: a.style.measure("…").Width}
	}
	var x float32
	fits := -1 // where … would fit
	for i, r := range text {
		if !simple(r) {
			return Ellipsize(text, width, a.style)
		}
		if fits < 0 && x+a.of(r)+a.more > width {
			fits = i
		}
		if x += a.of(r); x > width+0.5 {
			if fits <= 0 {
				return ""
			}
			return strings.TrimRight(text[:fits], " ") + "…"
		}
	}
	return text
}
