// Package widgets is what the pages are built of. Widgets take data and callbacks, and reach into
// nothing; all of them follow the theme and can be used from the keyboard.
package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// A Fluid is an object whose height follows from its width, such as text that wraps. Fyne's own
// layouts know only a minimum size and let such an object find its height by being laid out again and
// again; ours ask for the height first.
type Fluid interface {
	fyne.CanvasObject
	HeightFor(width float32) float32
}

// A fluidLayout is a layout that can tell its container's height for a width.
type fluidLayout interface {
	fyne.Layout
	HeightFor(objects []fyne.CanvasObject, width float32) float32
}

// HeightFor returns the height that o needs at a width.
func HeightFor(o fyne.CanvasObject, width float32) float32 {
	switch o := o.(type) {
	case Fluid:
		return o.HeightFor(width)
	case *fyne.Container:
		if l, ok := o.Layout.(fluidLayout); ok {
			return l.HeightFor(o.Objects, width)
		}
	}
	return o.MinSize().Height
}

// Column stacks objects, with gap between those that are visible.
func Column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(column{gap}, objects...)
}

type column struct{ gap float32 }

func (c column) each(objects []fyne.CanvasObject, width float32, visit func(o fyne.CanvasObject, y, height float32)) float32 {
	var y float32
	first := true
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if !first {
			y += c.gap
		}
		first = false
		h := HeightFor(o, width)
		visit(o, y, h)
		y += h
	}
	return y
}

func (c column) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	return c.each(objects, width, func(fyne.CanvasObject, float32, float32) {})
}

func (c column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.each(objects, size.Width, func(o fyne.CanvasObject, y, h float32) {
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, h))
	})
}

func (c column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var width float32
	for _, o := range objects {
		if o.Visible() {
			width = max(width, o.MinSize().Width)
		}
	}
	return fyne.NewSize(width, c.HeightFor(objects, width))
}

// Inset puts space around an object.
func Inset(top, right, bottom, left float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(inset{top, right, bottom, left}, o)
}

type inset struct{ top, right, bottom, left float32 }

func (i inset) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	return HeightFor(objects[0], width-i.left-i.right) + i.top + i.bottom
}

func (i inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(i.left, i.top))
	objects[0].Resize(size.SubtractWidthHeight(i.left+i.right, i.top+i.bottom))
}

func (i inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(i.left+i.right, i.top+i.bottom)
}

// AtLeast gives an object a size that it does not fall below. In a taller place it stands in the middle.
func AtLeast(size fyne.Size, o fyne.CanvasObject) *fyne.Container {
	return container.New(atLeast(size), o)
}

type atLeast fyne.Size

func (a atLeast) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	h := min(HeightFor(objects[0], size.Width), size.Height)
	objects[0].Move(fyne.NewPos(0, (size.Height-h)/2))
	objects[0].Resize(fyne.NewSize(size.Width, h))
}

func (a atLeast) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().Max(fyne.Size(a))
}

// Beside puts side at its natural width at the left of body, which gets the rest.
func Beside(gap float32, side, body fyne.CanvasObject) *fyne.Container {
	return container.New(beside{gap: gap}, side, body)
}

// Before puts side at its natural width at the right of body, which gets the rest.
func Before(gap float32, body, side fyne.CanvasObject) *fyne.Container {
	return container.New(beside{gap: gap, right: true}, body, side)
}

type beside struct {
	gap   float32
	right bool
}

// of tells the two apart: they stand in reading order, which is that of the Tab key too.
func (b beside) of(objects []fyne.CanvasObject) (side, body fyne.CanvasObject) {
	if b.right {
		return objects[1], objects[0]
	}
	return objects[0], objects[1]
}

func (b beside) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	side, body := b.of(objects)
	natural := side.MinSize()
	return max(natural.Height, HeightFor(body, width-natural.Width-b.gap))
}

func (b beside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	side, body := b.of(objects)
	natural := side.MinSize()
	rest := max(0, size.Width-natural.Width-b.gap)
	height := HeightFor(body, rest)
	side.Resize(natural)
	body.Resize(fyne.NewSize(rest, height))
	if b.right {
		body.Move(fyne.NewPos(0, max(0, (size.Height-height)/2)))
		side.Move(fyne.NewPos(rest+b.gap, max(0, (size.Height-natural.Height)/2)))
		return
	}
	side.Move(fyne.NewPos(0, 0))
	body.Move(fyne.NewPos(natural.Width+b.gap, 0))
}

func (b beside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	side, body := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(side.Width+b.gap+body.Width, max(side.Height, body.Height))
}

// Flow puts objects one after the other at their natural size and begins a new line where the width
// ends.
func Flow(gap, lineGap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(flow{gap, lineGap}, objects...)
}

type flow struct{ gap, lineGap float32 }

func (f flow) each(objects []fyne.CanvasObject, width float32, visit func(o fyne.CanvasObject, at fyne.Position, size fyne.Size)) float32 {
	var x, y, line float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		size := o.MinSize()
		if x > 0 && x+size.Width > width {
			x, y, line = 0, y+line+f.lineGap, 0
		}
		visit(o, fyne.NewPos(x, y), size)
		x += size.Width + f.gap
		line = max(line, size.Height)
	}
	return y + line
}

func (f flow) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	return f.each(objects, width, func(fyne.CanvasObject, fyne.Position, fyne.Size) {})
}

func (f flow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	f.each(objects, size.Width, func(o fyne.CanvasObject, at fyne.Position, natural fyne.Size) {
		o.Move(at)
		o.Resize(fyne.NewSize(min(natural.Width, size.Width), natural.Height))
	})
}

func (f flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var widest float32
	for _, o := range objects {
		if o.Visible() {
			widest = max(widest, o.MinSize().Width)
		}
	}
	return fyne.NewSize(widest, f.HeightFor(objects, widest))
}

// Topped puts objects one below the other at the heights they need, and gives the last one the rest.
func Topped(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(topped{}, objects...)
}

type topped struct{}

func (topped) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var y float32
	for i, o := range objects {
		h := HeightFor(o, size.Width)
		if i == len(objects)-1 {
			h = max(0, size.Height-y)
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, h))
		y += h
	}
}

// MinSize counts the last object's height only: a window is not made taller by text that a narrow one
// would wrap into many lines.
func (topped) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var out fyne.Size
	for _, o := range objects {
		m := o.MinSize()
		out = fyne.NewSize(max(out.Width, m.Width), m.Height)
	}
	return out
}
