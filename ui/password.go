package ui

import (
	"context"
	"runtime"
	"slices"

	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/change"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// passwords is the questions for Primary Passwords during one change, and which answers are to be remembered.
type passwords struct {
	w       *window
	several bool // other programs go on without this one: it can be skipped
	// ask brings the dialog with a question into view, and answered takes it away again.
	ask      func() *changeDialog
	answered func(*changeDialog)
	keep     map[trust.StoreID][]byte // what was given last, where it is to be remembered
}

// mostTries is how often a password is asked for; after that the place is left as it is.
const mostTries = 3

// secret asks for a Primary Password, from any goroutine. The bytes are the caller's to wipe.
func (s *passwords) secret(ctx context.Context, what message.Message, attempt int) ([]byte, error) {
	if attempt >= mostTries {
		return nil, trust.ErrWrongPassword
	}
	answer := make(chan []byte, 1) // nil = the person gives none
	fyne.Do(func() { s.question(what, attempt, answer) })
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case b := <-answer:
		if b == nil {
			return nil, &message.Problem{What: message.M("cancelled")}
		}
		return b, nil
	}
}

// question asks for the Primary Password of a program, and sends it, or nil when the person gives none.
func (s *passwords) question(what message.Message, attempt int, answer chan<- []byte) {
	w, p, d := s.w, s.w.p, s.ask()
	store, _ := what.Args["store"].(message.Text)
	id := trust.StoreID(store)
	what = message.M(what.ID, "app", w.placeArg(id))
	if attempt > 0 {
		what.ID = "p12-primary-password-wrong"
	}
	b := p.Block(what)
	if !s.several { // what to do is on the buttons
		b.Lines = slices.DeleteFunc(b.Lines, func(l message.Line) bool { return kind(l.Part) == "do" })
	}
	s.forget(id)
	entry := newSecretEntry(w, p.Text("label.primary-password"))
	keep := widgets.NewTick(p.Text("import.remember-password"), p.Text("p12-remember-pin.note", "os", message.M("os."+runtime.GOOS)), false, nil)
	done := func(secret []byte) {
		if keep.On() && secret != nil {
			s.keep[id] = slices.Clone(secret)
		}
		entry.wipe()
		s.answered(d)
		answer <- secret
	}
	next := func() {
		if entry.Text != "" { // no program has an empty one
			done([]byte(entry.Text))
		}
	}
	refuse := func() { done(nil) }
	entry.OnSubmitted = func(string) { next() }
	entry.escape = refuse
	label := p.Text("button.cancel")
	if s.several {
		label = p.Text("p12-primary-password.button-2", "app", w.placeArg(id))
	}
	body := widgets.Column(12, dialogTitle(b.Title), w.lines(b.Lines), entry.content, keep)
	d.put(body, entry, refuse, widgets.NewButton(label, look.IconNone, widgets.Ordinary, refuse),
		widgets.NewButton(b.Buttons[0], look.IconNone, widgets.Primary, next))
}

// forget overwrites what was to be remembered of a program: it was wrong, or has been kept.
func (s *passwords) forget(id trust.StoreID) {
	clear(s.keep[id])
	delete(s.keep, id)
}

// settle gives those to the password store that turned out to be right, and overwrites all, from any goroutine. It
// returns why one could not be kept.
func (s *passwords) settle(ctx context.Context, host hostOf, out []change.Outcome) (problem *message.Problem) {
	for id, secret := range s.keep {
		right := slices.ContainsFunc(out, func(o change.Outcome) bool { return o.Step.Store == id && o.Seen != nil })
		if info, ok := host(id); ok && right {
			if err := s.w.core.Remember(ctx, app.PasswordOf(info), secret); err != nil {
				problem = message.AsProblem(err)
			}
		}
		s.forget(id)
	}
	return problem
}

// A hostOf finds a store of this computer.
type hostOf func(trust.StoreID) (trust.Info, bool)

// storeInfo is a store as it was seen last, or one that could be made.
func (w *window) storeInfo(id trust.StoreID) (trust.Info, bool) {
	if w.host != nil {
		for _, s := range w.host.Stores {
			if s.ID == id {
				return s.Info, true
			}
		}
	}
	return trust.Info{}, false
}
