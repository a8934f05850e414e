package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// A Page scrolls a fluid content of a limited width from top to bottom.
type Page struct {
	widget.BaseWidget
	frame   *fyne.Container
	scroll  *container.Scroll
	content fyne.CanvasObject
	limit   float32
	margin  float32
	width   float32
}

// NewPage returns a page with content at most limit wide (0: as wide as the page), and margin around it.
func NewPage(limit, margin float32, content fyne.CanvasObject) *Page {
	p := &Page{content: content, limit: limit, margin: margin}
	p.scroll = container.NewVScroll(container.New((*sheet)(p), content))
	p.frame = container.New((*frame)(p), p.scroll)
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer implements fyne.Widget.
func (p *Page) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.frame) }

// Relayout is called when the content's height may have changed.
func (p *Page) Relayout() {
	p.scroll.Refresh()
	p.scroll.Content.Refresh()
}

// ScrollToTop shows the beginning of the page.
func (p *Page) ScrollToTop() { p.scroll.ScrollToTop() }

// Offset returns how far down the page is scrolled.
func (p *Page) Offset() float32 { return p.scroll.Offset.Y }

// ScrollTo scrolls to an offset.
func (p *Page) ScrollTo(offset float32) { p.scroll.ScrollToOffset(fyne.NewPos(0, offset)) }

// Reveal scrolls as far as needed to show o, which is somewhere on the page; of what is taller than the page its top.
func (p *Page) Reveal(o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(p.scroll.Content).Y
	bottom, height := top+o.Size().Height, p.scroll.Size().Height
	switch offset := p.Offset(); {
	case top < offset, bottom-top > height:
		p.ScrollTo(max(0, top-p.margin/2))
	case bottom > offset+height:
		p.ScrollTo(bottom + p.margin/2 - height)
	}
}

func (p *Page) inner() float32 {
	w := p.width - 2*p.margin
	if p.limit > 0 {
		w = min(w, p.limit)
	}
	return max(w, 0)
}

// frame lays out the scroller, and tells the sheet the width before the scroller asks for its height.
type frame Page

func (f *frame) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(240, 120) }

func (f *frame) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	changed := f.width != size.Width
	f.width = size.Width
	objects[0].Resize(size)
	if changed {
		(*Page)(f).Relayout()
	}
}

// sheet is the paper that is scrolled.
type sheet Page

func (s *sheet) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, HeightFor(s.content, (*Page)(s).inner())+2*s.margin)
}

func (s *sheet) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := (*Page)(s).inner()
	objects[0].Move(fyne.NewPos(s.margin, s.margin))
	objects[0].Resize(fyne.NewSize(width, HeightFor(s.content, width)))
}
