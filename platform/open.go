package platform

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"certviewer/trust"
)

// A finder looks for the stores of one kind.
type finder struct {
	family  trust.StoreID // what all their IDs begin with
	program string        // whose they are: a catalogue ID, or ""
	place   string        // where it looks, for a person
	nss     bool          // whether they are NSS databases
	find    func(context.Context, computer) []trust.Store
}

// nssPrefix begins the ID of a database that was named by its folder.
const nssPrefix = "nssdb:"

func (c computer) open(ctx context.Context, w trust.Where) ([]trust.Store, error) {
	c.home = w.Home
	all := slices.Clone(finders)
	for _, dir := range w.NSSDBs {
		all = append(all, folderFinder(folder(dir), true))
	}
	only := slices.Clone(w.Only)
	for i, id := range only { // --store nssdb:FOLDER names a folder that need not be known otherwise
		if dir, ok := id.Folder(); ok {
			f := folderFinder(folder(dir), false)
			all, only[i] = append(all, f), f.family
		}
	}
	found, err := c.run(ctx, all, func(f finder) bool { return wanted(f, only) })
	if err != nil {
		return nil, err
	}
	stores, known := unique(found)
	if len(only) == 0 {
		return stores, nil
	}
	ids := idsOf(stores)
	var out []trust.Store
	for i, name := range only {
		id, ok := known[name]
		if !ok {
			if id, err = trust.Find(ids, name); err != nil {
				if unknown, ok := errors.AsType[*trust.UnknownStoreError](err); ok {
					unknown.ID = w.Only[i] // as the person wrote it
					others, _ := c.run(ctx, all, func(f finder) bool { return !wanted(f, only) })
					every, _ := unique(append(found, others...))
					unknown.Known = idsOf(every)
				}
				return nil, err
			}
		}
		if s := stores[slices.Index(ids, id)]; !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out, nil
}

func idsOf(stores []trust.Store) []trust.StoreID {
	ids := make([]trust.StoreID, len(stores))
	for i, s := range stores {
		ids[i] = s.Info().ID
	}
	return ids
}

// wanted reports whether f can find anything that was asked for. A folder that was named may be
// known under another ID, so the finders of NSS databases are asked too.
func wanted(f finder, only []trust.StoreID) bool {
	if len(only) == 0 {
		return true
	}
	for _, name := range only {
		a, b := strings.ToLower(string(name)), strings.ToLower(string(f.family))
		if strings.HasPrefix(a, b) || strings.HasPrefix(b, a) || (f.nss && strings.HasPrefix(a, nssPrefix)) {
			return true
		}
	}
	return false
}

// run asks the finders that want lets through, all at once. One that does not answer, because a
// home folder on the network is gone, must not keep the others from being shown.
func (c computer) run(ctx context.Context, finders []finder, want func(finder) bool) ([]trust.Store, error) {
	type answer struct {
		i      int
		stores []trust.Store
	}
	answers := make(chan answer, len(finders))
	byFinder := make([][]trust.Store, len(finders))
	waiting := map[int]bool{}
	for i, f := range finders {
		if want(f) {
			waiting[i] = true
			go func() { answers <- answer{i, f.find(ctx, c)} }()
		}
	}
	timeout := time.NewTimer(c.patience)
	defer timeout.Stop()
	for len(waiting) > 0 {
		select {
		case a := <-answers:
			byFinder[a.i] = a.stores
			delete(waiting, a.i)
		case <-timeout.C:
			for i := range waiting {
				f := finders[i]
				info := trust.Info{ID: f.family, Scope: trust.ScopeUser, Application: f.program, Path: f.place}
				byFinder[i] = []trust.Store{closed{info, trust.StoreNoAnswer}}
			}
			clear(waiting)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return slices.Concat(byFinder...), nil
}

// unique drops a database that was found before, by whatever path: the first ID is kept. known
// says which ID each database that was found is listed under.
func unique(found []trust.Store) (stores []trust.Store, known map[trust.StoreID]trust.StoreID) {
	first := map[string]*nssStore{}
	known = map[trust.StoreID]trust.StoreID{}
	for _, s := range found {
		id := s.Info().ID
		if n, ok := s.(*nssStore); ok {
			if earlier, twice := first[n.realPath]; twice {
				known[id] = earlier.info.ID
				earlier.named = earlier.named || n.named
				continue
			}
			first[n.realPath] = n
		}
		known[id] = id
		stores = append(stores, s)
	}
	return stores, known
}

// folderFinder finds the database in a folder that a person named. always says whether it is a
// store even where there is no such folder.
func folderFinder(dir string, always bool) finder {
	id := nssPrefix + trust.StoreID(dir)
	return finder{family: id, place: dir, find: func(_ context.Context, c computer) []trust.Store {
		if !always && !isDir(dir) {
			return nil
		}
		s := c.nssStore(trust.Info{ID: id, Scope: trust.ScopeUser, Path: dir})
		s.named = true
		return []trust.Store{s}
	}}
}

// folder returns a folder named by a person as a clean absolute path. "sql:" in front of it is
// how NSS's own tools want it.
func folder(dir string) string {
	dir = strings.TrimPrefix(dir, "sql:")
	if abs, err := filepath.Abs(dir); err == nil {
		return abs
	}
	return filepath.Clean(dir)
}

// A closed store stands for a place that cannot be looked at.
type closed struct {
	info trust.Info
	code string // of the problem
}

func (s closed) Info() trust.Info { return s.info }

func (s closed) Entries(context.Context) ([]trust.Entry, error) {
	return nil, &trust.Problem{Code: s.code, Detail: s.info.Path}
}

func (s closed) Close() error { return nil }
