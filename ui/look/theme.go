// Package look is what the window looks like: colours, sizes, fonts and icons. It knows
// nothing of certificates.
package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"certviewer/assets"
)

// A Mode says which of the two sets of colours is used.
type Mode string

// The modes, as they stand in the settings file.
const (
	System Mode = "system" // as the operating system says, and changing with it
	Light  Mode = "light"
	Dark   Mode = "dark"
)

// A Theme is the look as Fyne asks for it.
type Theme struct{ Mode Mode }

var _ fyne.Theme = Theme{}

// Color returns the colour of a name in this theme's mode; system is what the system prefers.
func (t Theme) Color(name fyne.ThemeColorName, system fyne.ThemeVariant) color.Color {
	variant := t.variant(system)
	colours := light
	if variant == theme.VariantDark {
		colours = dark
	}
	if c, ok := colours[name]; ok {
		return c
	}
	return theme.DefaultTheme().Color(name, variant)
}

func (t Theme) variant(system fyne.ThemeVariant) fyne.ThemeVariant {
	switch t.Mode {
	case Light:
		return theme.VariantLight
	case Dark:
		return theme.VariantDark
	}
	return system
}

var (
	regular = fyne.NewStaticResource("BIZUDPGothic-Regular.otf", assets.FontRegular)
	bold    = fyne.NewStaticResource("BIZUDPGothic-Bold.otf", assets.FontBold)
)

// Font returns the Japanese font, which has no Latin letters: Fyne takes those from its own font of
// the same style, monospace too. The fonts of the system come last, for names in other scripts.
func (t Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Symbol:
		return theme.DefaultTheme().Font(style)
	case style.Bold:
		return bold
	}
	return regular
}

// Icon returns the icons of Fyne's own widgets.
func (t Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// Sizes that Fyne has no name for, in device-independent pixels.
const (
	RowHeight   = 28 // one line of a table, from its top to the top of the next
	CardWidth   = 720
	CardGap     = 12
	CardRadius  = 10
	ChipRadius  = 10
	FieldRadius = 6
)

// Further names of text sizes.
const (
	SizeTitle   fyne.ThemeSizeName = "certviewer.title"   // of a card
	SizeVerdict fyne.ThemeSizeName = "certviewer.verdict" // the one line above all cards
	SizeSmall   fyne.ThemeSizeName = "certviewer.small"   // captions; nothing that must be read aloud
	SizeLarge   fyne.ThemeSizeName = "certviewer.large"   // a check code
)

// Size returns a size by name.
func (t Theme) Size(name fyne.ThemeSizeName) float32 {
	if s, ok := sizes[name]; ok {
		return s
	}
	return theme.DefaultTheme().Size(name)
}

var sizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameText:            13,
	theme.SizeNameCaptionText:     12,
	theme.SizeNameSubHeadingText:  15,
	theme.SizeNameHeadingText:     20,
	theme.SizeNamePadding:         4,
	theme.SizeNameInnerPadding:    6,
	theme.SizeNameLineSpacing:     4,
	theme.SizeNameInlineIcon:      16,
	theme.SizeNameScrollBar:       10,
	theme.SizeNameScrollBarSmall:  4,
	theme.SizeNameInputBorder:     1,
	theme.SizeNameInputRadius:     FieldRadius,
	theme.SizeNameSelectionRadius: FieldRadius,
	theme.SizeNameButtonRadius:    FieldRadius,
	theme.SizeNameMenuRadius:      FieldRadius,
	theme.SizeNamePopupRadius:     FieldRadius,
	SizeTitle:                     16,
	SizeVerdict:                   20,
	SizeSmall:                     12,
	SizeLarge:                     22,
}
