package ui

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"certviewer/assets"
	"certviewer/ui/look"
)

// The PNGs that the desktop shows are drawings of the SVG that the window shows: one for packages, and one in
// the program.
func TestIconIsDrawnFromItsSource(t *testing.T) {
	test.NewTempApp(t)
	forPackages, err := os.ReadFile("../assets/icon/icon.png")
	if err != nil {
		t.Fatal(err)
	}
	for edge, file := range map[int][]byte{512: forPackages, 128: assets.Icon} {
		stored, err := png.Decode(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		if stored.Bounds() != image.Rect(0, 0, edge, edge) {
			t.Fatalf("the icon is %v, want %d by %d", stored.Bounds(), edge, edge)
		}
		picture := canvas.NewImageFromResource(fyne.NewStaticResource("icon.svg", assets.IconSVG))
		picture.Resize(fyne.NewSquareSize(float32(edge)))
		c := software.NewTransparentCanvas()
		c.SetPadded(false)
		c.SetContent(picture)
		c.Resize(fyne.NewSquareSize(float32(edge)))
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
			t.Errorf("%d of %d values of %d by %d differ: draw it anew from icon.svg", differ, len(drawn.Pix), edge, edge)
		}
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
