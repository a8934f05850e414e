package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// searchField is a text field with a lens in it; Escape empties it.
type searchField struct {
	widget.Entry
	onDown func() // goes to what was found
	hint   string
	frame  *widgets.Surface
	root   fyne.CanvasObject
}

func newSearchField(hint string) *searchField {
	s := &searchField{hint: hint, frame: widgets.NewSurface(theme.ColorNameInputBackground, theme.ColorNameInputBorder, look.FieldRadius)}
	s.ExtendBaseWidget(s)
	lens := widgets.Inset(7, 0, 7, 10, widgets.NewGlyph(look.IconSearch, 16, look.Muted, ""))
	s.root = widgets.On(s.frame, widgets.Beside(2, lens, s))
	return s
}

func (s *searchField) content() fyne.CanvasObject { return s.root }

// Resize cuts the hint to what fits: a longer one would make the field scroll.
func (s *searchField) Resize(size fyne.Size) {
	s.Entry.Resize(size)
	s.SetPlaceHolder(widgets.Ellipsize(s.hint, size.Width-4*theme.InnerPadding(), widgets.Plain))
}

// TypedKey empties the field by Escape, goes to what was found by Down, and leaves the window's keys to the window.
func (s *searchField) TypedKey(e *fyne.KeyEvent) {
	switch {
	case e.Name == fyne.KeyEscape && s.Text != "":
		s.SetText("")
	case e.Name == fyne.KeyEscape, e.Name == fyne.KeyF1, e.Name == fyne.KeyF5:
		widgets.PassOnKey(s, e)
	case e.Name == fyne.KeyDown && s.onDown != nil:
		s.onDown()
	default:
		s.Entry.TypedKey(e)
	}
}

// TypedShortcut leaves the window's shortcuts to the window.
func (s *searchField) TypedShortcut(sc fyne.Shortcut) {
	leaveToWindow(s, sc)
	s.Entry.TypedShortcut(sc)
}

// FocusGained draws the frame in the colour of the focus.
func (s *searchField) FocusGained() {
	s.Entry.FocusGained()
	s.frame.Edge = look.Ring
	s.frame.Refresh()
}

// FocusLost draws the frame as usual.
func (s *searchField) FocusLost() {
	s.Entry.FocusLost()
	s.frame.Edge = theme.ColorNameInputBorder
	s.frame.Refresh()
}

// CreateRenderer leaves out the field's own frame. A theme of its own without one would do so too, but Fyne
// then reads all fonts anew for it: 10 MB, and a tenth of the time to the first frame.
func (s *searchField) CreateRenderer() fyne.WidgetRenderer {
	return frameless{s.Entry.CreateRenderer()}
}

// frameless is the renderer of a field without what lies behind its content: rectangles.
type frameless struct{ fyne.WidgetRenderer }

func (f frameless) Objects() []fyne.CanvasObject {
	objects := f.WidgetRenderer.Objects()
	for len(objects) > 0 {
		if _, behind := objects[0].(*canvas.Rectangle); !behind {
			break
		}
		objects = objects[1:]
	}
	return objects
}
