package app

import (
	"context"
	"slices"
	"strings"

	"certviewer/catalog"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// Named finds the stores that a person names, in any spelling that Where.Only understands, without reading them. It returns
// what they are called in full, and w with the folders among them, so that they are looked at beside all others.
func (a *App) Named(ctx context.Context, w trust.Where, names []string) (trust.Where, []trust.StoreID, error) {
	if len(names) == 0 {
		return w, nil, nil
	}
	only := w
	only.Only = nil
	for _, name := range names {
		only.Only = append(only.Only, trust.StoreID(name))
	}
	stores, err := a.Open(ctx, only)
	if err != nil {
		return w, nil, err
	}
	var ids []trust.StoreID
	w.NSSDBs = slices.Clone(w.NSSDBs)
	for _, s := range stores {
		info := s.Info()
		s.Close()
		ids = append(ids, info.ID)
		if strings.HasPrefix(string(info.ID), "nssdb:") {
			w.NSSDBs = append(w.NSSDBs, info.Path)
		}
	}
	return w, ids, nil
}

// Choose returns the destinations of these stores; without any, all where something is and that this person may change. A
// store that takes no private keys is block p12-no-keys-there.
func (a *App) Choose(host *facts.Host, f *P12, stores []trust.StoreID) (out []Destination, err error) {
	all := a.Destinations(host, f)
	if len(stores) == 0 {
		return slices.DeleteFunc(all, func(d Destination) bool {
			return d.Absent || d.Problem != nil && !d.Store.Writable
		}), nil
	}
	for _, id := range stores {
		i := slices.IndexFunc(all, func(d Destination) bool { return d.Store.ID == id })
		if i < 0 {
			return nil, &message.Problem{What: message.M("p12-no-keys-there", "place", catalog.PlaceName(id, infosOfHost(host)))}
		}
		out = append(out, all[i])
	}
	return out, nil
}

// GatherOwn is GatherStored for an import: the stores of the person, and the system's list, which has the roots. The
// built-in list, which a child process has to be started for, is read only where there is no such list.
func (a *App) GatherOwn(ctx context.Context, talk task.Talk, w trust.Where) (*facts.Host, error) {
	stores, err := a.Open(ctx, w)
	if err != nil {
		return nil, err
	}
	var all, own []trust.StoreID
	system := false
	for _, s := range stores {
		info := s.Info()
		s.Close()
		all = append(all, info.ID)
		if info.Scope != trust.ScopeApplication {
			own = append(own, info.ID)
		}
		system = system || info.Scope == trust.ScopeComputer
	}
	if w.Only = all; system {
		w.Only = own
	}
	return a.GatherStored(ctx, talk, w)
}
