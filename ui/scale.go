package ui

import (
	"fmt"
	"os"
	"strconv"

	"fyne.io/fyne/v2"
)

// scaleVariable is read by Fyne whenever it works out how many pixels a length of the window has: when the
// window is made and whenever the theme was set. It rounds to tenths.
const scaleVariable = "FYNE_SCALE"

// scales is how large everything can be made, in tenths that Fyne keeps. 100 % is what the screen asks for.
func scales() []option {
	var out []option
	for _, percent := range []int{100, 110, 120, 130, 150} {
		out = append(out, option{scaleID(float32(percent) / 100), fmt.Sprintf("%d%%", percent)})
	}
	return out
}

func scaleID(scale float32) string {
	if scale <= 0 {
		scale = 1
	}
	return strconv.FormatFloat(float64(scale), 'f', 1, 32)
}

// applyScale tells Fyne how large the window shall be. What was never chosen is left to the environment.
func applyScale(scale float32) {
	if scale >= 0.5 && scale <= 3 {
		os.Setenv(scaleVariable, scaleID(scale))
	}
}

// chooseScale makes everything larger or smaller, and leaves the window as large as it is on the screen.
func (w *window) chooseScale(id string) {
	to, err := strconv.ParseFloat(id, 32)
	if err != nil {
		return
	}
	canvas := w.win.Canvas()
	size, before := canvas.Size(), canvas.Scale()
	w.keep.Scale = float32(to)
	w.save()
	applyScale(w.keep.Scale)
	w.setMode(w.mode)
	if after := canvas.Scale(); after > 0 && after != before {
		w.win.Resize(fyne.NewSize(size.Width*before/after, size.Height*before/after))
	}
	w.setCommands()
	w.update()
}
