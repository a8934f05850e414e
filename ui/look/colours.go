package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Names of colours beyond Fyne's. Each tone is a pair: the foreground is readable on its own tint, on
// a card and on the page (contrast_test.go).
const (
	Sidebar  fyne.ThemeColorName = "certviewer.sidebar"
	Card     fyne.ThemeColorName = "certviewer.card"
	CardEdge fyne.ThemeColorName = "certviewer.card-edge"
	Muted    fyne.ThemeColorName = "certviewer.muted" // text of second rank
	Faint    fyne.ThemeColorName = "certviewer.faint" // lines and tracks; never text
	Ring     fyne.ThemeColorName = "certviewer.ring"  // around what has the keyboard
	Link     fyne.ThemeColorName = "certviewer.link"

	Good         fyne.ThemeColorName = "certviewer.good"
	GoodTint     fyne.ThemeColorName = "certviewer.good-tint"
	GoodShape    fyne.ThemeColorName = "certviewer.good-shape"
	Caution      fyne.ThemeColorName = "certviewer.caution"
	CautionTint  fyne.ThemeColorName = "certviewer.caution-tint"
	CautionShape fyne.ThemeColorName = "certviewer.caution-shape"
	Danger       fyne.ThemeColorName = "certviewer.danger"
	DangerTint   fyne.ThemeColorName = "certviewer.danger-tint"
	DangerShape  fyne.ThemeColorName = "certviewer.danger-shape"
	Note         fyne.ThemeColorName = "certviewer.note"
	NoteTint     fyne.ThemeColorName = "certviewer.note-tint"
	NoteShape    fyne.ThemeColorName = "certviewer.note-shape"
	Calm         fyne.ThemeColorName = "certviewer.calm"
	CalmTint     fyne.ThemeColorName = "certviewer.calm-tint"
	CalmShape    fyne.ThemeColorName = "certviewer.calm-shape"
)

// A Tone is the colours of a state.
type Tone struct {
	Text  fyne.ThemeColorName
	Tint  fyne.ThemeColorName // behind Text
	Shape fyne.ThemeColorName // of a solid icon: brighter than Text, which needs more contrast
}

// The tones.
var (
	ToneGood    = Tone{Good, GoodTint, GoodShape}
	ToneCaution = Tone{Caution, CautionTint, CautionShape}
	ToneDanger  = Tone{Danger, DangerTint, DangerShape}
	ToneNote    = Tone{Note, NoteTint, NoteShape}
	ToneCalm    = Tone{Calm, CalmTint, CalmShape}
)

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

func rgba(v uint32, alpha uint8) color.NRGBA {
	c := rgb(v)
	c.A = alpha
	return c
}

var light = map[fyne.ThemeColorName]color.NRGBA{
	theme.ColorNameBackground:          rgb(0xf7f8fa),
	theme.ColorNameForeground:          rgb(0x1a2027),
	theme.ColorNamePrimary:             rgb(0x1257a8),
	theme.ColorNameForegroundOnPrimary: rgb(0xffffff),
	theme.ColorNameHyperlink:           rgb(0x1257a8),
	theme.ColorNameButton:              rgb(0xeaeef3),
	theme.ColorNameDisabledButton:      rgb(0xf0f2f5),
	theme.ColorNameInputBackground:     rgb(0xffffff),
	theme.ColorNameInputBorder:         rgb(0x8a94a0),
	theme.ColorNameSeparator:           rgb(0xe1e6ec),
	theme.ColorNameSelection:           rgb(0xd9e8f9),
	theme.ColorNameHover:               rgba(0x1257a8, 0x12),
	theme.ColorNamePressed:             rgba(0x1257a8, 0x22),
	theme.ColorNameFocus:               rgba(0x1257a8, 0x40),
	theme.ColorNamePlaceHolder:         rgb(0x616c78),
	theme.ColorNameDisabled:            rgb(0x8b95a0),
	theme.ColorNameHeaderBackground:    rgb(0xffffff),
	theme.ColorNameMenuBackground:      rgb(0xffffff),
	theme.ColorNameOverlayBackground:   rgb(0xffffff),
	theme.ColorNameShadow:              rgba(0x10202f, 0x14),
	theme.ColorNameScrollBar:           rgba(0x1a2027, 0x55),
	theme.ColorNameScrollBarBackground: rgba(0x1a2027, 0x00),
	theme.ColorNameSuccess:             rgb(0x146c36),
	theme.ColorNameWarning:             rgb(0x855000),
	theme.ColorNameError:               rgb(0xb0261d),

	Sidebar:  rgb(0xedf0f5),
	Card:     rgb(0xffffff),
	CardEdge: rgb(0xdfe5ec),
	Muted:    rgb(0x55606c),
	Faint:    rgb(0xdde3ea),
	Ring:     rgb(0x1257a8),
	Link:     rgb(0x1257a8),

	Good: rgb(0x146c36), GoodTint: rgb(0xe2f4e8), GoodShape: rgb(0x1b8a47),
	Caution: rgb(0x855000), CautionTint: rgb(0xfff2d3), CautionShape: rgb(0xb96f00),
	Danger: rgb(0xb0261d), DangerTint: rgb(0xfde9e7), DangerShape: rgb(0xcf362c),
	Note: rgb(0x1257a8), NoteTint: rgb(0xe4effb), NoteShape: rgb(0x1d6fd1),
	Calm: rgb(0x4d5864), CalmTint: rgb(0xebeff3), CalmShape: rgb(0x66717d),
}

var dark = map[fyne.ThemeColorName]color.NRGBA{
	theme.ColorNameBackground:          rgb(0x1a1e23),
	theme.ColorNameForeground:          rgb(0xe7eaee),
	theme.ColorNamePrimary:             rgb(0x66aef6),
	theme.ColorNameForegroundOnPrimary: rgb(0x0b1a2b),
	theme.ColorNameHyperlink:           rgb(0x7ab9f8),
	theme.ColorNameButton:              rgb(0x333a43),
	theme.ColorNameDisabledButton:      rgb(0x2a3037),
	theme.ColorNameInputBackground:     rgb(0x14171b),
	theme.ColorNameInputBorder:         rgb(0x727d8a),
	theme.ColorNameSeparator:           rgb(0x31383f),
	theme.ColorNameSelection:           rgb(0x24435f),
	theme.ColorNameHover:               rgba(0x8cc4fb, 0x1a),
	theme.ColorNamePressed:             rgba(0x8cc4fb, 0x2c),
	theme.ColorNameFocus:               rgba(0x66aef6, 0x55),
	theme.ColorNamePlaceHolder:         rgb(0x98a3ae),
	theme.ColorNameDisabled:            rgb(0x6d7782),
	theme.ColorNameHeaderBackground:    rgb(0x22272d),
	theme.ColorNameMenuBackground:      rgb(0x282e35),
	theme.ColorNameOverlayBackground:   rgb(0x282e35),
	theme.ColorNameShadow:              rgba(0x000000, 0x50),
	theme.ColorNameScrollBar:           rgba(0xffffff, 0x50),
	theme.ColorNameScrollBarBackground: rgba(0xffffff, 0x00),
	theme.ColorNameSuccess:             rgb(0x5ccb82),
	theme.ColorNameWarning:             rgb(0xe8bc57),
	theme.ColorNameError:               rgb(0xff8d84),

	Sidebar:  rgb(0x14171b),
	Card:     rgb(0x22272d),
	CardEdge: rgb(0x343b44),
	Muted:    rgb(0xa5afba),
	Faint:    rgb(0x39414a),
	Ring:     rgb(0x7ab9f8),
	Link:     rgb(0x7ab9f8),

	Good: rgb(0x62cf88), GoodTint: rgb(0x18362a), GoodShape: rgb(0x4fc27a),
	Caution: rgb(0xe8bc57), CautionTint: rgb(0x3b3119), CautionShape: rgb(0xe3ae3a),
	Danger: rgb(0xff958c), DangerTint: rgb(0x472623), DangerShape: rgb(0xff7d73),
	Note: rgb(0x7ab9f8), NoteTint: rgb(0x1a344f), NoteShape: rgb(0x5fa9f4),
	Calm: rgb(0xb3bdc7), CalmTint: rgb(0x30373f), CalmShape: rgb(0x97a2ad),
}
