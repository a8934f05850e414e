package change

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"certviewer/catalog"
	"certviewer/message"
	"certviewer/trust"
)

// A Child makes the steps of a plan.
type Child struct {
	// Open opens a store for change. secret asks for its Primary Password; the bytes are wiped by the asker.
	Open func(ctx context.Context, id trust.StoreID, secret func(attempt int) ([]byte, error)) (trust.Writer, error)
	// Create makes the empty database of a store that Open finds absent.
	Create  func(ctx context.Context, id trust.StoreID) error
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
	now := 0 // the step that a store asks for its password at; it may have been opened by an earlier one
	for i, s := range h.Plan.Steps {
		now = i
		if s.NeedsAdmin != c.Elevated || c.Elevated && !forAdmin(s) {
			return c.refuse(l, i, malformed("this step is not for this child"))
		}
		d, err := deedOf(s, func() (trust.Writer, error) {
			w := writers[s.Store]
			if w == nil {
				var err error
				if w, err = c.Open(ctx, s.Store, c.asker(l, &now)); err != nil {
					return nil, err
				}
				writers[s.Store] = w
			}
			return w, nil
		}, c.Create)
		if err != nil {
			return c.refuse(l, i, err)
		}
		if err := c.step(ctx, l, i, d, s); err != nil {
			return err
		}
	}
	return nil
}

// forAdmin reports whether a step is one of the few that an elevated child makes.
func forAdmin(s Step) bool {
	ours := s.Store == systemStore || strings.HasPrefix(string(s.Store), computerLists)
	return ours && !s.Key && slices.Contains([]Op{Add, Trust, Distrust, Remove}, s.what())
}

// systemStore is the only store that an elevated child knows on Linux, and the lists of the computer those on Windows.
const systemStore trust.StoreID = "system"

// step makes one step, or reports why not. A private key that leaves is handed over with Ready: the parent says go once
// it is safe.
func (c Child) step(ctx context.Context, l *line, i int, d deed, s Step) error {
	before, err := d.state(ctx)
	if err != nil {
		return c.refuse(l, i, err)
	}
	if seenState(before) != s.Expect {
		return c.refuse(l, i, &Fault{Code: "change-store-moved"})
	}
	ready := report{Ready: &i, Before: &before}
	if s.Op == Remove && s.Key {
		if ready.Key, err = d.key(ctx); err != nil && !errors.Is(err, trust.ErrKeyStays) {
			return c.refuse(l, i, err)
		}
	}
	err = l.say(ready)
	clear(ready.Key)
	if err != nil {
		return err
	}
	var o order
	if err := l.hear(&o); err != nil {
		return err
	}
	if o.Go != i {
		return c.refuse(l, i, malformed("the parent speaks of step %d", o.Go))
	}
	err = d.do(ctx, o.Key)
	clear(o.Key)
	if err != nil && !errors.Is(err, trust.ErrNotProven) {
		return c.refuse(l, i, err)
	}
	unproven := err
	seen, err := d.state(ctx)
	if err != nil {
		return c.refuse(l, i, err)
	}
	switch {
	case !d.asked(seen):
		return c.refuse(l, i, &Fault{Code: "change-not-as-asked", Detail: fmt.Sprintf("read back: %v %q", seen.Present, seen.Native)})
	case unproven != nil: // it is there, and does not work: the person decides
		f := fault(unproven)
		if err := l.say(report{Done: &i, Seen: &seen, Fault: f}); err != nil {
			return err
		}
		return f
	}
	return l.say(report{Done: &i, Seen: &seen})
}

// asker asks the parent for the Primary Password of the store of step now; it is called for the first, second and third
// attempt, which the parent counts from 0.
func (c Child) asker(l *line, now *int) func(int) ([]byte, error) {
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
		if o.Go != *now || o.Secret == nil {
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
		file, _ := p.What.Args["file"].(message.Text)
		return &Fault{Code: p.What.ID, Detail: err.Error(), File: string(file)}
	}
	if p, ok := errors.AsType[*trust.Problem](err); ok {
		return &Fault{Code: p.Code, Detail: p.Detail}
	}
	if _, ok := errors.AsType[*trust.UnknownStoreError](err); ok { // its folder has gone since
		return &Fault{Code: trust.StoreNothingThere, Detail: err.Error()}
	}
	if k, ok := errors.AsType[*trust.KeyKindError](err); ok {
		return &Fault{Code: "p12-key-kind", Detail: k.Kind}
	}
	if errors.Is(err, trust.ErrReplaceable) {
		return &Fault{Code: "change-admin-commands", Detail: Replaceable}
	}
	for sentinel, code := range map[error]string{
		trust.ErrHasKey: "change-has-key", trust.ErrSerialClash: "change-serial-clash", trust.ErrPurpose: "change-purpose",
		trust.ErrWrongPassword: "p12-primary-password-wrong", trust.ErrNeedPassword: "p12-primary-password",
		trust.ErrPresent: "change-store-moved", trust.ErrNotPresent: "change-store-moved", trust.ErrNoSpace: "change-no-space",
		trust.ErrNotProven: "p12-not-proven", trust.ErrKeyStays: "swap-key-not-exportable", trust.ErrKeyMismatch: "p12-key-mismatch",
		trust.ErrInUse: "p12-app-running", trust.ErrNoAccount: "prefs-no-account", trust.ErrNotMail: "prefs-not-mail",
		trust.ErrPinned: "prefs-pinned", trust.ErrChanged: "change-store-moved",
		trust.ErrRefused: "change-refused-by-person", trust.ErrReadOnly: "change-read-only", trust.ErrNeedsAdmin: "change-admin-commands", trust.ErrAbsent: "store-nothing-there",
	} {
		if errors.Is(err, sentinel) {
			return &Fault{Code: code, Detail: err.Error()}
		}
	}
	return &Fault{Code: "unexpected", Detail: err.Error()}
}
