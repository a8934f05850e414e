package widgets

import (
	"fyne.io/fyne/v2"

	"certviewer/ui/look"
)

// NewBadge returns a state as a pill: its shape and its word on its tint.
func NewBadge(icon look.Icon, word string, tone look.Tone) fyne.CanvasObject {
	label := NewText(word, Style{Color: tone.Text, Size: look.SizeSmall, Bold: true})
	var inner fyne.CanvasObject = label
	if icon != look.IconNone {
		inner = Row(5, NewGlyph(icon, 13, tone.Shape, tone.Tint), label)
	}
	return On(NewSurface(tone.Tint, "", look.ChipRadius), Inset(2, 9, 2, 8, inner))
}

// Row puts objects side by side at their natural size, centred on one line.
func Row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: row{gap}, Objects: objects}
}

type row struct{ gap float32 }

func (r row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var x float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		natural := o.MinSize()
		o.Move(fyne.NewPos(x, (size.Height-natural.Height)/2))
		o.Resize(fyne.NewSize(min(natural.Width, max(0, size.Width-x)), natural.Height))
		x += natural.Width + r.gap
	}
}

func (r row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var out fyne.Size
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		natural := o.MinSize()
		if out.Width > 0 {
			out.Width += r.gap
		}
		out.Width += natural.Width
		out.Height = max(out.Height, natural.Height)
	}
	return out
}
