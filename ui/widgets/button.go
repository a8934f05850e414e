package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"certviewer/ui/look"
)

// A Rank says how loud a button is.
type Rank int

// The ranks.
const (
	Ordinary Rank = iota
	Primary       // at most one on a page
	Silent        // without a background until the pointer is on it
)

// A Button is a button that Enter presses too, with a ring where the keyboard is. Fyne's reacts to the
// space bar only, and shows the keyboard's place by a shade.
type Button struct {
	pressable
	OnTapped func()

	text     string
	label    string // for screen readers, where there is no text
	rank     Rank
	icon     look.Icon
	trailing look.Icon
}

var (
	_ fyne.Tappable     = (*Button)(nil)
	_ fyne.Focusable    = (*Button)(nil)
	_ desktop.Hoverable = (*Button)(nil)
	_ fyne.Accessible   = (*Button)(nil)
)

// NewButton returns a button; icon may be IconNone.
func NewButton(text string, icon look.Icon, rank Rank, tapped func()) *Button {
	b := &Button{text: text, icon: icon, rank: rank, OnTapped: tapped}
	b.extend(b, b.tap)
	return b
}

// SetTrailing puts a small icon behind the text, such as the arrow of something that opens.
func (b *Button) SetTrailing(icon look.Icon) {
	b.trailing = icon
	b.Refresh()
}

// SetText changes what the button says. Its place is not made wider by itself.
func (b *Button) SetText(text string) {
	b.text = text
	b.Refresh()
}

// SetLabel says what a button without text does.
func (b *Button) SetLabel(label string) { b.label = label }

// Text returns what the button says.
func (b *Button) Text() string { return b.text }

// AccessibilityLabel is what the button says.
func (b *Button) AccessibilityLabel() string {
	if b.text == "" {
		return b.label
	}
	return b.text
}

// tap calls OnTapped.
func (b *Button) tap() {
	if b.OnTapped != nil {
		b.OnTapped()
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{
		b:     b,
		fill:  canvas.NewRectangle(color.Transparent),
		shade: canvas.NewRectangle(color.Transparent),
		ring:  canvas.NewRectangle(color.Transparent),
		icon:  NewGlyph(b.icon, 16, theme.ColorNameForeground, ""),
		tail:  NewGlyph(b.trailing, 16, theme.ColorNameForeground, ""),
		label: canvas.NewText(b.text, color.Transparent),
	}
	r.paint()
	return r
}

const (
	buttonPad  = 11
	buttonGap  = 6
	iconEdge   = 16
	buttonTall = 28
)

type buttonRenderer struct {
	b                 *Button
	fill, shade, ring *canvas.Rectangle
	icon, tail        *Glyph
	label             *canvas.Text
}

func (r *buttonRenderer) Destroy() {}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.fill, r.shade, r.icon, r.label, r.tail, r.ring}
}

func (r *buttonRenderer) MinSize() fyne.Size {
	width := float32(2 * buttonPad)
	if r.b.text != "" {
		width += r.label.MinSize().Width
	}
	if r.b.icon != look.IconNone {
		width += iconEdge
		if r.b.text != "" {
			width += buttonGap
		} else {
			width -= buttonPad
		}
	}
	if r.b.trailing != look.IconNone {
		width += iconEdge
	}
	return fyne.NewSize(width, buttonTall)
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	for _, rect := range []*canvas.Rectangle{r.fill, r.shade, r.ring} {
		rect.Resize(size)
	}
	x := max(0, (size.Width-r.MinSize().Width)/2) + buttonPad
	if r.b.text == "" {
		x -= buttonPad / 2
	}
	middle := (size.Height - iconEdge) / 2
	if r.b.icon != look.IconNone {
		r.icon.Move(fyne.NewPos(x, middle))
		r.icon.Resize(fyne.NewSquareSize(iconEdge))
		x += iconEdge + buttonGap
	}
	text := r.label.MinSize()
	r.label.Move(fyne.NewPos(x, (size.Height-text.Height)/2))
	r.label.Resize(text)
	r.tail.Move(fyne.NewPos(x+text.Width+3, middle))
	r.tail.Resize(fyne.NewSquareSize(iconEdge))
}

func (r *buttonRenderer) Refresh() {
	r.paint()
	r.Layout(r.b.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *buttonRenderer) paint() {
	text, fill := theme.ColorNameForeground, theme.ColorNameButton
	switch r.b.rank {
	case Primary:
		text, fill = theme.ColorNameForegroundOnPrimary, theme.ColorNamePrimary
	case Silent:
		text, fill = look.Link, ""
	}
	r.fill.FillColor, r.shade.FillColor = color.Transparent, color.Transparent
	if fill != "" {
		r.fill.FillColor = theme.Color(fill)
	}
	if r.b.hovered {
		r.shade.FillColor = theme.Color(theme.ColorNameHover)
	}
	r.ring.StrokeColor, r.ring.StrokeWidth = color.Transparent, 0
	if r.b.focused {
		r.ring.StrokeColor, r.ring.StrokeWidth = theme.Color(look.Ring), 2
	}
	radius := theme.Size(theme.SizeNameButtonRadius)
	r.fill.CornerRadius, r.shade.CornerRadius, r.ring.CornerRadius = radius, radius, radius
	r.label.Text, r.label.TextSize, r.label.Color = r.b.text, theme.TextSize(), theme.Color(text)
	r.label.TextStyle.Bold = r.b.rank == Primary
	r.icon.Icon, r.icon.Text = r.b.icon, text
	r.tail.Icon, r.tail.Text = r.b.trailing, text
}
