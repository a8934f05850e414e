package ui

import (
	"context"
	"errors"
	"runtime/debug"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/assets"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/task"
)

const (
	// drawEvery is how often what comes from beside the window is drawn, at most.
	drawEvery = 100 * time.Millisecond
	// slowAfter is when a look is long enough for a progress bar and Cancel.
	slowAfter = 400 * time.Millisecond
	// tidyAfter is when the memory that a look needed for a moment is given back to the system; by then all
	// is drawn that came of it.
	tidyAfter = time.Second
)

// A part is how far a look at this computer has come.
type part struct {
	progress task.Progress
	host     *facts.Host // nil = nothing new
	rows     []app.Row
	count    int // of what a list of all stores shows
}

// look looks at this computer anew, beside the window. A first look shows what each store holds as soon as it
// has answered; a later one leaves everything as it stands until it is done.
func (w *window) look() {
	w.run++
	run := w.run
	if w.enough != nil {
		w.enough(context.Canceled) // the look before this one
	}
	ctx, enough := context.WithCancelCause(w.ctx)
	w.enough = enough
	w.running, w.slow, w.progress = true, false, task.Progress{}
	w.update()
	w.after(slowAfter, func() {
		if run == w.run && w.running {
			w.slow = true
			w.status.update()
		}
	})
	first := w.health == nil
	show := newThrottle(w.after, func(p part) {
		if run != w.run || !w.running {
			return
		}
		w.progress = p.progress
		if p.host != nil && p.host != w.host {
			w.host, w.rows, w.count = p.host, p.rows, p.count
			w.update()
			return
		}
		w.status.update()
		w.pages[w.page].update()
	})
	w.spawn(func() {
		host, err := w.core.GatherEach(ctx, task.Talk{Progress: func(p task.Progress) {
			show.set(func(now *part) { now.progress = p })
		}}, w.opts.Where, func(h *facts.Host) {
			if first {
				rows := w.core.RowsOf(h, "")
				count := app.Unfolded(rows)
				show.set(func(now *part) { now.host, now.rows, now.count = h, rows, count })
			}
		})
		var health *app.Health
		var rows []app.Row
		var count int
		if err == nil {
			health, rows = w.core.Judge(host, nil), w.core.RowsOf(host, "")
			count = app.Unfolded(rows)
		}
		fyne.Do(func() {
			if run != w.run || w.ctx.Err() != nil {
				return
			}
			w.running, w.slow = false, false
			switch {
			case err == nil:
				w.problem, w.host, w.health, w.rows, w.count = nil, host, health, rows, count
			case errors.Is(err, context.Canceled):
				w.problem = &message.Problem{What: message.M("cancelled")}
			default:
				w.problem = message.AsProblem(err)
			}
			w.update()
			w.after(tidyAfter, func() { w.spawn(tidy) })
		})
	})
}

// tidy gives memory back to the system that nobody needs now.
func tidy() {
	debug.FreeOSMemory()
	assets.ForgetFonts()
}

// stopWaiting ends a look with what was read by now.
func (w *window) stopWaiting() {
	if w.running {
		w.enough(task.ErrEnough)
	}
}

// A throttle passes on the latest of what it is given, from any goroutine, at most once in drawEvery.
type throttle struct {
	after func(time.Duration, func()) // calls on Fyne's goroutine
	show  func(part)

	mu   sync.Mutex
	now  part
	due  bool
	last time.Time
}

func newThrottle(after func(time.Duration, func()), show func(part)) *throttle {
	return &throttle{after: after, show: show}
}

func (t *throttle) set(change func(*part)) {
	t.mu.Lock()
	change(&t.now)
	due, wait := t.due, max(0, time.Until(t.last.Add(drawEvery)))
	t.due = true
	t.mu.Unlock()
	if !due {
		t.after(wait, t.draw)
	}
}

func (t *throttle) draw() {
	t.mu.Lock()
	now := t.now
	t.due, t.last = false, time.Now()
	t.mu.Unlock()
	t.show(now)
}
