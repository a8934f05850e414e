package widgets

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"certviewer/ui/look"
)

// tableHeader is the line of titles: a press sorts, the edges can be dragged. By keyboard, Left and
// Right go through the columns and the space bar or Enter sorts. It takes single presses at once, and so tells double
// ones by itself: Fyne would hold each press back until no second one can follow.
type tableHeader struct {
	widget.BaseWidget
	t       *Table
	edge    int // under the pointer, -1 for none
	held    int // being dragged, -1 for none
	focused bool
	at      int // column that has the keyboard
	pressed int // the edge that was pressed last,
	when    time.Time
}

var (
	_ fyne.Tappable      = (*tableHeader)(nil)
	_ fyne.Draggable     = (*tableHeader)(nil)
	_ fyne.Focusable     = (*tableHeader)(nil)
	_ desktop.Cursorable = (*tableHeader)(nil)
	_ desktop.Hoverable  = (*tableHeader)(nil)
	_ desktop.Mouseable  = (*tableHeader)(nil)
)

const (
	doublePress = 400 * time.Millisecond // between two presses that are one double press
	sortArrow   = 18                     // room of the arrow behind the title that sorts
)

var titleStyle = Style{Color: look.Muted, Size: look.SizeSmall, Bold: true}

func newTableHeader(t *Table) *tableHeader {
	h := &tableHeader{t: t, edge: -1, held: -1}
	h.ExtendBaseWidget(h)
	return h
}

// span calls visit with each column that is shown, from its left to its right edge.
func (h *tableHeader) span(visit func(column int, from, to float32)) {
	x := float32(tableMargin)
	for i, w := range h.t.widths {
		if w > 0 {
			visit(i, x, x+w)
			x += w
		}
	}
}

func (h *tableHeader) columnAt(x float32) (column, edge int) {
	column, edge = -1, -1
	h.span(func(i int, from, to float32) {
		if x >= from && x < to {
			column = i
		}
		if x > to-5 && x < to+5 {
			edge = i
		}
	})
	return column, edge
}

func (h *tableHeader) Tapped(e *fyne.PointEvent) {
	column, edge := h.columnAt(e.Position.X)
	if edge < 0 {
		h.when = time.Time{}
		if column >= 0 {
			h.t.sortBy(column)
		}
		return
	}
	now := h.t.now()
	if edge == h.pressed && now.Sub(h.when) < doublePress {
		h.t.fitToContent(edge)
	}
	h.pressed, h.when = edge, now
}

func (h *tableHeader) TypedKey(e *fyne.KeyEvent) {
	step := 0
	switch e.Name {
	case fyne.KeyLeft:
		step = -1
	case fyne.KeyRight:
		step = 1
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		h.t.sortBy(h.at)
	default:
		PassOnKey(h, e)
	}
	for i := h.at + step; step != 0 && i >= 0 && i < len(h.t.widths); i += step {
		if h.t.widths[i] > 0 {
			h.at = i
			break
		}
	}
	h.Refresh()
}

func (h *tableHeader) TypedRune(rune)                   {}
func (h *tableHeader) FocusGained()                     { h.focused = true; h.Refresh() }
func (h *tableHeader) FocusLost()                       { h.focused = false; h.Refresh() }
func (h *tableHeader) MouseIn(e *desktop.MouseEvent)    { h.MouseMoved(e) }
func (h *tableHeader) MouseMoved(e *desktop.MouseEvent) { _, h.edge = h.columnAt(e.Position.X) }
func (h *tableHeader) MouseOut()                        { h.edge = -1 }
func (h *tableHeader) MouseDown(e *desktop.MouseEvent)  { _, h.held = h.columnAt(e.Position.X) }
func (h *tableHeader) MouseUp(*desktop.MouseEvent)      { h.held = -1 }
func (h *tableHeader) DragEnd()                         { h.held = -1 }

func (h *tableHeader) Dragged(e *fyne.DragEvent) {
	if h.held < 0 {
		return
	}
	h.t.setWidth(h.held, h.t.widths[h.held]+e.Dragged.DX)
}

func (h *tableHeader) Cursor() desktop.Cursor {
	if h.edge >= 0 || h.held >= 0 {
		return desktop.HResizeCursor
	}
	return desktop.DefaultCursor
}

func (h *tableHeader) CreateRenderer() fyne.WidgetRenderer {
	r := &tableHeaderRenderer{h: h, line: NewLine(), ring: canvas.NewRectangle(color.Transparent), arrow: NewGlyph(look.IconUp, 14, look.Muted, "")}
	for _, c := range h.t.columns {
		r.titles = append(r.titles, NewText(c.Title, titleStyle))
	}
	return r
}

type tableHeaderRenderer struct {
	h      *tableHeader
	titles []*Text
	line   *Surface
	ring   *canvas.Rectangle
	arrow  *Glyph
}

func (r *tableHeaderRenderer) Destroy()           {}
func (r *tableHeaderRenderer) MinSize() fyne.Size { return fyne.NewSize(80, 30) }

func (r *tableHeaderRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.line, r.arrow, r.ring}
	for _, t := range r.titles {
		out = append(out, t)
	}
	return out
}

func (r *tableHeaderRenderer) Layout(size fyne.Size) {
	r.line.Move(fyne.NewPos(0, size.Height-1))
	r.line.Resize(fyne.NewSize(size.Width, 1))
	r.arrow.Hidden, r.ring.Hidden = true, true
	for _, t := range r.titles {
		t.Hidden = true
	}
	r.h.span(func(i int, from, to float32) {
		title := r.titles[i]
		title.Hidden = false
		room := to - from - cellPad
		sorted := i == r.h.t.sortColumn
		if sorted {
			room -= sortArrow
		}
		width := min(title.MinSize().Width, max(0, room))
		title.Move(fyne.NewPos(from+cellPad, 0))
		title.Resize(fyne.NewSize(width, size.Height))
		if sorted {
			r.arrow.Hidden = false
			r.arrow.Move(fyne.NewPos(from+cellPad+width+3, (size.Height-14)/2))
			r.arrow.Resize(fyne.NewSquareSize(14))
		}
		if r.h.focused && i == r.h.at {
			r.ring.Hidden = false
			r.ring.Move(fyne.NewPos(from+2, 3))
			r.ring.Resize(fyne.NewSize(to-from-4, size.Height-7))
		}
	})
}

func (r *tableHeaderRenderer) Refresh() {
	r.arrow.Icon = look.IconUp
	if r.h.t.descending {
		r.arrow.Icon = look.IconDown
	}
	r.ring.StrokeColor, r.ring.StrokeWidth, r.ring.CornerRadius = theme.Color(look.Ring), 2, look.FieldRadius
	r.Layout(r.h.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}
