package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"certviewer/ui/look"
)

// A Gauge is a thin bar that is filled from the left.
type Gauge struct {
	widget.BaseWidget
	part  float32
	track *Surface
	fill  *Surface
}

// NewGauge returns a bar of which part (0 to 1) is filled.
func NewGauge(part float32, fill fyne.ThemeColorName) *Gauge {
	g := &Gauge{part: min(max(part, 0), 1), track: NewSurface(look.Faint, "", 3), fill: NewSurface(fill, "", 3)}
	g.ExtendBaseWidget(g)
	return g
}

// Set fills another part.
func (g *Gauge) Set(part float32) {
	if part = min(max(part, 0), 1); part != g.part {
		g.part = part
		g.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (g *Gauge) CreateRenderer() fyne.WidgetRenderer { return gaugeRenderer{g} }

type gaugeRenderer struct{ g *Gauge }

func (r gaugeRenderer) Destroy()           {}
func (r gaugeRenderer) MinSize() fyne.Size { return fyne.NewSize(40, 6) }
func (r gaugeRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.g.track, r.g.fill}
}

func (r gaugeRenderer) Layout(size fyne.Size) {
	r.g.track.Resize(size)
	r.g.fill.Resize(fyne.NewSize(size.Width*r.g.part, size.Height))
	r.g.fill.Hidden = r.g.part == 0
}

func (r gaugeRenderer) Refresh() {
	r.Layout(r.g.Size())
	r.g.track.Refresh()
	r.g.fill.Refresh()
}
