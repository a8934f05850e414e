package app

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"slices"

	"certviewer/catalog"
	"certviewer/change"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// Names is the catalogue, for StepLine and OutcomeMessage: it calls roots by the names people know.
func (a *App) Names() *catalog.Catalog { return a.Catalog }

// Request is what the button of a finding asks for; false where the certificate to add is not in the catalogue.
func (a *App) Request(f diagnose.Fix) (change.Request, bool) {
	x := f.Certificate
	if x == nil {
		if root := a.Catalog.RootByID(f.Root); root != nil {
			x = root.Certificate()
		}
	}
	return change.Request{Op: change.Op(f.Op), Certificate: x, Stores: f.Stores, From: f.From, For: f.For}, x != nil
}

// Propose makes one plan of what a person asks for, from a fresh look at the stores it names, and returns what was
// seen beside it.
func (a *App) Propose(ctx context.Context, w trust.Where, rr ...change.Request) (change.Plan, *facts.Host, error) {
	w.Only = nil
	rr = slices.Clone(rr)
	for i, r := range rr {
		rr[i].Stores = r.Where()
		for _, id := range slices.Concat(rr[i].Stores, r.From) {
			if !slices.Contains(w.Only, id) {
				w.Only = append(w.Only, id)
			}
		}
	}
	host, err := a.Gather(ctx, task.Talk{}, w)
	if err != nil {
		return change.Plan{}, nil, err
	}
	var known []trust.StoreID
	for _, s := range host.Stores {
		known = append(known, s.ID)
	}
	for _, s := range host.Absent {
		known = append(known, s.ID)
	}
	for i, r := range rr {
		if len(rr) == 1 && len(r.From) == 0 && len(known) >= len(r.Stores) {
			rr[i].Stores = known // a folder may be named in many ways
			break
		}
		if rr[i].Stores, err = inFull(known, r.Stores); err == nil {
			rr[i].From, err = inFull(known, r.From)
		}
		if err != nil {
			return change.Plan{}, host, err
		}
	}
	p, err := change.Propose(host, a.Catalog, rr...)
	return p, host, err
}

// inFull returns stores as they are called in full, each once.
func inFull(known, names []trust.StoreID) (out []trust.StoreID, err error) {
	for _, name := range names {
		id, err := trust.Find(known, name)
		if err != nil {
			return nil, &message.Problem{What: message.M("store-nothing-there", "place", catalog.PlaceName(name, nil)), Cause: err}
		}
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out, nil
}

// Apply makes a plan that a person confirmed. The number is that of the change in the history.
func (a *App) Apply(ctx context.Context, talk task.Talk, p change.Plan) (int, []change.Outcome, error) {
	return a.apply(ctx, talk, p, change.Of{}, Keys{})
}

// Keys are the private keys that steps of a plan bring and take away: see change.Applier.
type Keys struct {
	Bring func(change.Step) []byte
	Keep  func(ctx context.Context, s change.Step, key []byte) error
}

func (a *App) apply(ctx context.Context, talk task.Talk, p change.Plan, about change.Of, keys Keys) (int, []change.Outcome, error) {
	j, err := a.journal()
	if err != nil {
		return 0, nil, err
	}
	n, out, err := change.Applier{Journal: j, Catalog: a.Catalog, Start: a.Start, Now: a.Now, Version: a.Version, Key: keys.Bring, Backup: keys.Keep, Children: children()}.Apply(ctx, a.recalling(talk), p, about)
	for _, o := range out {
		code := "ok"
		if o.Fault != nil {
			code = o.Fault.Code
		}
		a.Log.Info("step", "change", n, "op", o.Step.Op, "store", kind(o.Step.Store), "code", code)
	}
	return n, out, err
}

// children is how many stores are changed side by side. Windows and macOS ask a person themselves, one question at a time.
func children() int {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return 1
	}
	return 4
}

func (a *App) journal() (change.Journal, error) {
	d, err := journalFolder()
	return change.Journal{Dir: d, Lock: a.Lock}, err
}

func journalFolder() (string, error) {
	d, err := DataFolder()
	return filepath.Join(d, "journal"), err
}

// LockFile is the file that Deps.Lock is called with. Its folder may not be there yet.
func LockFile() (string, error) {
	d, err := journalFolder()
	return change.Journal{Dir: d}.LockFile(), err
}

// History returns the changes, the newest first. One whose run was killed is held against the stores first, so that
// each of its steps is told as made or not. With an error beside the changes that is not known of one of them.
func (a *App) History(ctx context.Context, w trust.Where) ([]change.Record, error) {
	_, first := a.Interrupted(ctx, w)
	j, err := a.journal()
	if err != nil {
		return nil, err
	}
	all, err := j.Records()
	slices.Reverse(all)
	return all, cmp.Or(err, first)
}

// Interrupted returns the changes whose run was killed, as they stand now that they were held against the stores. Each
// is told of once: after that it is a change like any other in the history.
func (a *App) Interrupted(ctx context.Context, w trust.Where) ([]change.Record, error) {
	j, err := a.journal()
	if err != nil {
		return nil, err
	}
	killed, err := j.Unfinished()
	if err != nil {
		return nil, err
	}
	var out []change.Record
	var first error
	for _, r := range killed {
		r, err := j.Recover(ctx, r, a.settled(w))
		switch {
		case err == nil:
			out = append(out, r)
		case first == nil:
			first = err
		}
	}
	return out, first
}

// UndoPlan returns the plan that takes change n back, with what was made later to finish it.
func (a *App) UndoPlan(ctx context.Context, w trust.Where, n int) (change.Plan, error) {
	return a.again(ctx, w, n, change.Journal.Undo)
}

// RestPlan returns the plan of the steps of change n that were not made.
func (a *App) RestPlan(ctx context.Context, w trust.Where, n int) (change.Plan, error) {
	return a.again(ctx, w, n, change.Journal.Rest)
}

func (a *App) again(ctx context.Context, w trust.Where, n int, plan func(change.Journal, context.Context, int, change.Look) (change.Plan, error)) (change.Plan, error) {
	_, unknown := a.Interrupted(ctx, w)
	j, err := a.journal()
	if err != nil {
		return change.Plan{}, err
	}
	if r, err := j.Record(n); err == nil && !r.Ended && unknown != nil { // of another change that need not be known
		return change.Plan{}, unknown
	}
	p, err := plan(j, ctx, n, a.look(w))
	if err != nil {
		return change.Plan{}, err
	}
	return p, p.Check(a.Catalog) // what may not be is told before it is shown
}

// ApplyUndo makes the plan that UndoPlan returned for change n.
func (a *App) ApplyUndo(ctx context.Context, talk task.Talk, p change.Plan, n int) (int, []change.Outcome, error) {
	return a.apply(ctx, talk, p, change.Of{Undoes: n}, Keys{})
}

// ApplyRest makes the plan that RestPlan returned for change n: the history then tells of both that they are one.
func (a *App) ApplyRest(ctx context.Context, talk task.Talk, p change.Plan, n int) (int, []change.Outcome, error) {
	j, err := a.journal()
	if err != nil {
		return 0, nil, err
	}
	r, err := j.Record(n)
	if err != nil {
		return 0, nil, err
	}
	return a.apply(ctx, talk, p, change.RestOf(r), Keys{})
}

// settled reads the store of a step once nothing in it is written by half.
func (a *App) settled(w trust.Where) change.Look {
	look := a.look(w)
	return func(ctx context.Context, s change.Step) (trust.State, error) {
		change.Applier{Start: a.Start}.Settle(ctx, s)
		return look(ctx, s)
	}
}

// look reads the store of a step afresh. One that has gone since, or cannot be read, is told by its block.
func (a *App) look(w trust.Where) change.Look {
	return func(ctx context.Context, s change.Step) (trust.State, error) {
		w := w
		w.Only = []trust.StoreID{s.Store}
		host, err := a.Gather(ctx, task.Talk{}, w)
		if _, gone := errors.AsType[*trust.UnknownStoreError](err); gone {
			return trust.State{}, change.Unread(&facts.Host{}, a.Catalog, s.Store, &trust.Problem{Code: trust.StoreNothingThere})
		}
		if err != nil {
			return trust.State{}, err
		}
		now, err := change.StateFor(host, s)
		if why, ok := errors.AsType[*trust.Problem](err); ok {
			err = change.Unread(host, a.Catalog, s.Store, why)
		}
		return now, err
	}
}
