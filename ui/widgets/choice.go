package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"certviewer/ui/look"
)

// A Choice offers one of a few words, side by side in a trough. Left and Right go through them.
type Choice struct {
	widget.BaseWidget
	OnChanged func(chosen int)

	words   []string
	chosen  int
	focused bool
}

var (
	_ fyne.Tappable  = (*Choice)(nil)
	_ fyne.Focusable = (*Choice)(nil)
)

// NewChoice returns a choice of words.
func NewChoice(words []string, chosen int, changed func(chosen int)) *Choice {
	c := &Choice{words: words, chosen: chosen, OnChanged: changed}
	c.ExtendBaseWidget(c)
	return c
}

// Chosen returns which word is chosen.
func (c *Choice) Chosen() int { return c.chosen }

// Choose chooses a word and calls OnChanged if it is another one than before.
func (c *Choice) Choose(i int) {
	if i < 0 || i >= len(c.words) || i == c.chosen {
		return
	}
	c.chosen = i
	c.Refresh()
	if c.OnChanged != nil {
		c.OnChanged(i)
	}
}

// Tapped chooses the word under the pointer.
func (c *Choice) Tapped(e *fyne.PointEvent) {
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c); canvas != nil {
		canvas.Focus(c)
	}
	x := float32(choiceTrough)
	for i, w := range c.words {
		x += choiceWidth(w)
		if e.Position.X < x {
			c.Choose(i)
			return
		}
	}
}

// TypedKey goes through the words.
func (c *Choice) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		c.Choose(c.chosen - 1)
	case fyne.KeyRight:
		c.Choose(c.chosen + 1)
	default:
		PassOnKey(c, e)
	}
}

// TypedRune implements fyne.Focusable.
func (c *Choice) TypedRune(rune) {}

// FocusGained implements fyne.Focusable.
func (c *Choice) FocusGained() { c.focused = true; c.Refresh() }

// FocusLost implements fyne.Focusable.
func (c *Choice) FocusLost() { c.focused = false; c.Refresh() }

// AccessibilityLabel is the word that is chosen.
func (c *Choice) AccessibilityLabel() string {
	if c.chosen < 0 || c.chosen >= len(c.words) {
		return ""
	}
	return c.words[c.chosen]
}

// AccessibilityRole is button.
func (c *Choice) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

const (
	choiceTrough = 3
	choicePad    = 14
	choiceTall   = 26
)

// choiceWidth measures the bold word, so that nothing moves when another one is chosen.
func choiceWidth(word string) float32 { return Strong.measure(word).Width + 2*choicePad }

// CreateRenderer implements fyne.Widget.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	r := &choiceRenderer{c: c, trough: NewSurface(look.CalmTint, "", look.FieldRadius+2), knob: NewSurface(look.Card, look.CardEdge, look.FieldRadius), ring: canvas.NewRectangle(color.Transparent)}
	for _, w := range c.words {
		r.words = append(r.words, NewText(w, Plain))
	}
	r.paint()
	return r
}

type choiceRenderer struct {
	c            *Choice
	trough, knob *Surface
	ring         *canvas.Rectangle
	words        []*Text
}

func (r *choiceRenderer) Destroy() {}

func (r *choiceRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.trough, r.knob, r.ring}
	for _, w := range r.words {
		out = append(out, w)
	}
	return out
}

func (r *choiceRenderer) MinSize() fyne.Size {
	width := float32(2 * choiceTrough)
	for _, w := range r.c.words {
		width += choiceWidth(w)
	}
	return fyne.NewSize(width, choiceTall+2*choiceTrough)
}

func (r *choiceRenderer) Layout(fyne.Size) {
	natural := r.MinSize()
	r.trough.Resize(natural)
	x := float32(choiceTrough)
	for i, w := range r.words {
		width := choiceWidth(r.c.words[i])
		text := w.MinSize()
		w.Move(fyne.NewPos(x+(width-text.Width)/2, (natural.Height-text.Height)/2))
		w.Resize(text)
		if i == r.c.chosen {
			for _, o := range []fyne.CanvasObject{r.knob, r.ring} {
				o.Move(fyne.NewPos(x, choiceTrough))
				o.Resize(fyne.NewSize(width, choiceTall))
			}
		}
		x += width
	}
}

func (r *choiceRenderer) Refresh() {
	r.paint()
	r.Layout(r.c.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *choiceRenderer) paint() {
	for i, w := range r.words {
		w.style = Quiet
		if i == r.c.chosen {
			w.style = Strong
		}
	}
	r.ring.CornerRadius = look.FieldRadius
	r.ring.StrokeColor, r.ring.StrokeWidth = color.Transparent, 0
	if r.c.focused {
		r.ring.StrokeColor, r.ring.StrokeWidth = theme.Color(look.Ring), 2
	}
}
