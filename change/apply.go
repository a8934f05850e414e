package change

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"certviewer/catalog"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// An Applier is the parent: it starts children, writes the journal, and answers them.
type Applier struct {
	Journal Journal
	Catalog *catalog.Catalog
	// Start starts a child that will open these stores, with administrator's rights where elevated. Closing the result ends
	// its input and waits.
	Start   func(ctx context.Context, elevated bool, stores []trust.StoreID) (io.ReadWriteCloser, error)
	Now     func() time.Time
	Version string
}

// An Outcome is what became of one step.
type Outcome struct {
	Step  Step
	OK    bool
	Seen  *trust.State // as read back; nil when the step was not made
	Fault *Fault
}

// Apply makes the steps of a plan in order and stops at the first that cannot be made. It returns the number of the
// change in the journal and an outcome for each step; those after the stop have neither Seen nor Fault. The
// error is for what kept the whole from being tried.
func (a Applier) Apply(ctx context.Context, talk task.Talk, p Plan, undoes int) (int, []Outcome, error) {
	if err := p.Check(a.Catalog); err != nil {
		return 0, nil, err
	}
	unlock, err := a.Journal.lock()
	if err != nil {
		return 0, nil, err
	}
	defer unlock()
	w, n, err := a.Journal.begin(Record{Time: a.Now().UTC(), Version: a.Version, Plan: p, Undoes: undoes})
	if err != nil {
		return 0, nil, err
	}
	defer w.close()
	out := make([]Outcome, len(p.Steps))
	for i, s := range p.Steps {
		out[i].Step = s
	}
	// User and administrator steps never share a child: each run of steps of one kind has its own.
	for from := 0; from < len(p.Steps); {
		to := from + 1
		for to < len(p.Steps) && p.Steps[to].NeedsAdmin == p.Steps[from].NeedsAdmin {
			to++
		}
		if err := a.run(ctx, talk, w, p, from, to, out); errors.Is(err, errGone) {
			return n, out, nil // without an end in the journal: Recover finds out about the step, and ends the record
		} else if err != nil {
			return n, out, err
		}
		if !out[to-1].OK {
			break
		}
		from = to
	}
	return n, out, w.add(entry{End: true})
}

// errGone says that a child ended in the middle of a step.
var errGone = errors.New("the process that makes the changes ended in the middle")

// run has one child make steps from to to.
func (a Applier) run(ctx context.Context, talk task.Talk, w *writer, p Plan, from, to int, out []Outcome) error {
	var stores []trust.StoreID
	for _, s := range p.Steps[from:to] {
		if !slices.Contains(stores, s.Store) {
			stores = append(stores, s.Store)
		}
	}
	conn, err := a.Start(ctx, p.Steps[from].NeedsAdmin, stores)
	if err != nil {
		out[from].Fault = fault(err)
		return w.note(entry{Done: &from, Fault: out[from].Fault})
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	l := newLine(conn, conn)
	if err := l.say(hello{Plan{p.Steps[from:to]}}); err != nil {
		return childGone(&out[from], err)
	}
	for at := from; at < to; {
		var r report
		if err := l.hear(&r); err != nil {
			return childGone(&out[at], err)
		}
		switch {
		case r.Ask != nil:
			if err := a.answer(ctx, talk, l, at-from, *r.Ask, p.Steps[at]); err != nil {
				out[at].Fault = fault(err) // nobody knows the password: the step was not begun
				return w.note(entry{Done: &at, Fault: out[at].Fault})
			}
		case r.Ready != nil && *r.Ready == at-from && r.Before != nil:
			if err := w.add(entry{Ready: &at, Before: r.Before}); err != nil {
				return err // the child stops: its input ends
			}
			if err := l.say(order{Go: at - from}); err != nil {
				return childGone(&out[at], err)
			}
		case r.Done != nil && *r.Done == at-from:
			out[at].Seen, out[at].Fault, out[at].OK = r.Seen, r.Fault, r.Fault == nil && r.Seen != nil
			// This line may reach the disk with the next one: that a step was made without it, Recover finds out.
			if err := w.note(entry{Done: &at, Seen: r.Seen, Fault: r.Fault}); err != nil {
				return err
			}
			if !out[at].OK {
				return nil
			}
			at++
			talk.Report(task.Progress{Doing: message.M("change-running", "done", at, "total", len(p.Steps)), Done: at, Total: len(p.Steps)})
		default:
			return childGone(&out[at], errors.New("the child speaks of another step"))
		}
	}
	return nil
}

// answer passes the child's question for a Primary Password to the person.
func (a Applier) answer(ctx context.Context, talk task.Talk, l *line, step, attempt int, s Step) error {
	o := order{Go: step}
	if talk.Secret != nil {
		secret, err := talk.Secret(ctx, message.M("p12-primary-password", "store", string(s.Store)), attempt)
		if err != nil {
			return err
		}
		defer clear(secret)
		if o.Secret = secret; secret == nil {
			o.Secret = []byte{}
		}
	}
	return l.say(o)
}

// childGone tells that a child ended, or spoke nonsense, in the middle of a step.
func childGone(o *Outcome, err error) error {
	o.Fault = &Fault{Code: "change-interrupted-step", Detail: fmt.Sprintf("%v: %v", errGone, err)}
	return errGone
}
