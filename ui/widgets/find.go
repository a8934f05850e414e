package widgets

import "fyne.io/fyne/v2"

// Find returns the first thing in o, in reading order, that can have the keyboard and matches; nil when there is none. It
// knows containers, cards and pages, which is what pages are built of.
func Find(o fyne.CanvasObject, match func(fyne.Focusable) bool) fyne.Focusable {
	if f, ok := o.(fyne.Focusable); ok && o.Visible() && match(f) {
		return f
	}
	for _, x := range inner(o) {
		if f := Find(x, match); f != nil {
			return f
		}
	}
	return nil
}
