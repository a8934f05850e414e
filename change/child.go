package change

import (
	"context"
	"errors"
	"fmt"
	"io"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
)

// A Child makes the steps of a plan.
type Child struct {
	// Open opens a store for change. secret asks for its Primary Password; the bytes are wiped by the asker.
	Open    func(ctx context.Context, id trust.StoreID, secret func(attempt int) ([]byte, error)) (trust.Writer, error)
	Catalog *catalog.Catalog
	// Elevated says that this child has administrator's rights: it then makes steps that need them and no others, and
	// knows one store.
	Elevated bool
}

// maxAttempts is how often a Primary Password is asked for.
const maxAttempts = 3

// Serve speaks with the parent until the plan is done, a step fails, or in ends. The error is for the child's own exit
// code; the parent has been told before.
func (c Child) Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	l := newLine(in, out)
	var h hello
	if err := l.hear(&h); err != nil {
		return err
	}
	writers := map[trust.StoreID]trust.Writer{}
	defer func() {
		for _, w := range writers {
			w.Close()
		}
	}()
	if err := h.Plan.Check(c.Catalog); err != nil {
		return c.refuse(l, 0, err)
	}
	for i, s := range h.Plan.Steps {
		if s.NeedsAdmin != c.Elevated || c.Elevated && s.Store != systemStore {
			return c.refuse(l, i, malformed("this step is not for this child"))
		}
		w := writers[s.Store]
		if w == nil {
			var err error
			if w, err = c.Open(ctx, s.Store, c.asker(l, i)); err != nil {
				return c.refuse(l, i, err)
			}
			writers[s.Store] = w
		}
		if err := c.step(ctx, l, i, s, w); err != nil {
			return err
		}
	}
	return nil
}

// systemStore is the only store that an elevated child knows.
const systemStore trust.StoreID = "system"

// step makes one step, or reports why not.
func (c Child) step(ctx context.Context, l *line, i int, s Step, w trust.Writer) error {
	x := s.Certificate()
	before, err := w.State(ctx, x)
	if err != nil {
		return c.refuse(l, i, err)
	}
	if seenState(before) != s.Expect {
		return c.refuse(l, i, &Fault{Code: "change-store-moved"})
	}
	if err := l.say(report{Ready: &i, Before: &before}); err != nil {
		return err
	}
	var o order
	if err := l.hear(&o); err != nil {
		return err
	}
	if o.Go != i {
		return c.refuse(l, i, malformed("the parent speaks of step %d", o.Go))
	}
	if err := act(ctx, w, s, x); err != nil {
		return c.refuse(l, i, err)
	}
	seen, err := w.State(ctx, x)
	if err != nil {
		return c.refuse(l, i, err)
	}
	if !asked(s, seen) {
		return c.refuse(l, i, &Fault{Code: "change-not-as-asked", Detail: fmt.Sprintf("read back: %v %q", seen.Present, seen.Native)})
	}
	return l.say(report{Done: &i, Seen: &seen})
}

func act(ctx context.Context, w trust.Writer, s Step, x *cert.Certificate) error {
	switch s.Op {
	case Add:
		return w.Add(ctx, x, s.Name, s.want())
	case Trust, Distrust:
		return w.SetTrust(ctx, x, s.want())
	case Remove:
		return w.Remove(ctx, x)
	}
	return w.Restore(ctx, x, *s.Before)
}

// asked reports whether what was read back is what the step asked for.
func asked(s Step, seen trust.State) bool {
	switch s.Op {
	case Remove:
		return !seen.Present
	case Restore:
		return seenState(seen) == seenState(*s.Before)
	}
	if s.Op == Distrust && s.Store == systemStore { // a bundle trusts what is in it, and nothing else
		return !seen.Present
	}
	if !seen.Present {
		return false
	}
	for _, p := range cert.Purposes {
		wanted := false
		for _, x := range s.For {
			wanted = wanted || x == p
		}
		v := seen.Trust[p].Verdict
		if (v == trust.Trusted) != wanted || s.Op == Distrust && p == cert.Server && v != trust.Distrusted {
			return false
		}
	}
	return true
}

// asker asks the parent for the Primary Password of step i's store; it is called for the first, second and third attempt,
// which the parent counts from 0.
func (c Child) asker(l *line, i int) func(int) ([]byte, error) {
	return func(attempt int) ([]byte, error) {
		if attempt > maxAttempts {
			return nil, trust.ErrWrongPassword
		}
		before := attempt - 1
		if err := l.say(report{Ask: &before}); err != nil {
			return nil, err
		}
		var o order
		if err := l.hear(&o); err != nil {
			return nil, err
		}
		if o.Go != i || o.Secret == nil {
			return nil, trust.ErrNeedPassword
		}
		return o.Secret, nil
	}
}

// refuse tells the parent why step i is not made, and returns the reason.
func (c Child) refuse(l *line, i int, err error) error {
	f := fault(err)
	if e := l.say(report{Done: &i, Fault: f}); e != nil {
		return e
	}
	return f
}

// fault turns an error into the code of a block.
func fault(err error) *Fault {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f
	}
	if p, ok := errors.AsType[*message.Problem](err); ok {
		return &Fault{Code: p.What.ID, Detail: err.Error()}
	}
	if p, ok := errors.AsType[*trust.Problem](err); ok {
		return &Fault{Code: p.Code, Detail: p.Detail}
	}
	for sentinel, code := range map[error]string{
		trust.ErrHasKey: "change-has-key", trust.ErrSerialClash: "change-serial-clash", trust.ErrPurpose: "change-purpose",
		trust.ErrWrongPassword: "p12-primary-password-wrong", trust.ErrNeedPassword: "p12-primary-password",
		trust.ErrPresent: "change-store-moved", trust.ErrNotPresent: "change-store-moved", trust.ErrNoSpace: "change-no-space",
		trust.ErrReadOnly: "change-read-only", trust.ErrNeedsAdmin: "change-admin-commands", trust.ErrAbsent: "store-nothing-there",
	} {
		if errors.Is(err, sentinel) {
			return &Fault{Code: code, Detail: err.Error()}
		}
	}
	return &Fault{Code: "unexpected", Detail: err.Error()}
}
