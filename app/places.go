package app

import (
	"context"

	"certviewer/facts"
	"certviewer/trust"
)

// Places is this computer and its stores by name, without what they hold. A store that w leaves out is there too: "Firefox"
// is a name only where there is one profile. Where the stores cannot be found there are none.
func (a *App) Places(ctx context.Context, w trust.Where) *facts.Host {
	h := &facts.Host{Computer: a.computer(ctx)}
	stores, err := a.Open(ctx, w.All())
	if err != nil {
		return h
	}
	for _, s := range stores {
		h.Stores = append(h.Stores, facts.Store{Info: s.Info()})
		s.Close()
	}
	return h
}
