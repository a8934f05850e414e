package widgets

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"certviewer/ui/look"
)

// A TimeLine is a span of time as a bar: what has gone is filled, and a mark says where today is, before, in or after
// the span. The bar takes the width it is given.
type TimeLine struct {
	widget.BaseWidget
	from, until float32 // of the width, where the bar begins and ends
	today       float32
	track, gone *Surface
	mark        *Surface
	labels      [3]*Text // from, until, today
}

// leastBar is how much of the width is left to the bar when today is far outside of it.
const leastBar = 0.5

// NewTimeLine returns the span from a time until another, with today on it; words are what stands at the three.
func NewTimeLine(from, until, today time.Time, words [3]string, fill fyne.ThemeColorName) *TimeLine {
	t := &TimeLine{until: 1}
	span := float32(max(until.Sub(from), 1))
	switch {
	case today.Before(from):
		t.from = min(1-leastBar, float32(from.Sub(today))/(span+float32(from.Sub(today))))
	case today.After(until):
		t.until = max(leastBar, span/(span+float32(today.Sub(until))))
		t.today = 1
	default:
		t.today = float32(today.Sub(from)) / span
	}
	t.track, t.gone = NewSurface(look.Faint, "", 3), NewSurface(fill, "", 3)
	t.mark = NewSurface(theme.ColorNameForeground, "", 1)
	for i, w := range words {
		t.labels[i] = NewText(w, Caption)
	}
	t.labels[2].style = Style{Size: look.SizeSmall, Bold: true}
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer implements fyne.Widget.
func (t *TimeLine) CreateRenderer() fyne.WidgetRenderer { return timeLineRenderer{t} }

type timeLineRenderer struct{ t *TimeLine }

const (
	barTall  = 8
	markTall = 16
	markWide = 2
)

func (r timeLineRenderer) Destroy() {}

func (r timeLineRenderer) Objects() []fyne.CanvasObject {
	t := r.t
	return []fyne.CanvasObject{t.track, t.gone, t.mark, t.labels[0], t.labels[1], t.labels[2]}
}

func (r timeLineRenderer) MinSize() fyne.Size {
	line := r.t.labels[0].MinSize().Height
	return fyne.NewSize(160, 2*line+markTall+4)
}

func (r timeLineRenderer) Layout(size fyne.Size) {
	t := r.t
	line := t.labels[0].MinSize().Height
	bar := line + 2 + (markTall-barTall)/2
	left, right, today := t.from*size.Width, t.until*size.Width, t.today*size.Width
	t.track.Move(fyne.NewPos(left, bar))
	t.track.Resize(fyne.NewSize(right-left, barTall))
	t.gone.Move(fyne.NewPos(left, bar))
	t.gone.Resize(fyne.NewSize(max(0, min(today, right)-left), barTall))
	t.gone.Hidden = today <= left
	t.mark.Move(fyne.NewPos(min(max(0, today-markWide/2), size.Width-markWide), line+2))
	t.mark.Resize(fyne.NewSize(markWide, markTall))
	place := func(label *Text, centre, y float32) {
		width := label.MinSize().Width
		label.Move(fyne.NewPos(min(max(0, centre-width/2), max(0, size.Width-width)), y))
		label.Resize(fyne.NewSize(width, line))
	}
	place(t.labels[2], today, 0)
	below := line + 2 + markTall + 2
	place(t.labels[0], left+t.labels[0].MinSize().Width/2, below)
	place(t.labels[1], right-t.labels[1].MinSize().Width/2, below)
}

func (r timeLineRenderer) Refresh() {
	r.Layout(r.t.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}
