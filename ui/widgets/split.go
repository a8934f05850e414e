package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A Split is two panes side by side with a line of one pixel between them that can be dragged. One
// pane keeps its width when the window grows, the other gets the rest. Fyne's own splitter is a grey
// bar of eight pixels and divides by proportion.
type Split struct {
	widget.BaseWidget
	// Width is how wide the keeping pane is, if that is not more than Share of the whole.
	Width float32
	Share float32 // 0 = any
	// OnResized is called after the line was dragged; may be nil.
	OnResized func(width float32)

	left, right fyne.CanvasObject
	keepRight   bool
	least       [2]float32
	line        *Surface
	grip        *grip
}

// NewSplit returns a split that keeps the left pane's width, or the right one's with keepRight. leastLeft
// and leastRight are widths below which a pane is not dragged.
func NewSplit(left, right fyne.CanvasObject, keepRight bool, width, leastLeft, leastRight float32) *Split {
	s := &Split{left: left, right: right, keepRight: keepRight, Width: width, least: [2]float32{leastLeft, leastRight}, line: NewLine()}
	s.grip = &grip{s: s}
	s.grip.ExtendBaseWidget(s.grip)
	s.ExtendBaseWidget(s)
	return s
}

// at returns where the line is in a total width.
func (s *Split) at(total float32) float32 {
	width := s.Width
	if s.Share > 0 {
		width = min(width, s.Share*total)
	}
	x := width
	if s.keepRight {
		x = total - width - 1
	}
	return max(s.least[0], min(x, total-s.least[1]-1))
}

// CreateRenderer implements fyne.Widget.
func (s *Split) CreateRenderer() fyne.WidgetRenderer { return splitRenderer{s} }

type splitRenderer struct{ s *Split }

func (r splitRenderer) Destroy() {}

func (r splitRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.left, r.s.right, r.s.line, r.s.grip}
}

func (r splitRenderer) MinSize() fyne.Size {
	a, b := r.s.left.MinSize(), r.s.right.MinSize()
	return fyne.NewSize(r.s.least[0]+r.s.least[1]+1, max(a.Height, b.Height))
}

const gripWidth = 7

func (r splitRenderer) Layout(size fyne.Size) {
	s := r.s
	x := s.at(size.Width)
	s.left.Move(fyne.Position{})
	s.left.Resize(fyne.NewSize(x, size.Height))
	s.line.Move(fyne.NewPos(x, 0))
	s.line.Resize(fyne.NewSize(1, size.Height))
	s.right.Move(fyne.NewPos(x+1, 0))
	s.right.Resize(fyne.NewSize(max(0, size.Width-x-1), size.Height))
	s.grip.Move(fyne.NewPos(x-gripWidth/2, 0))
	s.grip.Resize(fyne.NewSize(gripWidth, size.Height))
}

func (r splitRenderer) Refresh() {
	r.Layout(r.s.Size())
	r.s.line.Refresh()
}

// grip is the invisible part that the pointer takes hold of.
type grip struct {
	widget.BaseWidget
	s *Split
}

var (
	_ fyne.Draggable     = (*grip)(nil)
	_ desktop.Hoverable  = (*grip)(nil)
	_ desktop.Cursorable = (*grip)(nil)
)

func (g *grip) Cursor() desktop.Cursor         { return desktop.HResizeCursor }
func (g *grip) MouseMoved(*desktop.MouseEvent) {}
func (g *grip) MouseIn(*desktop.MouseEvent)    { g.mark(theme.ColorNamePrimary) }
func (g *grip) MouseOut()                      { g.mark(theme.ColorNameSeparator) }

func (g *grip) mark(c fyne.ThemeColorName) {
	g.s.line.Fill = c
	g.s.line.Refresh()
}

func (g *grip) Dragged(e *fyne.DragEvent) {
	total := g.s.Size().Width
	x := max(g.s.least[0], min(g.s.at(total)+e.Dragged.DX, total-g.s.least[1]-1))
	g.s.Width = x
	if g.s.keepRight {
		g.s.Width = total - x - 1
	}
	g.s.Refresh()
}

func (g *grip) DragEnd() {
	g.MouseOut()
	if g.s.OnResized != nil {
		g.s.OnResized(g.s.Width)
	}
}

func (g *grip) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(NewSurface("", "", 0))
}
