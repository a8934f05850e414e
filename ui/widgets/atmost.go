package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// AtMost keeps an object from growing wider than a width, and its left edge where it is.
func AtMost(width float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(atMost(width), o)
}

type atMost float32

func (a atMost) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	return HeightFor(objects[0], min(width, float32(a)))
}

func (a atMost) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(min(size.Width, float32(a)), size.Height))
}

func (a atMost) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }
