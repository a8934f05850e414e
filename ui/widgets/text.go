package widgets

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"certviewer/message"
	"certviewer/ui/look"
)

// A Style is how text is written. The zero value is ordinary text.
type Style struct {
	Color fyne.ThemeColorName // "" = foreground
	Size  fyne.ThemeSizeName  // "" = text
	Bold  bool
	Mono  bool
	Right bool // aligned to the right
}

// Styles used everywhere.
var (
	Plain   = Style{}
	Strong  = Style{Bold: true}
	Quiet   = Style{Color: look.Muted}
	Caption = Style{Color: look.Muted, Size: look.SizeSmall}
	Code    = Style{Mono: true}
)

func (s Style) text() fyne.TextStyle { return fyne.TextStyle{Bold: s.Bold, Monospace: s.Mono} }

func (s Style) size() float32 {
	if s.Size == "" {
		return theme.TextSize()
	}
	return theme.Size(s.Size)
}

func (s Style) color() color.Color {
	if s.Color == "" {
		return theme.Color(theme.ColorNameForeground)
	}
	return theme.Color(s.Color)
}

// font is the one font of bold text. Where a style names none, Fyne opens three more beside it, megabytes each, in case a
// letter is not in ours; with this one it looks for another font when such a letter comes.
func (s Style) font() fyne.Resource {
	if s.Bold && !s.Mono {
		return theme.Current().Font(s.text())
	}
	return nil
}

func (s Style) measure(text string) fyne.Size {
	size, _ := fyne.CurrentApp().Driver().RenderedTextSize(text, s.size(), s.text(), s.font())
	return size
}

func (s Style) apply(t *canvas.Text) {
	t.Color, t.TextSize, t.TextStyle, t.FontSource = s.color(), s.size(), s.text(), s.font()
	t.Alignment = fyne.TextAlignLeading
	if s.Right {
		t.Alignment = fyne.TextAlignTrailing
	}
}

// A Text is one line of text, cut with an ellipsis where it does not fit, or a paragraph that wraps.
// Japanese is broken by its own rules (message.Wrap); Fyne breaks only at spaces.
type Text struct {
	widget.BaseWidget
	text  string
	style Style
	wraps bool
	whole []string // names that a line break should not cut
	lines []string // as wrapped for width
	width float32
}

// NewText returns one line of text.
func NewText(text string, style Style) *Text { return newText(text, style, false) }

// NewParagraph returns text that wraps. Line feeds in it are kept; whole are names in it that a line
// break should not cut.
func NewParagraph(text string, style Style, whole ...string) *Text {
	t := newText(text, style, true)
	t.whole = whole
	return t
}

func newText(text string, style Style, wraps bool) *Text {
	t := &Text{text: text, style: style, wraps: wraps}
	t.ExtendBaseWidget(t)
	return t
}

// Text returns the whole text, whatever is visible of it.
func (t *Text) Text() string { return t.text }

// SetText replaces the text. Where the text wraps, the page must be laid out again.
func (t *Text) SetText(text string) {
	if t.text == text {
		return
	}
	t.text, t.width = text, 0
	t.Refresh()
}

// SetStyle replaces the style.
func (t *Text) SetStyle(style Style) {
	t.style, t.width = style, 0
	t.Refresh()
}

// AccessibilityLabel is the text.
func (t *Text) AccessibilityLabel() string { return t.text }

// AccessibilityRole is text.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// HeightFor implements Fluid.
func (t *Text) HeightFor(width float32) float32 {
	return float32(len(t.fit(width))) * t.style.measure("M").Height
}

// fit returns the lines of the text at a width.
func (t *Text) fit(width float32) []string {
	if !t.wraps {
		return []string{Ellipsize(t.text, width, t.style)}
	}
	if width == t.width && t.lines != nil {
		return t.lines
	}
	t.width, t.lines = width, nil
	for part := range strings.SplitSeq(t.text, "\n") {
		lines := message.Wrap(part, width, func(s string) float32 { return t.style.measure(s).Width }, t.whole...)
		if len(lines) == 0 {
			lines = []string{""}
		}
		t.lines = append(t.lines, lines...)
	}
	return t.lines
}

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer { return &textRenderer{t: t} }

type textRenderer struct {
	t     *Text
	lines []*canvas.Text
}

func (r *textRenderer) Destroy() {}

func (r *textRenderer) MinSize() fyne.Size {
	if r.t.wraps { // who lays it out asks HeightFor
		return fyne.NewSize(0, r.t.style.measure("M").Height)
	}
	return r.t.style.measure(r.t.text)
}

func (r *textRenderer) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(r.lines))
	for i, l := range r.lines {
		out[i] = l
	}
	return out
}

func (r *textRenderer) Layout(size fyne.Size) {
	texts := r.t.fit(size.Width)
	for len(r.lines) < len(texts) {
		r.lines = append(r.lines, canvas.NewText("", color.Transparent))
	}
	r.lines = r.lines[:len(texts)]
	height := r.t.style.measure("M").Height
	top := float32(0)
	if !r.t.wraps {
		top = max(0, (size.Height-height)/2)
	}
	for i, text := range texts {
		line := r.lines[i]
		r.t.style.apply(line)
		line.Text = text
		line.Move(fyne.NewPos(0, top+float32(i)*height))
		line.Resize(fyne.NewSize(size.Width, height))
	}
}

func (r *textRenderer) Refresh() {
	r.t.width = 0 // the theme may have changed the sizes
	r.Layout(r.t.Size())
	for _, l := range r.lines {
		canvas.Refresh(l)
	}
	canvas.Refresh(r.t)
}

// Ellipsize cuts text so that it fits in width, with … at its end. Nothing fits in no width.
func Ellipsize(text string, width float32, style Style) string {
	if style.measure(text).Width <= width+0.5 { // layouts hand out fractions
		return text
	}
	runes := []rune(text)
	fits, over := 0, len(runes)
	for over-fits > 1 {
		middle := (fits + over) / 2
		if style.measure(string(runes[:middle])+"…").Width <= width {
			fits = middle
		} else {
			over = middle
		}
	}
	if fits == 0 {
		return ""
	}
	return strings.TrimRight(string(runes[:fits]), " ") + "…"
}
