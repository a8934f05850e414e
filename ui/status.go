package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// statusLine is the line at the bottom: what was done last, for a while, and otherwise what is known.
type statusLine struct {
	w    *window
	text *widgets.Text
	root fyne.CanvasObject
	busy bool // something is being said
	said int  // counts what was said, so that only the last one's time ends it
}

// sayFor is how long something that was done stands there.
const sayFor = 8 * time.Second

func newStatusLine(w *window) *statusLine {
	s := &statusLine{w: w, text: widgets.NewText(" ", widgets.Caption)}
	s.root = widgets.Column(0, widgets.NewLine(), widgets.Inset(4, 16, 5, 16, s.text))
	return s
}

func (s *statusLine) content() fyne.CanvasObject { return s.root }

// say shows a sentence for a while.
func (s *statusLine) say(sentence string) {
	s.said++
	said := s.said
	s.busy = true
	s.text.SetStyle(widgets.Style{Color: look.Good, Size: look.SizeSmall, Bold: true})
	s.text.SetText(sentence)
	time.AfterFunc(sayFor, func() {
		fyne.Do(func() {
			if said == s.said {
				s.busy = false
				s.update()
			}
		})
	})
}

// update shows what is known, unless something is being said.
func (s *statusLine) update() {
	if s.busy {
		return
	}
	s.text.SetStyle(widgets.Caption)
	s.text.SetText(s.standing())
}

func (s *statusLine) standing() string {
	if s.w.health == nil {
		return " "
	}
	return s.w.p.Text("window.standing", "count", len(s.w.rows), "places", s.w.p.Text("count.places", "count", len(s.w.host.Stores)), "catalog_date", day(s.w.health.Knowledge))
}
