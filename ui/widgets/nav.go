package widgets

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"certviewer/ui/look"
)

// A NavItem is one line of a Nav.
type NavItem struct {
	ID     string
	Text   string
	Icon   look.Icon
	Indent float32
	Tail   string    // at the right edge: a count
	Mark   look.Icon // before the tail: a state
	Tone   look.Tone // of the mark
	Head   bool      // a caption of the lines below, which cannot be chosen
}

// A Nav is a short list of places to go to. Up and Down go through it; a long one must be put into a
// scroller.
type Nav struct {
	widget.BaseWidget
	OnSelected func(id string)

	items    []NavItem
	selected string
	focused  bool
	pointed  bool // the keyboard's place was chosen by the pointer: no ring until a key is pressed
	rows     []*navRow
}

var _ fyne.Focusable = (*Nav)(nil)

// NewNav returns an empty list.
func NewNav(selected func(id string)) *Nav {
	n := &Nav{OnSelected: selected}
	n.ExtendBaseWidget(n)
	return n
}

// SetItems replaces the lines and says which one is chosen. It does not call OnSelected.
func (n *Nav) SetItems(items []NavItem, selected string) {
	n.items, n.selected = items, selected
	n.rows = nil
	for i := range items {
		r := &navRow{nav: n, item: items[i]}
		r.ExtendBaseWidget(r)
		n.rows = append(n.rows, r)
	}
	n.Refresh()
}

// Selected returns the chosen line's ID.
func (n *Nav) Selected() string { return n.selected }

// Items returns the lines.
func (n *Nav) Items() []NavItem { return n.items }

// Select chooses a line and calls OnSelected.
func (n *Nav) Select(id string) {
	n.selected = id
	for _, r := range n.rows {
		r.Refresh()
	}
	if n.OnSelected != nil {
		n.OnSelected(id)
	}
}

// chosen says whether the chosen line is among these.
func (n *Nav) chosen() bool {
	return slices.ContainsFunc(n.items, func(i NavItem) bool { return i.ID == n.selected && !i.Head })
}

// TypedKey goes up and down; in a list where nothing is chosen, Enter and the space bar choose the first line.
func (n *Nav) TypedKey(e *fyne.KeyEvent) {
	n.pointed = false
	step := 0
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		if !n.chosen() && len(n.items) > 0 {
			n.Select(n.items[0].ID)
		}
		return
	case fyne.KeyUp:
		step = -1
	case fyne.KeyDown:
		step = 1
	default:
		PassOnKey(n, e)
		return
	}
	at := 0
	for i, item := range n.items {
		if item.ID == n.selected && !item.Head {
			at = i
		}
	}
	for i := at + step; i >= 0 && i < len(n.items); i += step {
		if !n.items[i].Head {
			n.Select(n.items[i].ID)
			return
		}
	}
}

// TypedRune implements fyne.Focusable.
func (n *Nav) TypedRune(rune) {}

// FocusGained implements fyne.Focusable.
func (n *Nav) FocusGained() { n.focus(true) }

// FocusLost implements fyne.Focusable.
func (n *Nav) FocusLost() { n.focus(false) }

func (n *Nav) focus(on bool) {
	n.focused, n.pointed = on, false
	for _, r := range n.rows {
		r.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (n *Nav) CreateRenderer() fyne.WidgetRenderer { return navRenderer{n} }

type navRenderer struct{ n *Nav }

func (r navRenderer) Destroy() {}

func (r navRenderer) Objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(r.n.rows))
	for i, row := range r.n.rows {
		out[i] = row
	}
	return out
}

func (r navRenderer) MinSize() fyne.Size {
	var h float32
	for _, row := range r.n.rows {
		h += row.height()
	}
	return fyne.NewSize(120, h)
}

func (r navRenderer) Layout(size fyne.Size) {
	var y float32
	for _, row := range r.n.rows {
		row.Move(fyne.NewPos(0, y))
		row.Resize(fyne.NewSize(size.Width, row.height()))
		y += row.height()
	}
}

func (r navRenderer) Refresh() {
	r.Layout(r.n.Size())
	for _, row := range r.n.rows {
		row.Refresh()
	}
	canvas.Refresh(r.n)
}

// navRow is one line.
type navRow struct {
	widget.BaseWidget
	nav     *Nav
	item    NavItem
	hovered bool
}

var (
	_ fyne.Tappable     = (*navRow)(nil)
	_ desktop.Hoverable = (*navRow)(nil)
	_ fyne.Accessible   = (*navRow)(nil)
)

func (r *navRow) AccessibilityLabel() string             { return r.item.Text }
func (r *navRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
func (r *navRow) MouseIn(*desktop.MouseEvent)            { r.hovered = true; r.Refresh() }
func (r *navRow) MouseMoved(*desktop.MouseEvent)         {}
func (r *navRow) MouseOut()                              { r.hovered = false; r.Refresh() }

func (r *navRow) Tapped(*fyne.PointEvent) {
	if r.item.Head {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(r.nav); c != nil {
		c.Focus(r.nav)
	}
	r.nav.pointed = true
	r.nav.Select(r.item.ID)
}

func (r *navRow) height() float32 { return look.RowHeight + 2 }

func (r *navRow) CreateRenderer() fyne.WidgetRenderer {
	out := &navRowRenderer{
		r:    r,
		fill: canvas.NewRectangle(color.Transparent),
		icon: NewGlyph(r.item.Icon, 16, look.Muted, ""),
		mark: NewGlyph(r.item.Mark, 13, look.Muted, look.Sidebar),
		text: NewText(r.item.Text, Plain),
		tail: NewText(r.item.Tail, Style{Color: look.Muted, Size: look.SizeSmall, Right: true}),
	}
	out.paint()
	return out
}

type navRowRenderer struct {
	r          *navRow
	fill       *canvas.Rectangle
	icon, mark *Glyph
	text, tail *Text
}

func (r *navRowRenderer) Destroy()           {}
func (r *navRowRenderer) MinSize() fyne.Size { return fyne.NewSize(80, r.r.height()) }

func (r *navRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.fill, r.icon, r.text, r.mark, r.tail}
}

func (r *navRowRenderer) Layout(size fyne.Size) {
	item := r.r.item
	r.fill.Move(fyne.NewPos(0, 1))
	r.fill.Resize(fyne.NewSize(size.Width, size.Height-2))
	top := float32(0)
	if item.Head {
		top = 6 // nearer to what it heads
	}
	x := 10 + item.Indent
	if item.Icon != look.IconNone {
		r.icon.Move(fyne.NewPos(x, (size.Height-16+top)/2))
		r.icon.Resize(fyne.NewSquareSize(16))
		x += 16 + 9
	}
	end := size.Width - 10
	if item.Tail != "" {
		w := r.tail.MinSize().Width
		r.tail.Move(fyne.NewPos(end-w, 0))
		r.tail.Resize(fyne.NewSize(w, size.Height))
		end -= w + 6
	}
	if item.Mark != look.IconNone {
		r.mark.Move(fyne.NewPos(end-13, (size.Height-13)/2))
		r.mark.Resize(fyne.NewSquareSize(13))
		end -= 13 + 6
	}
	r.text.Move(fyne.NewPos(x, top))
	r.text.Resize(fyne.NewSize(max(0, end-x), size.Height-top))
}

func (r *navRowRenderer) Refresh() {
	r.paint()
	r.Layout(r.r.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *navRowRenderer) paint() {
	item, nav := r.r.item, r.r.nav
	chosen := item.ID == nav.selected && !item.Head
	has := nav.focused && !nav.pointed && (chosen || !nav.chosen() && len(nav.rows) > 0 && nav.rows[0] == r.r)
	r.fill.FillColor, r.fill.StrokeColor, r.fill.StrokeWidth = color.Transparent, color.Transparent, 0
	r.fill.CornerRadius = look.FieldRadius
	style, icon, on := Plain, look.Muted, look.Sidebar
	switch {
	case item.Head:
		style = Style{Color: look.Muted, Size: look.SizeSmall, Bold: true}
	case chosen:
		style, icon, on = Strong, look.Link, theme.ColorNameSelection
		r.fill.FillColor = theme.Color(theme.ColorNameSelection)
	case r.r.hovered:
		r.fill.FillColor = theme.Color(theme.ColorNameHover)
	}
	if has {
		r.fill.StrokeColor, r.fill.StrokeWidth = theme.Color(look.Ring), 2
	}
	r.text.style, r.icon.Text = style, icon
	r.mark.Text, r.mark.On = item.Tone.Shape, on
}
