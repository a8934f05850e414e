package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"certviewer/ui/look"
)

// A Glyph is an icon in colours of the theme.
type Glyph struct {
	widget.BaseWidget
	Icon look.Icon
	Text fyne.ThemeColorName // of its lines or its shape
	On   fyne.ThemeColorName // of the mark within a shape
	Edge float32
}

// NewGlyph returns an icon of edge by edge; on matters only for the icons of states.
func NewGlyph(icon look.Icon, edge float32, text, on fyne.ThemeColorName) *Glyph {
	g := &Glyph{Icon: icon, Text: text, On: on, Edge: edge}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer implements fyne.Widget.
func (g *Glyph) CreateRenderer() fyne.WidgetRenderer {
	r := &glyphRenderer{g: g, image: canvas.NewImageFromResource(nil)}
	r.image.FillMode = canvas.ImageFillContain
	r.paint()
	return r
}

type glyphRenderer struct {
	g     *Glyph
	image *canvas.Image
}

func (r *glyphRenderer) Destroy()                     {}
func (r *glyphRenderer) MinSize() fyne.Size           { return fyne.NewSquareSize(r.g.Edge) }
func (r *glyphRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.image} }

func (r *glyphRenderer) Layout(size fyne.Size) {
	edge := fyne.NewSquareSize(r.g.Edge)
	r.image.Resize(edge)
	r.image.Move(fyne.NewPos((size.Width-edge.Width)/2, (size.Height-edge.Height)/2))
}

func (r *glyphRenderer) Refresh() {
	r.paint()
	r.image.Refresh()
}

func (r *glyphRenderer) paint() {
	r.image.Hidden = r.g.Icon == look.IconNone
	if r.g.Icon == look.IconNone {
		return
	}
	on := r.g.On
	if on == "" {
		on = look.Card
	}
	scale := float32(1)
	if c := fyne.CurrentApp().Driver().CanvasForObject(r.g); c != nil {
		scale = c.Scale()
	}
	r.image.Resource = look.Draw(r.g.Icon, r.g.Edge*scale, r.g.Text, on)
}
