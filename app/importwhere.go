package app

import (
	"context"
	"slices"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/change"
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
		if _, ok := info.ID.Folder(); ok {
			w.NSSDBs = append(w.NSSDBs, info.Path)
		}
	}
	return w, ids, nil
}

// Choose returns the destinations of these stores; without any, all where something is: those that cannot be changed too, to
// be told of. A store that takes no private keys is block p12-no-keys-there.
func (a *App) Choose(host *facts.Host, f *P12, stores []trust.StoreID) (out []Destination, err error) {
	all := a.Destinations(host, f)
	if len(stores) == 0 {
		return slices.DeleteFunc(all, func(d Destination) bool { return d.Absent }), nil
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

// GatherOwn is Gather for an import: it takes the stores at their word, and reads the person's own stores. The lists of roots,
// which take longer, are read only where something about the file hangs on them: the way up from a certificate is not
// complete without, or there is a root in the file. Of these the system's comes first; the built-in one needs a child process.
func (a *App) GatherOwn(ctx context.Context, talk task.Talk, w trust.Where, f *P12) (*facts.Host, error) {
	stores, err := a.Open(ctx, w)
	if err != nil {
		return nil, err
	}
	lists := map[trust.Scope][]trust.StoreID{}
	for _, s := range stores {
		info := s.Info()
		s.Close()
		lists[info.Scope] = append(lists[info.Scope], info.ID)
	}
	host := &facts.Host{Computer: a.computer(ctx)}
	for _, scope := range []trust.Scope{trust.ScopeUser, trust.ScopeComputer, trust.ScopeApplication} {
		if len(lists[scope]) == 0 {
			continue
		}
		only := w
		only.Only = lists[scope]
		more, err := a.gather(ctx, talk, only, gathering{entries: stored}, nil)
		if err != nil {
			return nil, err
		}
		if scope == trust.ScopeUser {
			host = more
		} else {
			host.Stores = append(host.Stores, more.Stores...)
		}
		if a.explained(host, f) {
			break
		}
	}
	return host, nil
}

// explained reports whether the way up from each certificate of a file is known, and whether its roots are.
func (a *App) explained(host *facts.Host, f *P12) bool {
	return !slices.ContainsFunc(a.Contents(host, f), func(c Content) bool { return c.Missing != nil }) &&
		!slices.ContainsFunc(f.Roots(), func(root *cert.Certificate) bool { return !Anywhere(host, root) })
}

// Anywhere reports whether some store of host holds a certificate.
func Anywhere(host *facts.Host, x *cert.Certificate) bool {
	return slices.ContainsFunc(host.Stores, func(s facts.Store) bool { return change.StateOf(s.Entries, x.SHA256).Present })
}
