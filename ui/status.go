package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// statusLine is the line at the bottom: work under way, with a way to end it; what was done last, for a
// while; and otherwise what is known.
type statusLine struct {
	w    *window
	text *widgets.Text
	bar  *widgets.Gauge
	work *fyne.Container // bar and Cancel
	root fyne.CanvasObject
	busy bool // something is being said
	said int  // counts what was said, so that only the last one's time ends it
}

// sayFor is how long something that was done stands there.
const sayFor = 8 * time.Second

func newStatusLine(w *window) *statusLine {
	s := &statusLine{w: w, text: widgets.NewText(" ", widgets.Caption), bar: widgets.NewGauge(0, look.Note)}
	cancel := widgets.NewButton(w.p.Text("button.cancel"), look.IconClear, widgets.Silent, w.stopWaiting)
	s.work = widgets.Row(10, widgets.AtLeast(fyne.NewSize(120, 6), s.bar), cancel)
	line := widgets.Inset(0, 8, 0, 16, widgets.AtLeast(fyne.NewSize(0, 30), widgets.Before(12, s.text, s.work)))
	s.root = widgets.Column(0, widgets.NewLine(), line)
	return s
}

func (s *statusLine) content() fyne.CanvasObject { return s.root }

// say tells for a while what was done.
func (s *statusLine) say(sentence string) { s.tell(sentence, look.Good) }

// warn tells for a while what could not be done.
func (s *statusLine) warn(sentence string) { s.tell(sentence, look.Caution) }

func (s *statusLine) tell(sentence string, color fyne.ThemeColorName) {
	s.said++
	said := s.said
	s.busy = true
	s.text.SetStyle(widgets.Style{Color: color, Size: look.SizeSmall, Bold: true})
	s.text.SetText(sentence)
	s.w.after(sayFor, func() {
		if said == s.said {
			s.busy = false
			s.update()
		}
	})
}

// update shows work that takes long enough to be looked at, else what is known, unless something is being said.
func (s *statusLine) update() {
	w := s.w
	s.bar.Set(float32(w.progress.Done) / max(1, float32(w.progress.Total)))
	for _, o := range s.work.Objects { // without them the text has the whole line
		if w.running && w.slow {
			o.Show()
			s.busy = false // what can be cancelled is said first
		} else {
			o.Hide()
		}
	}
	s.root.Refresh()
	if s.busy {
		return
	}
	s.text.SetStyle(widgets.Caption)
	s.text.SetText(s.standing())
}

func (s *statusLine) standing() string {
	w := s.w
	switch {
	case w.running && w.slow && w.progress.Total > 0:
		return w.p.Print(w.progress.Doing)
	case w.running && w.slow:
		return w.p.Text("window.starting")
	case w.health == nil:
		return " "
	}
	return w.p.Text("window.standing", "count", w.count, "places", w.p.Text("count.places", "count", len(w.host.Stores)), "catalog_date", day(w.health.Knowledge))
}
