package app

import (
	"context"
	"slices"
	"testing"

	"certviewer/cert"
	"certviewer/task"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// The lists of roots are read for a file that something about them would explain, the system's first, and for no other.
func TestGatherOwn(t *testing.T) {
	root, rootKey := trusttest.RootWithKey(t, "Campus Root")
	link, linkKey := subordinate(t, "Campus Link", root, rootKey)
	leaf, key := issuing{issuer: "Campus Link", person: "hanako", from: someday, root: link, key: linkKey}.issue(t)
	stranger, strangersKey := issuing{issuer: "Nobody", person: "hanako", from: someday}.issue(t)
	for what, c := range map[string]struct {
		file            string
		system, builtin []*cert.Certificate
		want            []trust.StoreID
	}{
		"the way up is not in the file":   {pack(t, leaf, key, link), []*cert.Certificate{root}, nil, []trust.StoreID{"firefox:a", "system"}},
		"the built-in list has the root":  {pack(t, leaf, key, link), nil, []*cert.Certificate{root}, []trust.StoreID{"firefox:a", "system", "nss-builtin"}},
		"the root is in the file":         {pack(t, leaf, key, link, root), []*cert.Certificate{root}, nil, []trust.StoreID{"firefox:a", "system"}},
		"nobody knows the issuer":         {pack(t, stranger, strangersKey), nil, nil, []trust.StoreID{"firefox:a", "system", "nss-builtin"}},
		"the root is one of the person's": {pack(t, leaf, key, link), nil, nil, []trust.StoreID{"firefox:a"}},
	} {
		store := func(id trust.StoreID, scope trust.Scope, has ...*cert.Certificate) trust.Store {
			var ee []trust.Entry
			for _, x := range has {
				ee = append(ee, trust.Entry{Certificate: x})
			}
			return trusttest.NewMemory(trust.Info{ID: id, Scope: scope}, ee...)
		}
		var own []*cert.Certificate
		if len(c.want) == 1 {
			own = append(own, root)
		}
		all := func() []trust.Store {
			return []trust.Store{store("nss-builtin", trust.ScopeApplication, c.builtin...), store("system", trust.ScopeComputer, c.system...), store("firefox:a", trust.ScopeUser, own...)}
		}
		a := gatherer(t)
		a.Open = func(_ context.Context, w trust.Where) ([]trust.Store, error) {
			return slices.DeleteFunc(all(), func(s trust.Store) bool { return len(w.Only) > 0 && !slices.Contains(w.Only, s.Info().ID) }), nil
		}
		host, err := a.GatherOwn(t.Context(), task.Talk{}, trust.Where{}, unlocked(t, c.file))
		if err != nil {
			t.Fatal(err)
		}
		var got []trust.StoreID
		for _, s := range host.Stores {
			got = append(got, s.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", what, got, c.want)
		}
	}
}
