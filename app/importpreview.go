package app

import (
	"context"

	"certviewer/change"
	"certviewer/facts"
	"certviewer/trust"
)

// PreviewImport is the plan that ProposeImport would make now, by what was seen last. It asks no store, so that it can be
// drawn anew with each tick; what is made is the plan of a fresh look, once SameSteps says that it is this one.
func (a *App) PreviewImport(host *facts.Host, f *P12, stores []trust.StoreID) (change.Plan, error) {
	return change.ProposeImport(host, a.Catalog, a.identitiesFor(host, f), stores, a.rootsFor(host, f, stores)...)
}

// SameSteps reports whether two plans change the same things in the same places. What was there before them does
// not count.
func SameSteps(a, b change.Plan) bool {
	if len(a.Steps) != len(b.Steps) {
		return false
	}
	for i, x := range a.Steps {
		y := b.Steps[i]
		if x.Op != y.Op || x.Store != y.Store || x.SHA256 != y.SHA256 || x.Account != y.Account || x.Key != y.Key {
			return false
		}
	}
	return true
}

// StillRunning returns those of the stores whose programs have them open now. It reads no store: a page may ask it every
// second while a person closes windows.
func (a *App) StillRunning(ctx context.Context, stores []trust.Info) (out []trust.StoreID) {
	if a.Running == nil {
		return nil
	}
	for _, s := range stores {
		if a.Running(ctx, s) {
			out = append(out, s.ID)
		}
	}
	return out
}
