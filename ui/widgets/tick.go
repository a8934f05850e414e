package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"certviewer/ui/look"
)

// A Tick is a box to be ticked, with its words and a line below them that says what they mean. A press anywhere on
// it, the space bar and Enter switch it.
type Tick struct {
	pressable
	OnChanged func(on bool)

	text, note string
	words      *fyne.Container // both, as drawn
	on         bool
}

var (
	_ fyne.Tappable     = (*Tick)(nil)
	_ fyne.Focusable    = (*Tick)(nil)
	_ fyne.Accessible   = (*Tick)(nil)
	_ desktop.Hoverable = (*Tick)(nil)
)

// NewTick returns a box; note may be empty.
func NewTick(text, note string, on bool, changed func(on bool)) *Tick {
	t := &Tick{text: text, note: note, on: on, OnChanged: changed, words: Column(1, NewParagraph(text, Plain))}
	if note != "" {
		t.words.Add(NewParagraph(note, Caption))
	}
	t.extend(t, t.toggle)
	return t
}

// On says whether the box is ticked.
func (t *Tick) On() bool { return t.on }

// Text returns what stands beside the box.
func (t *Tick) Text() string { return t.text }

// toggle switches the box.
func (t *Tick) toggle() {
	t.on = !t.on
	t.Refresh()
	if t.OnChanged != nil {
		t.OnChanged(t.on)
	}
}

// AccessibilityLabel is the words and what they mean, with a sign where the box is ticked.
func (t *Tick) AccessibilityLabel() string {
	label := t.text
	if t.note != "" {
		label += ". " + t.note
	}
	if t.on {
		return "✓ " + label
	}
	return label
}

const (
	tickBox   = 18
	tickGap   = 9
	tickPad   = 5  // around it all: the ring and the pointer's shade
	tickInset = 12 // of the sign in the box
)

// HeightFor returns how tall it is at a width: the note wraps.
func (t *Tick) HeightFor(width float32) float32 {
	return 2*tickPad + HeightFor(t.words, width-2*tickPad-tickBox-tickGap)
}

// CreateRenderer implements fyne.Widget.
func (t *Tick) CreateRenderer() fyne.WidgetRenderer {
	r := &tickRenderer{t: t, shade: canvas.NewRectangle(color.Transparent), box: canvas.NewRectangle(color.Transparent),
		sign: NewGlyph(look.IconTick, tickInset, look.Card, "")}
	r.paint()
	return r
}

type tickRenderer struct {
	t          *Tick
	shade, box *canvas.Rectangle
	sign       *Glyph
}

func (r *tickRenderer) Destroy() {}

func (r *tickRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.shade, r.box, r.sign, r.t.words}
}

func (r *tickRenderer) MinSize() fyne.Size {
	return r.t.words.MinSize().AddWidthHeight(2*tickPad+tickBox+tickGap, 2*tickPad)
}

func (r *tickRenderer) Layout(size fyne.Size) {
	r.shade.Resize(size)
	r.box.Move(fyne.NewSquareOffsetPos(tickPad))
	r.box.Resize(fyne.NewSquareSize(tickBox))
	r.sign.Move(fyne.NewSquareOffsetPos(tickPad + (tickBox-tickInset)/2))
	r.sign.Resize(fyne.NewSquareSize(tickInset))
	r.t.words.Move(fyne.NewPos(tickPad+tickBox+tickGap, tickPad))
	r.t.words.Resize(fyne.NewSize(size.Width-2*tickPad-tickBox-tickGap, size.Height-2*tickPad))
}

func (r *tickRenderer) Refresh() {
	r.paint()
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *tickRenderer) paint() {
	fill, edge := theme.ColorNameInputBackground, look.Muted
	if r.t.on {
		fill, edge = look.Link, look.Link
	}
	r.box.CornerRadius, r.shade.CornerRadius = 4, look.FieldRadius
	r.box.FillColor, r.box.StrokeColor, r.box.StrokeWidth = theme.Color(fill), theme.Color(edge), 1
	r.sign.Hidden = !r.t.on
	r.shade.FillColor, r.shade.StrokeColor, r.shade.StrokeWidth = color.Transparent, color.Transparent, 0
	if r.t.hovered {
		r.shade.FillColor = theme.Color(theme.ColorNameHover)
	}
	if r.t.focused {
		r.shade.StrokeColor, r.shade.StrokeWidth = theme.Color(look.Ring), 2
	}
}
