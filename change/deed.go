package change

import (
	"context"
	"errors"

	"certviewer/cert"
	"certviewer/trust"
)

// A deed is a step as the child makes it: what is there, the act, and whether what is read back is what was asked for.
type deed interface {
	state(ctx context.Context) (trust.State, error)
	do(ctx context.Context, key []byte) error
	key(ctx context.Context) ([]byte, error) // the private key that leaves
	asked(seen trust.State) bool
}

// deedOf returns the deed of a step. open opens the step's store, or returns what is open.
func deedOf(s Step, open func() (trust.Writer, error), create func(context.Context, trust.StoreID) error) (deed, error) {
	if s.Op == Create {
		return creation{s, open, create}, nil
	}
	w, err := open()
	if err != nil {
		return nil, err
	}
	d := writing{s, s.Certificate(), w}
	if s.what() != Prefs {
		return d, nil
	}
	if s.Account != "" {
		if a, ok := w.(trust.Appointer); ok {
			return appointment{d, a}, nil
		}
	} else if f, ok := w.(trust.Forgetter); ok {
		return oblivion{d, f}, nil
	}
	return nil, trust.ErrReadOnly
}

// A writing is a step about what a store holds of a certificate.
type writing struct {
	Step
	x *cert.Certificate
	w trust.Writer
}

func (d writing) state(ctx context.Context) (trust.State, error) { return d.w.State(ctx, d.x) }

func (d writing) do(ctx context.Context, key []byte) error {
	switch d.Op {
	case Add:
		return d.w.Add(ctx, d.x, d.Name, d.want())
	case Trust, Distrust:
		return d.w.SetTrust(ctx, d.x, d.want())
	case Remove, Restore:
		return d.leave(ctx)
	}
	w, err := d.identities()
	if err != nil {
		return err
	}
	if d.Op == Import {
		if err := w.AddIdentity(ctx, d.x, key, d.Name); err != nil {
			return err
		}
	}
	return w.Prove(ctx, d.x)
}

// leave makes a step after which something is gone: the certificate, its key, or what an undone step brought.
func (d writing) leave(ctx context.Context) error {
	if d.Key {
		w, err := d.identities()
		if err != nil {
			return err
		}
		if err := w.RemoveIdentity(ctx, d.x); err != nil || d.Op == Remove || !d.Before.Present {
			return err
		}
	}
	if d.Op == Remove {
		return d.w.Remove(ctx, d.x)
	}
	return d.w.Restore(ctx, d.x, *d.Before)
}

func (d writing) key(ctx context.Context) ([]byte, error) {
	w, err := d.identities()
	if err != nil {
		return nil, err
	}
	return w.Key(ctx, d.x)
}

func (d writing) identities() (trust.IdentityWriter, error) {
	w, ok := d.w.(trust.IdentityWriter)
	if !ok {
		return nil, trust.ErrReadOnly
	}
	return w, nil
}

func (d writing) asked(seen trust.State) bool { return asked(d.Step, seen) }

// asked reports whether what was read back is what the step asked for.
func asked(s Step, seen trust.State) bool {
	switch s.Op {
	case Remove:
		return !seen.Held()
	case Restore:
		return seenState(seen) == seenState(*s.Before) || !s.Before.Present && !seen.Held()
	case Create:
		return seen.Present
	case Import, Prove:
		return seen.Present && seen.HasKey
	case Prefs:
		return true // what a program's settings say of a certificate is not for this side to read: see appointment
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

// A creation makes the empty database of a store.
type creation struct {
	Step
	open   func() (trust.Writer, error)
	create func(context.Context, trust.StoreID) error
}

// state implements deed: Present says that there is a database.
func (d creation) state(context.Context) (trust.State, error) {
	_, err := d.open()
	if errors.Is(err, trust.ErrAbsent) {
		return trust.State{}, nil
	}
	return trust.State{Present: err == nil}, err
}

func (d creation) do(ctx context.Context, _ []byte) error { return d.create(ctx, d.Store) }
func (d creation) key(context.Context) ([]byte, error)    { return nil, trust.ErrNotPresent }
func (d creation) asked(seen trust.State) bool            { return asked(d.Step, seen) }

// An appointment makes an account of a mail program name the certificate.
type appointment struct {
	writing
	a trust.Appointer
}

func (d appointment) state(ctx context.Context) (trust.State, error) {
	return d.a.AccountState(ctx, d.Account)
}

func (d appointment) do(ctx context.Context, _ []byte) error {
	if d.Op == Restore {
		return d.a.RestoreAccount(ctx, d.Account, *d.Before)
	}
	return d.a.Appoint(ctx, d.Account, d.x)
}

// An oblivion makes a browser forget for which sites the certificate was chosen.
type oblivion struct {
	writing
	f trust.Forgetter
}

func (d oblivion) state(ctx context.Context) (trust.State, error) { return d.f.ChoiceState(ctx, d.x) }

func (d oblivion) do(ctx context.Context, _ []byte) error {
	if d.Op == Restore {
		return d.f.RestoreChoices(ctx, d.x, *d.Before)
	}
	return d.f.Forget(ctx, d.x)
}

func (d oblivion) asked(seen trust.State) bool {
	if d.Op == Restore {
		return asked(d.Step, seen)
	}
	return !seen.Present
}
