package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/diagnose"
	"certviewer/message"
	"certviewer/task"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// leaving is the old certificates once the new one has come: where they stay, where they are removed, and the backup
// of their keys.
type leaving struct {
	f      *importing
	old    []*cert.Certificate
	items  []app.Leaving
	remove []bool // as the person decides; first as the core proposes

	plan     change.Plan // of the removal, as it is shown
	proposed int         // counts the plans, so that a late one is dropped
	details  bool

	lang         string // of the fields
	path         *dialogEntry
	first, again *secretEntry
	backup       *app.Backup
	outcomes     []change.Outcome
}

func newLeaving(f *importing) *leaving {
	l := &leaving{f: f, old: f.old()}
	l.items = f.w.core.SwapLeavings(f.host, f.file, f.outcomes)
	for _, i := range l.items {
		l.remove = append(l.remove, !i.Keep)
	}
	return l
}

// renew takes what is known of this computer now: a program that is open keeps its certificates. What the person decided
// stays, where it still can be.
func (l *leaving) renew() {
	before, decided := l.items, l.remove
	l.items, l.remove = l.f.w.core.SwapLeavings(l.f.host, l.f.file, l.f.outcomes), nil
	for _, i := range l.items {
		remove := !i.Keep
		at := among(before, i)
		if at >= 0 && before[at].May && i.May {
			remove = decided[at]
		}
		l.remove = append(l.remove, remove)
	}
	l.propose()
}

// chosen are those that are to be removed.
func (l *leaving) chosen() (out []app.Leaving) {
	for i, item := range l.items {
		if l.remove[i] {
			out = append(out, item)
		}
	}
	return out
}

// set decides about one of them, where that can still be decided: its program may have been opened since it was asked about.
func (l *leaving) set(item app.Leaving, remove bool) {
	l.f.reconsider()
	if i := among(l.items, item); i >= 0 && l.items[i].May {
		l.remove[i] = remove
		l.propose()
	}
	l.f.redraw(false)
}

// among is where the same certificate of the same program is in items; -1 where it is not.
func among(items []app.Leaving, item app.Leaving) int {
	return slices.IndexFunc(items, func(x app.Leaving) bool {
		return x.Store.ID == item.Store.ID && x.Certificate.SHA256 == item.Certificate.SHA256
	})
}

// propose makes the plan of the removal anew beside the window, to be shown.
func (l *leaving) propose() {
	l.proposed++
	n, f, leave := l.proposed, l.f, l.chosen()
	if l.plan = (change.Plan{}); len(leave) == 0 {
		return
	}
	f.w.spawn(func() {
		plan, _, err := f.w.core.ProposeRemoval(f.ctx, f.w.opts.Where, leave)
		fyne.Do(func() {
			if n != l.proposed || f.ctx.Err() != nil {
				return
			}
			if l.plan = plan; err != nil {
				f.trap = message.AsProblem(err)
			}
			f.redraw(false)
		})
	})
}

// fields makes the fields of the backup, in the language of now.
func (l *leaving) fields() {
	w, p := l.f.w, l.f.w.p
	l.lang = p.Lang()
	path := tilde(app.BackupPath(l.f.host.Computer.Clock.Local()))
	if l.path != nil {
		path = l.path.Text
	}
	l.path = newDialogEntry()
	l.path.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	l.path.SetText(path)
	l.first, l.again = newSecretEntry(w, p.Text("swap.backup-password")), newSecretEntry(w, p.Text("swap.backup-again"))
	for _, e := range []*secretEntry{l.first, l.again} {
		e.OnChanged = func(string) { l.edited() }
	}
	l.path.OnChanged = func(string) { l.edited() }
}

// edited ends a look that was to begin with what stood in the fields before, and says when the two passwords can no longer
// become the same.
func (l *leaving) edited() {
	f, differ := l.f, !strings.HasPrefix(l.first.Text, l.again.Text)
	switch {
	case f.busy != nil:
		f.reconsider()
		f.redraw(false)
	case differ && f.said == nil:
		f.say(message.M("swap.differs"))
	case !differ && f.said != nil:
		f.said = nil
		f.redraw(false)
	}
}

// empty empties the fields for the password. Nobody has edited them: what is at work has a copy, and goes on.
func (l *leaving) empty() {
	for _, e := range []*secretEntry{l.first, l.again} {
		if e == nil {
			continue
		}
		edited := e.OnChanged
		e.OnChanged = nil
		e.wipe()
		e.OnChanged = edited
	}
}

// removeAll makes the backup and takes the old certificates away: the plan of a fresh look, when it is the one that
// was shown.
func (s *choosing) removeAll() {
	l := s.leaving
	if s.busy != nil {
		return
	}
	if l.first.Text != l.again.Text {
		s.say(message.M("swap.differs"))
		return
	}
	b := &app.Backup{Path: untilde(l.path.Text), Password: []byte(l.first.Text), With: s.pool()}
	if err := b.Check(); err != nil {
		clear(b.Password)
		s.trap = message.AsProblem(err)
		s.redraw(false)
		return
	}
	l.backup = b
	leave, shown := l.chosen(), l.plan
	ctx, cancel := context.WithCancel(s.ctx)
	s.busy, s.trap = cancel, nil
	s.say(message.M("window.starting"))
	s.w.spawn(func() {
		plan, _, err := s.w.core.ProposeRemoval(ctx, s.w.opts.Where, leave)
		fyne.Do(func() {
			if ctx.Err() != nil { // it was left, or something else is wanted now
				clear(b.Password)
				return
			}
			cancel()
			s.busy, s.said = nil, nil
			switch {
			case err != nil:
				s.trap = message.AsProblem(err)
			case !app.SameSteps(shown, plan):
				l.plan = plan
				s.trap = &message.Problem{What: message.M("change-store-moved", "place", s.w.placeArg(plan.Steps[0].Store))}
			default:
				s.remove(plan, b)
				return
			}
			clear(b.Password) // the next try has its own
			s.redraw(false)
		})
	})
}

// remove makes the plan of a removal. The password of the backup is overwritten by whoever writes with it: wiped from here, a
// backup that is just being written could have another than the person's.
func (s *choosing) remove(plan change.Plan, b *app.Backup) {
	s.work(plan, []message.Message{message.M("swap-remove-offer.button")}, func(ctx context.Context, talk task.Talk) (int, []change.Outcome, error) {
		defer clear(b.Password)
		return s.w.core.ApplyRemoval(ctx, talk, plan, b)
	}, func(_ int, out []change.Outcome) {
		s.leaving.outcomes = out
		s.enter(&finished{s.importing})
	})
}

// pool is the certificates of this computer: the backup takes the links of the old ones from there.
func (s *choosing) pool() (out []*cert.Certificate) {
	for _, store := range s.host.Stores {
		for _, e := range store.Entries {
			out = append(out, e.Certificate)
		}
	}
	return out
}

// keepAll goes on without any removal.
func (s *choosing) keepAll() {
	if s.busy != nil {
		s.reconsider()
		s.redraw(false)
		return
	}
	for i := range s.leaving.remove {
		s.leaving.remove[i] = false
	}
	s.leaving.empty()
	s.enter(&finished{s.importing})
}

// askRemoval asks once more before an old key leaves a program that may need it for mail.
func (s *choosing) askRemoval(item app.Leaving) {
	w, p := s.w, s.w.p
	if w.dialog != nil {
		return
	}
	s.reconsider()
	s.redraw(false)
	d := newChangeDialog(w)
	ask := p.Text("swap.remove-anyway-ask", "app", item.Place)
	keep := widgets.NewButton(p.Text("button.keep"), look.IconNone, widgets.Primary, d.close)
	remove := widgets.NewButton(p.Text("button.remove"), look.IconNone, widgets.Ordinary, func() {
		d.close()
		s.leaving.set(item, true)
	})
	d.put(widgets.Column(0, toldBy(verdictLook(diagnose.Action), ask, w.lines(p.Block(item.Why).Lines))), keep, d.close, remove, keep)
}
