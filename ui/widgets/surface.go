package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"certviewer/ui/look"
)

// A Surface is a rectangle in colours of the theme. A canvas.Rectangle would keep the colours it was
// made with.
type Surface struct {
	widget.BaseWidget
	Fill, Edge fyne.ThemeColorName // "" = none
	Radius     float32
	Min        fyne.Size
}

// NewSurface returns a surface; edge may be "".
func NewSurface(fill, edge fyne.ThemeColorName, radius float32) *Surface {
	s := &Surface{Fill: fill, Edge: edge, Radius: radius}
	s.ExtendBaseWidget(s)
	return s
}

// NewLine returns a hairline as wide as its place.
func NewLine() *Surface {
	s := NewSurface(theme.ColorNameSeparator, "", 0)
	s.Min = fyne.NewSize(1, 1)
	return s
}

// CreateRenderer implements fyne.Widget.
func (s *Surface) CreateRenderer() fyne.WidgetRenderer {
	r := &surfaceRenderer{s: s, rect: canvas.NewRectangle(color.Transparent)}
	r.paint()
	return r
}

type surfaceRenderer struct {
	s    *Surface
	rect *canvas.Rectangle
}

func (r *surfaceRenderer) Destroy()                     {}
func (r *surfaceRenderer) Layout(size fyne.Size)        { r.rect.Resize(size) }
func (r *surfaceRenderer) MinSize() fyne.Size           { return r.s.Min }
func (r *surfaceRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.rect} }

func (r *surfaceRenderer) Refresh() {
	r.paint()
	canvas.Refresh(r.rect)
}

func (r *surfaceRenderer) paint() {
	r.rect.CornerRadius = r.s.Radius
	r.rect.FillColor, r.rect.StrokeColor, r.rect.StrokeWidth = color.Transparent, color.Transparent, 0
	if r.s.Fill != "" {
		r.rect.FillColor = theme.Color(r.s.Fill)
	}
	if r.s.Edge != "" {
		r.rect.StrokeColor, r.rect.StrokeWidth = theme.Color(r.s.Edge), 1
	}
}

// On puts o on a surface.
func On(s *Surface, o fyne.CanvasObject) *fyne.Container { return container.New(on{}, s, o) }

type on struct{}

func (on) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	return HeightFor(objects[1], width)
}

func (on) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

func (on) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[1].MinSize() }

// NewCard returns o on a card. label is what a screen reader says of it.
func NewCard(label string, o fyne.CanvasObject) fyne.CanvasObject {
	n := &named{Container: o, label: label}
	n.ExtendBaseWidget(n)
	return On(NewSurface(look.Card, look.CardEdge, look.CardRadius), n)
}

// named gives a group of objects a name for screen readers.
type named struct {
	widget.BaseWidget
	Container fyne.CanvasObject
	label     string
}

var _ fyne.Accessible = (*named)(nil)

func (n *named) AccessibilityLabel() string             { return n.label }
func (n *named) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }
func (n *named) HeightFor(width float32) float32        { return HeightFor(n.Container, width) }
func (n *named) MinSize() fyne.Size                     { return n.Container.MinSize() }
func (n *named) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(n.Container)
}
