package look

import (
	"fmt"
	"image/color"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// An Icon is a drawing in a box of 24 by 24. Fyne's own recolouring fills every shape and drops
// strokes, so each icon is written out anew for the colours it is needed in.
type Icon string

// The icons of pages, actions and places: lines in one colour.
const (
	IconNone     Icon = ""
	IconHealth   Icon = "health"
	IconCerts    Icon = "certs"
	IconClients  Icon = "clients"
	IconSettings Icon = "settings"
	IconSearch   Icon = "search"
	IconClear    Icon = "clear"
	IconCopy     Icon = "copy"
	IconRefresh  Icon = "refresh"
	IconOpen     Icon = "open"
	IconShut     Icon = "shut"
	IconText     Icon = "text"
	IconUser     Icon = "user"
	IconComputer Icon = "computer"
	IconApp      Icon = "app"
	IconLayers   Icon = "layers"
	IconNext     Icon = "next"
	IconKeys     Icon = "keys"
	IconAbout    Icon = "about"
	IconUp       Icon = "up"
	IconDown     Icon = "down"
	IconTick     Icon = "tick"
	IconSave     Icon = "save"
	IconBack     Icon = "back"
	IconHistory  Icon = "history"
)

// The icons of states: a solid shape with a mark in it. No two share a shape, so that they can be told
// apart without colour.
const (
	IconGood    Icon = "good"    // a disc with a tick
	IconCaution Icon = "caution" // a triangle
	IconDanger  Icon = "danger"  // an octagon with a cross
	IconCalm    Icon = "calm"    // a square with a bar
	IconUnknown Icon = "unknown" // a diamond with a question mark
	IconNote    Icon = "note"    // a speech bubble with an i
	IconClock   Icon = "clock"   // a ring with hands
	IconAbsent  Icon = "absent"  // a short bar
)

// Styles, with places for the colour of lines or shape (C), that of the mark within a shape (M), and the
// widths of strokes (thin, edge, bold), which depend on the size in pixels.
const (
	strokes = `fill="none" stroke="{C}" stroke-width="{thin}" stroke-linecap="round" stroke-linejoin="round"`
	solid   = `fill="{C}" stroke="{C}" stroke-width="{edge}" stroke-linejoin="round"`
	mark    = `fill="none" stroke="{M}" stroke-width="{bold}" stroke-linecap="round" stroke-linejoin="round"`
)

func lines(shapes ...string) string { return styled(strokes, shapes...) }

func styled(style string, shapes ...string) string {
	var b strings.Builder
	for _, s := range shapes {
		if strings.HasPrefix(s, "circle ") {
			fmt.Fprintf(&b, "<%s %s/>", s, style)
			continue
		}
		fmt.Fprintf(&b, `<path d="%s" %s/>`, s, style)
	}
	return b.String()
}

var drawings = map[Icon]string{
	IconHealth:   lines("M12 3l7.5 2.7v5.4c0 4.7-3 8.1-7.5 9.9-4.5-1.8-7.5-5.2-7.5-9.900V5.700z", "M8.6 11.800l2.4 2.4 4.4-4.6"),
	IconCerts:    lines("M10.5 17H5a1.5 1.5 0 0 1-1.5-1.500v-10A1.5 1.5 0 0 1 5 4h14a1.5 1.5 0 0 1 1.5 1.500V10", "M7.5 8.500h9", "M7.5 12h4", `circle cx="16.5" cy="14.5" r="3"`, "M14.7 17v4l1.8-1.1 1.8 1.100v-4"),
	IconClients:  lines("M4.500 5h15a1.500 1.500 0 0 1 1.500 1.500v11a1.500 1.500 0 0 1-1.500 1.500h-15a1.500 1.500 0 0 1-1.500-1.500v-11a1.500 1.500 0 0 1 1.500-1.500z", `circle cx="8.500" cy="10" r="2"`, "M5.500 15.500c.3-1.700 1.400-2.500 3-2.500s2.700.8 3 2.500", "M14.500 9.500h3.500", "M14.500 13.500h3.500"),
	IconSettings: lines("M4 7.500h8", "M18 7.500h2", "M4 16.500h2", "M12 16.500h8", `circle cx="15" cy="7.5" r="2.5"`, `circle cx="9" cy="16.5" r="2.5"`),
	IconSearch:   lines(`circle cx="10.5" cy="10.5" r="6"`, "M15 15l5 5"),
	IconClear:    lines("M7 7l10 10", "M17 7L7 17"),
	IconCopy:     lines("M11 9h7a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2z", "M5.5 15H5a1.5 1.5 0 0 1-1.5-1.500V5A1.5 1.5 0 0 1 5 3.500h8.500A1.5 1.5 0 0 1 15 5v.5"),
	IconRefresh:  lines("M19.5 10.500A8 8 0 0 0 5 8L3.5 9.5", "M3.5 4.500v5h5", "M4.5 13.500A8 8 0 0 0 19 16l1.5-1.5", "M20.5 19.500v-5h-5"),
	IconOpen:     lines("M6.5 9.500l5.5 5.5 5.5-5.5"),
	IconShut:     lines("M6.5 14.500L12 9l5.5 5.5"),
	IconText:     lines("M5 6h14", "M5 10h14", "M5 14h14", "M5 18h8"),
	IconUser:     lines(`circle cx="12" cy="8" r="4"`, "M4.5 20.500c.8-4 3.7-6 7.5-6s6.7 2 7.5 6"),
	IconComputer: lines("M5 4h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-14a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2z", "M8.5 20h7", "M12 16v4"),
	IconApp:      lines("M5 4h14a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-14a2 2 0 0 1-2-2v-12a2 2 0 0 1 2-2z", "M3 9h18"),
	IconLayers:   lines("M12 3.500l9 4.7-9 4.7-9-4.700z", "M3.5 13l8.5 4.5 8.5-4.5"),
	IconNext:     lines("M5 12h13", "M12.5 6.500l5.5 5.5-5.5 5.5"),
	IconKeys:     lines("M4.500 6h15a1.500 1.500 0 0 1 1.500 1.500v9a1.500 1.500 0 0 1-1.500 1.500h-15a1.500 1.500 0 0 1-1.500-1.500v-9a1.500 1.500 0 0 1 1.500-1.500z", "M7 10h.1", "M12 10h.1", "M17 10h.1", "M8.500 14h7"),
	IconAbout:    lines(`circle cx="12" cy="12" r="9"`, "M12 11v5", "M12 7.700v.1"),
	IconUp:       lines("M7 14l5-5 5 5"),
	IconDown:     lines("M7 10l5 5 5-5"),
	IconTick:     lines("M5.5 12.500l4.5 4.5 8.5-9.5"),
	IconSave:     lines("M12 4v10.5", "M7.5 10.500l4.5 4.5 4.5-4.5", "M4.5 16v3a1.5 1.5 0 0 0 1.5 1.500h12a1.5 1.5 0 0 0 1.5-1.500v-3"),
	IconBack:     lines("M19 12H6", "M11.5 6.500L6 12l5.5 5.5"),
	IconHistory:  lines("M4.500 9A8.300 8.300 0 1 1 3.700 13.500", "M4 4.500v5h5", "M12 7.500v5l3.500 2"),
	IconAbsent:   lines("M8 12h8"),
	IconClock:    lines(`circle cx="12" cy="12" r="9"`, "M12 7v5.500l3.5 2"),

	IconGood:    styled(solid, `circle cx="12" cy="12" r="9.5"`) + styled(mark, "M7.5 12.400l3 3 6-6.4"),
	IconCaution: styled(solid, "M12 3.500L21.7 20.500H2.300z") + styled(mark, "M12 9.700v4.6", "M12 17.500v.1"),
	IconDanger:  styled(solid, "M8 2.500h8L21.5 8v8L16 21.500H8L2.5 16V8z") + styled(mark, "M8.5 8.500l7 7", "M15.5 8.500l-7 7"),
	IconCalm:    styled(solid, "M7 3h10a4 4 0 0 1 4 4v10a4 4 0 0 1-4 4H7a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4z") + styled(mark, "M8 12h8"),
	IconUnknown: styled(solid, "M12 2l10 10-10 10L2 12z") + styled(mark, "M9.6 10a2.4 2.4 0 1 1 3.7 2c-.9.6-1.3 1-1.3 1.9", "M12 16.900v.1"),
	IconNote:    styled(solid, "M4.5 3.500h15a1.5 1.5 0 0 1 1.5 1.500v11a1.5 1.5 0 0 1-1.5 1.500h-4.500l-3 3.5-3-3.500h-4.500a1.5 1.5 0 0 1-1.5-1.500v-11a1.5 1.5 0 0 1 1.5-1.500z") + styled(mark, "M12 10.200v3.8", "M12 6.700v.1"),
}

// Draw returns icon in the theme's colours of this moment, for pixels by pixels on the screen: text for
// its lines or its shape, on for the mark inside a shape. The toolkit's renderer does not scale
// the width of strokes, so they are given for the size. The resource's name holds all of it, since
// pictures are cached by name.
func Draw(icon Icon, pixels float32, text, on fyne.ThemeColorName) fyne.Resource {
	fg, bg := hex(theme.Color(text)), hex(theme.Color(on))
	width := func(units float32) string { return fmt.Sprintf("%.2f", max(units*pixels/24, 1)) }
	svg := `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">` +
		strings.NewReplacer("{C}", fg, "{M}", bg, "{thin}", width(2.1), "{edge}", width(2), "{bold}", width(2.5)).Replace(drawings[icon]) + `</svg>`
	return fyne.NewStaticResource(fmt.Sprintf("%s-%s-%s-%g.svg", icon, fg[1:], bg[1:], pixels), []byte(svg))
}

func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// Icons returns all icons.
func Icons() []Icon { return slices.Sorted(maps.Keys(drawings)) }
