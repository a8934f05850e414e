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
	Start func(ctx context.Context, elevated bool, stores []trust.StoreID) (io.ReadWriteCloser, error)
	// Key returns the private key that an Import step brings, as PKCS #8; whoever gave it wipes it. nil = there is none
	// to be had, and such steps are not made.
	Key func(Step) []byte
	// Backup keeps the private key that a Remove step takes away, on the disk, before it returns, or knows that the person
	// wants none; the step is not made otherwise. key is wiped afterwards, and nil where the store does not give it
	// out. nil = such steps are not made.
	Backup func(ctx context.Context, s Step, key []byte) error
	// Children is how many stores are changed side by side, each by a child of its own, since most of the time goes by
	// waiting for the disk; 0 = one after the other.
	Children int
	Now      func() time.Time
	Version  string
}

// An Outcome is what became of one step.
type Outcome struct {
	Step  Step
	OK    bool
	Seen  *trust.State // as read back; nil when the step was not made
	Fault *Fault
}

// Apply makes the steps of a plan: those of a store in order, those that need an administrator last. Where one cannot be made,
// those that follow in the same store are left out, and the other stores go on: a forgotten password of one program keeps
// nobody from the others. It returns the number of the change in the journal and an outcome for each step; those left out
// have neither Seen nor Fault. The error is for what kept the whole from being tried.
//
// A plan of proofs alone is in no journal, and its number is 0: the journal is the list of what was changed and can be taken
// back, and such a record would only offer an undo of nothing. Nor is there anything to find out about after a crash.
func (a Applier) Apply(ctx context.Context, talk task.Talk, p Plan, about Of) (int, []Outcome, error) {
	if err := p.Check(a.Catalog); err != nil {
		return 0, nil, err
	}
	unlock, err := a.Journal.lock()
	if err != nil {
		return 0, nil, err
	}
	defer unlock()
	w, n := &writer{}, 0
	if p.changes() {
		w, n, err = a.Journal.begin(Record{Time: a.Now().UTC(), Version: a.Version, Plan: p, Of: about})
	}
	if err != nil {
		return 0, nil, err
	}
	defer w.close()
	out := make([]Outcome, len(p.Steps))
	for i, s := range p.Steps {
		out[i].Step = s
	}
	// User and administrator steps never share a child.
	user, admin := p.groups(a.Children > 1)
	err = a.sideBySide(ctx, talk, w, p, user, out)
	if err == nil && ctx.Err() == nil {
		err = a.make(ctx, talk, w, p, admin, out)
	}
	switch {
	case errors.Is(err, errGone):
		return n, out, nil // without an end in the journal: Recover finds out about the step, and ends the record
	case err == nil:
		err = w.end()
	}
	return n, out, a.Journal.lost(err, out)
}

// make makes steps of a plan, named by their places in it, one after the other. After one that cannot be made it goes on
// with those of other stores that do not hang on it, unless the person wants no more.
func (a Applier) make(ctx context.Context, talk task.Talk, w *writer, p Plan, left []int, out []Outcome) error {
	for len(left) > 0 {
		made, err := a.run(ctx, talk, w, p, left, out)
		if err != nil || made == len(left) || ctx.Err() != nil {
			return err
		}
		failed := left[made]
		left = slices.DeleteFunc(left[made:], func(i int) bool { return p.Steps[i].Store == p.Steps[failed].Store || p.hangsOn(i, failed) })
	}
	return nil
}

// errGone says that a child ended in the middle of a step.
var errGone = errors.New("the process that makes the changes ended in the middle")

// run has one child make the steps of the plan that are named by their places in it, up to the first that cannot be
// made, and returns how many were.
func (a Applier) run(ctx context.Context, talk task.Talk, w *writer, p Plan, steps []int, out []Outcome) (made int, err error) {
	var part Plan
	var stores []trust.StoreID
	for _, i := range steps {
		s := p.Steps[i]
		part.Steps = append(part.Steps, s)
		if !slices.Contains(stores, s.Store) {
			stores = append(stores, s.Store)
		}
	}
	at := steps[0]
	conn, err := a.Start(ctx, p.Steps[at].NeedsAdmin, stores)
	if err != nil && ctx.Err() != nil {
		return 0, nil // the person wants no more: the step was not begun
	}
	if err != nil {
		out[at].Fault = fault(err)
		return 0, w.note(entry{Done: &at, Fault: out[at].Fault})
	}
	defer func() {
		if conn.Close() != nil && made == len(steps) { // it was killed while it closed its store, which is cleared up by opening it anew
			a.Settle(ctx, p.Steps[steps[made-1]])
		}
	}()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	l := newLine(conn, conn)
	if err := l.say(hello{part}); err != nil {
		return 0, childGone(&out[at], err)
	}
	for made < len(steps) {
		at := steps[made] // in the plan; the child knows its own part of it
		var r report
		if err := l.hear(&r); err != nil {
			return made, childGone(&out[at], err)
		}
		switch {
		case r.Ask != nil:
			if err := a.answer(ctx, talk, l, made, *r.Ask, p.Steps[at]); err != nil {
				if ctx.Err() != nil {
					return made, nil // the person wants no more: the step was not begun
				}
				out[at].Fault = fault(err) // nobody knows the password: the step was not begun
				return made, w.note(entry{Done: &at, Fault: out[at].Fault})
			}
		case r.Ready != nil && *r.Ready == made && r.Before != nil && ctx.Err() != nil:
			clear(r.Key)
			return made, nil // the person wants no more: the child stops before the step
		case r.Ready != nil && *r.Ready == made && r.Before != nil:
			o := order{Go: made}
			if err := a.hands(ctx, w, p.Steps[at], r.Key, &o); err != nil {
				out[at].Fault = fault(err) // the child stops before the step: its input ends
				return made, w.note(entry{Done: &at, Fault: out[at].Fault})
			}
			if err := w.add(entry{Ready: &at, Before: r.Before}); err != nil {
				return made, err
			}
			if err := l.say(o); err != nil {
				return made, childGone(&out[at], err)
			}
		case r.Done != nil && *r.Done == made:
			out[at].Seen, out[at].Fault, out[at].OK = r.Seen, r.Fault, r.Fault == nil && r.Seen != nil
			// This line may reach the disk with the next one: that a step was made without it, Recover finds out.
			if err := w.note(entry{Done: &at, Seen: r.Seen, Fault: r.Fault}); err != nil {
				return made, err
			}
			if !out[at].OK {
				return made, nil
			}
			made++
			done := int(w.made.Add(1))
			talk.Report(task.Progress{Doing: message.M("change-running", "done", done, "total", len(p.Steps)), Done: done, Total: len(p.Steps)})
			if done == len(p.Steps) { // before the child closes its store, which keeps the disk busy
				return made, w.end()
			}
		default:
			return made, childGone(&out[at], errors.New("the child speaks of another step"))
		}
	}
	return made, nil
}

// hands takes care of the private key of a step that the child is ready for: of one that leaves a backup is kept, one
// that comes goes into the order.
func (a Applier) hands(ctx context.Context, w *writer, s Step, leaves []byte, o *order) error {
	w.keys.Lock()
	defer w.keys.Unlock()
	defer clear(leaves)
	switch {
	case s.Op == Import:
		if a.Key != nil {
			o.Key = a.Key(s)
		}
		if len(o.Key) == 0 {
			return &Fault{Code: "p12-import-anew"}
		}
	case s.Op == Remove && s.Key:
		if a.Backup == nil {
			return &Fault{Code: "change-has-key"}
		}
		return a.Backup(ctx, s, leaves)
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
