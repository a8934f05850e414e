package ui

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2"

	"certviewer/message"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// opening is the moment in which the file is read, and a PIN that is remembered is tried.
type opening struct{ *importing }

func (s *opening) draw() drawn {
	p := s.w.p
	cancel := widgets.NewButton(p.Text("button.cancel"), look.IconNone, widgets.Ordinary, s.leave)
	text := widgets.NewParagraph(p.Text("import.opening", "file", s.name()), widgets.Quiet)
	return drawn{body: []fyne.CanvasObject{text}, buttons: []fyne.CanvasObject{cancel}}
}

func (s *opening) escape() { s.leave() }

// refused says why a file is no way in, whatever the PIN.
type refused struct {
	*importing
	problem *message.Problem
}

func (s *refused) draw() drawn {
	w, p := s.w, s.w.p
	b := p.Block(s.problem.What)
	copyAll := widgets.NewButton(p.Text("button.copy"), look.IconCopy, widgets.Silent, func() {
		w.copy(without(problemText(p, s.problem), private()), p.Text("window.copied"))
	})
	another := widgets.NewButton(p.Text("p12-older.button"), look.IconNone, widgets.Primary, func() { w.chooseP12(s.asked) })
	return drawn{
		body:    []fyne.CanvasObject{w.blockCard(cautionLook, b, widgets.Inset(4, 0, 0, -11, widgets.Row(0, copyAll)))},
		buttons: []fyne.CanvasObject{widgets.NewButton(p.Text("button.close"), look.IconNone, widgets.Ordinary, s.leave), another},
		focus:   another,
	}
}

func (s *refused) escape() { s.leave() }

// A guess is what a person may have meant who gave a PIN that looks odd: block p12-fullwidth or p12-pin-space asks.
type guess struct {
	rule  string
	typed []byte
	meant []byte
}

func (g *guess) wipe() {
	if g != nil {
		clear(g.typed)
		clear(g.meant)
	}
}

// askPIN asks for the PIN of the file. What a person may have meant is asked about before it is tried.
type askPIN struct{ *importing }

func (s *askPIN) draw() drawn {
	w, p := s.w, s.w.p
	if s.field == nil {
		s.field = newSecretEntry(w, p.Text("label.access-pin"))
	}
	s.field.OnSubmitted = func(string) { s.open() }
	s.field.escape = s.escape
	b := p.Block(message.M("p12-ask-pin", "file", s.name()))
	d := drawn{focus: s.field}
	label := b.Buttons[0]
	if s.guess != nil || s.wrong != nil { // one number to be read aloud
		b.Number = 0
	}
	rank := widgets.Primary
	inside := []fyne.CanvasObject{widgets.Inset(4, 0, 2, 0, s.field.content)}
	switch {
	case s.guess != nil:
		rank = widgets.Ordinary
		g := p.Block(message.M(s.guess.rule))
		meant := widgets.NewButton(g.Buttons[0], look.IconNone, widgets.Primary, func() { s.unlock(s.guess.meant) })
		typed := widgets.NewButton(g.Buttons[1], look.IconNone, widgets.Silent, func() { s.unlock(s.guess.typed) })
		inside = append(inside, w.note(noteLook, g, widgets.Inset(4, 0, 0, 0, widgets.Flow(8, 4, meant, typed))))
		d.focus = meant
	case s.wrong != nil:
		e := p.Block(s.wrong.What)
		if len(e.Buttons) > 0 {
			label = e.Buttons[0]
		}
		inside = append(inside, w.note(cautionLook, e))
	}
	d.body = []fyne.CanvasObject{w.blockCard(standing{look.IconNote, look.ToneNote}, b, inside...)}
	d.buttons = []fyne.CanvasObject{widgets.NewButton(p.Text("button.cancel"), look.IconNone, widgets.Ordinary, s.escape),
		widgets.NewButton(label, look.IconNone, rank, s.open)}
	return d
}

func (s *askPIN) escape() {
	if s.busy != nil {
		s.busy()
		return
	}
	s.leave()
}

// open tries what is in the field, unless it looks odd.
func (s *askPIN) open() {
	if s.busy != nil {
		return
	}
	s.guess.wipe()
	s.guess = nil
	typed := []byte(s.field.Text)
	meant := s.file.Suggest(typed)
	if len(meant) == 0 {
		s.unlock(typed)
		clear(typed)
		return
	}
	s.guess, s.wrong = &guess{meant[0].Rule, typed, meant[0].PIN}, nil
	for _, other := range meant[1:] {
		clear(other.PIN)
	}
	s.redraw(true)
}

// unlock tries a PIN beside the window, and keeps it for as long as it may be wanted for the password store. What the goroutine
// works with is its own: the window may be left meanwhile, which wipes what is here.
func (s *askPIN) unlock(pin []byte) {
	if s.busy != nil { // a second press
		return
	}
	pin = slices.Clone(pin)
	file := *s.file
	ctx, cancel := context.WithCancel(s.ctx)
	s.busy = cancel
	s.say(message.M("import.opening", "file", s.name()))
	s.w.spawn(func() {
		err := file.Unlock(ctx, pin)
		fyne.Do(func() {
			cancel()
			s.busy, s.said = nil, nil
			if s.ctx.Err() != nil {
				clear(pin)
				file.Close()
				return
			}
			*s.file = file
			if err == nil {
				s.pin = append(s.pin[:0], pin...)
			}
			clear(pin)
			s.guess.wipe()
			s.guess = nil
			s.answered(err)
		})
	})
}

// answered goes on with a file that is open, or says why it is not. The field keeps a PIN that was wrong, all of it
// chosen, so that what is pasted next takes its place.
func (s *askPIN) answered(err error) {
	if err == nil {
		s.field.wipe()
		s.opened()
		return
	}
	if errors.Is(err, context.Canceled) {
		s.wrong = nil
		s.redraw(true)
		return
	}
	problem := message.AsProblem(err)
	switch problem.What.ID {
	case "p12-wrong-pin", "p12-wrong-pin-again":
		s.wrong = problem
		s.field.TypedShortcut(&fyne.ShortcutSelectAll{})
		s.redraw(true)
	default:
		s.field.wipe()
		s.enter(&refused{s.importing, problem})
	}
}

// opened goes on to what is in the file.
func (f *importing) opened() {
	f.wrong = nil
	f.look()
	f.enter(&contents{f})
}
