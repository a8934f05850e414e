package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Follow scrolls the page that o is on, as far as needed to see most of it: whoever goes through a page by keyboard sees
// where they are. What gets the keyboard calls it. What is half in view stays where it is, lest it moves away from under
// a mouse that is pressing it.
func Follow(o fyne.CanvasObject) {
	canvas := fyne.CurrentApp().Driver().CanvasForObject(o)
	if canvas == nil {
		return
	}
	for _, root := range append(canvas.Overlays().List(), canvas.Content()) {
		if page := pageOf(root, o, nil); page != nil {
			page.follow(o)
			return
		}
	}
}

// pageOf is the innermost page around o; nil when there is none.
func pageOf(at, o fyne.CanvasObject, page *Page) *Page {
	if at == o {
		return page
	}
	if p, ok := at.(*Page); ok {
		page = p
	}
	for _, x := range inner(at) {
		if p := pageOf(x, o, page); p != nil {
			return p
		}
	}
	return nil
}

// inner is what an object of ours, or a container, is built of.
func inner(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *named:
		return []fyne.CanvasObject{o.Container}
	case *Page:
		return []fyne.CanvasObject{o.content}
	case *Item:
		return []fyne.CanvasObject{o.content}
	case *Split:
		return []fyne.CanvasObject{o.left, o.right}
	case *widget.PopUp:
		return []fyne.CanvasObject{o.Content}
	}
	return nil
}

// follow reveals what is less than half in view.
func (p *Page) follow(o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(p.scroll).Y
	seen := min(top+o.Size().Height, p.scroll.Size().Height) - max(top, 0)
	if seen < min(o.Size().Height, p.scroll.Size().Height)/2 {
		p.Reveal(o)
	}
}
