package ui

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"certviewer/assets"
	"certviewer/ui/look"
)

// The PNG that the desktop shows is the drawing of the SVG that the window shows.
func TestIconIsDrawnFromItsSource(t *testing.T) {
	test.NewTempApp(t)
	stored, err := png.Decode(bytes.NewReader(assets.Icon))
	if err != nil {
		t.Fatal(err)
	}
	edge := stored.Bounds().Dx()
	if edge != 512 || stored.Bounds().Dy() != 512 {
		t.Fatalf("the icon is %v, want 512 by 512", stored.Bounds())
	}
	picture := canvas.NewImageFromResource(fyne.NewStaticResource("icon.svg", assets.IconSVG))
	picture.Resize(fyne.NewSquareSize(512))
	c := software.NewTransparentCanvas()
	c.SetPadded(false)
	c.SetContent(picture)
	c.Resize(fyne.NewSquareSize(512))
	drawn, kept := image.NewNRGBA(stored.Bounds()), image.NewNRGBA(stored.Bounds())
	draw.Draw(drawn, drawn.Bounds(), c.Capture(), image.Point{}, draw.Src)
	draw.Draw(kept, kept.Bounds(), stored, image.Point{}, draw.Src)
	differ := 0
	for i := range drawn.Pix {
		if d := int(drawn.Pix[i]) - int(kept.Pix[i]); d > 8 || d < -8 {
			differ++
		}
	}
	if differ > len(drawn.Pix)/200 {
		t.Errorf("%d of %d values differ: draw icon.png anew from icon.svg", differ, len(drawn.Pix))
	}
}

// Every icon draws something, at the sizes in use.
func TestIconsAreDrawn(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.Theme{Mode: look.Light})
	for _, icon := range look.Icons() {
		for _, edge := range []float32{13, 16, 28} {
			picture := canvas.NewImageFromResource(look.Draw(icon, edge, look.Muted, look.Card))
			picture.Resize(fyne.NewSquareSize(edge))
			c := software.NewTransparentCanvas()
			c.SetPadded(false)
			c.SetContent(picture)
			c.Resize(fyne.NewSquareSize(edge))
			painted := 0
			for _, v := range pixels(c.Capture()) {
				if v > 0 {
					painted++
				}
			}
			if painted == 0 {
				t.Errorf("%s at %g is empty", icon, edge)
			}
		}
	}
}

// pixels returns the opacity of every pixel.
func pixels(i image.Image) (out []uint32) {
	for y := i.Bounds().Min.Y; y < i.Bounds().Max.Y; y++ {
		for x := i.Bounds().Min.X; x < i.Bounds().Max.X; x++ {
			_, _, _, a := i.At(x, y).RGBA()
			out = append(out, a)
		}
	}
	return out
}
