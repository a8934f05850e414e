package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"certviewer/ui/look"
)

// A Chip is a condition that is on or off: on, it has a tick and a heavier edge besides another colour. The space bar
// and Enter switch it.
type Chip struct {
	pressable
	OnChanged func(on bool)

	text string
	tail string // how many there are
	on   bool
}

var (
	_ fyne.Tappable     = (*Chip)(nil)
	_ fyne.Focusable    = (*Chip)(nil)
	_ fyne.Accessible   = (*Chip)(nil)
	_ desktop.Hoverable = (*Chip)(nil)
)

// NewChip returns a chip that is off.
func NewChip(text string, changed func(on bool)) *Chip {
	c := &Chip{text: text, OnChanged: changed}
	c.extend(c, c.toggle)
	return c
}

// Set says whether the chip is on and what stands behind its text. It does not call OnChanged.
func (c *Chip) Set(on bool, tail string) {
	if c.on == on && c.tail == tail {
		return
	}
	c.on, c.tail = on, tail
	c.Refresh()
}

// On says whether the chip is on.
func (c *Chip) On() bool { return c.on }

// Text returns what the chip says.
func (c *Chip) Text() string { return c.text }

// toggle switches the chip.
func (c *Chip) toggle() {
	c.on = !c.on
	c.Refresh()
	if c.OnChanged != nil {
		c.OnChanged(c.on)
	}
}

// AccessibilityLabel is the text, the number, and a tick where the chip is on.
func (c *Chip) AccessibilityLabel() string {
	label := c.text + " " + c.tail
	if c.on {
		return "✓ " + label
	}
	return label
}

const (
	chipTall = 24
	chipPad  = 8
	chipGap  = 4
	chipTick = 14
)

// CreateRenderer implements fyne.Widget.
func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	r := &chipRenderer{c: c, fill: canvas.NewRectangle(color.Transparent), ring: canvas.NewRectangle(color.Transparent),
		tick: NewGlyph(look.IconTick, chipTick, look.Link, ""), text: NewText(c.text, Plain), tail: NewText(c.tail, Plain)}
	r.paint()
	return r
}

type chipRenderer struct {
	c          *Chip
	fill, ring *canvas.Rectangle
	tick       *Glyph
	text, tail *Text
}

func (r *chipRenderer) Destroy() {}

func (r *chipRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.fill, r.tick, r.text, r.tail, r.ring}
}

func (r *chipRenderer) MinSize() fyne.Size {
	width := 2*chipPad + r.text.MinSize().Width
	if r.c.on {
		width += chipTick + chipGap - 2
	}
	if r.c.tail != "" {
		width += chipGap + r.tail.MinSize().Width
	}
	return fyne.NewSize(width, chipTall)
}

func (r *chipRenderer) Layout(size fyne.Size) {
	r.fill.Resize(size)
	r.ring.Move(fyne.NewPos(-2, -2))
	r.ring.Resize(size.AddWidthHeight(4, 4))
	x := float32(chipPad)
	if r.c.on {
		x -= 2
		r.tick.Move(fyne.NewPos(x, (size.Height-chipTick)/2))
		r.tick.Resize(fyne.NewSquareSize(chipTick))
		x += chipTick + chipGap
	}
	for _, t := range []*Text{r.text, r.tail} {
		natural := t.MinSize()
		t.Move(fyne.NewPos(x, (size.Height-natural.Height)/2))
		t.Resize(fyne.NewSize(max(0, min(natural.Width, size.Width-x-chipPad+1)), natural.Height))
		x += natural.Width + chipGap
	}
}

func (r *chipRenderer) Refresh() {
	r.paint()
	r.Layout(r.c.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *chipRenderer) paint() {
	text, tail := Style{Size: look.SizeSmall}, Caption
	fill, edge, width := look.Card, theme.ColorNameInputBorder, float32(1)
	if r.c.on {
		text = Style{Size: look.SizeSmall, Bold: true, Color: look.Note}
		tail = text
		fill, edge, width = look.NoteTint, look.Link, 1.5
	}
	r.text.style, r.tail.style, r.tail.text = text, tail, r.c.tail
	r.tick.Hidden = !r.c.on
	r.fill.CornerRadius, r.ring.CornerRadius = chipTall/2, chipTall/2+2
	r.fill.FillColor, r.fill.StrokeColor, r.fill.StrokeWidth = theme.Color(fill), theme.Color(edge), width
	if r.c.hovered && !r.c.on {
		r.fill.FillColor = theme.Color(look.CalmTint)
	}
	r.ring.StrokeColor, r.ring.StrokeWidth = color.Transparent, 0
	if r.c.focused {
		r.ring.StrokeColor, r.ring.StrokeWidth = theme.Color(look.Ring), 2
	}
}
