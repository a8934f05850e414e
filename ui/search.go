package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// searchField is a text field with a lens; Escape empties it.
type searchField struct {
	widget.Entry
	root fyne.CanvasObject
}

func newSearchField(hint string) *searchField {
	s := &searchField{}
	s.ExtendBaseWidget(s)
	s.SetPlaceHolder(hint)
	s.root = widgets.Beside(8, widgets.Inset(7, 0, 0, 0, widgets.NewGlyph(look.IconSearch, 16, look.Muted, "")), s)
	return s
}

func (s *searchField) content() fyne.CanvasObject { return s.root }

// TypedKey empties the field by Escape.
func (s *searchField) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		s.SetText("")
		return
	}
	s.Entry.TypedKey(e)
}
