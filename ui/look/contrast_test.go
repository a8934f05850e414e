package look

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Every text is readable on everything it is drawn on: WCAG 2.2, 1.4.3, asks for 4.5:1.
func TestContrastOfText(t *testing.T) {
	surfaces := []fyne.ThemeColorName{theme.ColorNameBackground, Sidebar, Card, theme.ColorNameInputBackground, theme.ColorNameSelection, theme.ColorNameButton, theme.ColorNameMenuBackground}
	pairs := map[fyne.ThemeColorName][]fyne.ThemeColorName{
		theme.ColorNameForeground:          append([]fyne.ThemeColorName{GoodTint, CautionTint, DangerTint, NoteTint, CalmTint}, surfaces...),
		Muted:                              append([]fyne.ThemeColorName{GoodTint, CautionTint, DangerTint, NoteTint, CalmTint}, surfaces...),
		Link:                               surfaces,
		theme.ColorNamePlaceHolder:         {theme.ColorNameInputBackground},
		theme.ColorNameForegroundOnPrimary: {theme.ColorNamePrimary},
	}
	for _, tone := range []Tone{ToneGood, ToneCaution, ToneDanger, ToneNote, ToneCalm} {
		pairs[tone.Text] = []fyne.ThemeColorName{tone.Tint, Card, theme.ColorNameBackground, Sidebar, theme.ColorNameSelection}
	}
	each(t, pairs, 4.5)
}

// What shows the keyboard's place, and lines that carry meaning, as the edge of a field does, need 3:1 (WCAG 2.2, 1.4.11).
func TestContrastOfLines(t *testing.T) {
	each(t, map[fyne.ThemeColorName][]fyne.ThemeColorName{
		theme.ColorNameInputBorder: {theme.ColorNameInputBackground, Card, theme.ColorNameOverlayBackground},
		Ring:                       {theme.ColorNameBackground, Sidebar, Card, theme.ColorNameSelection, theme.ColorNameButton},
	}, 3)
}

func each(t *testing.T, pairs map[fyne.ThemeColorName][]fyne.ThemeColorName, want float64) {
	t.Helper()
	for _, mode := range []Mode{Light, Dark} {
		th := Theme{Mode: mode}
		for fg, surfaces := range pairs {
			for _, bg := range surfaces {
				if got := contrast(th.Color(fg, 0), th.Color(bg, 0)); got < want {
					t.Errorf("%s: %s on %s: contrast %.2f, want %.1f", mode, fg, bg, got, want)
				}
			}
		}
	}
}

// An icon of a state stands out from what it is drawn on, and its mark from its shape.
func TestContrastOfShapes(t *testing.T) {
	pairs := map[fyne.ThemeColorName][]fyne.ThemeColorName{}
	for _, tone := range []Tone{ToneGood, ToneCaution, ToneDanger, ToneNote, ToneCalm} {
		pairs[tone.Shape] = []fyne.ThemeColorName{tone.Tint, Card, theme.ColorNameBackground, Sidebar, theme.ColorNameSelection}
	}
	each(t, pairs, 3)
}

// Both modes name the same colours, or one of them would fall back to Fyne's.
func TestModesHaveTheSameColours(t *testing.T) {
	for name := range light {
		if _, ok := dark[name]; !ok {
			t.Errorf("%s is missing in dark", name)
		}
	}
	if len(light) != len(dark) {
		t.Errorf("%d colours in light, %d in dark", len(light), len(dark))
	}
}

// contrast is the ratio of WCAG 2.2, "contrast ratio", for opaque colours.
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	if la < lb {
		la, lb = lb, la
	}
	return (la + 0.05) / (lb + 0.05)
}

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}
