package diagnose

import (
	"slices"
	"strings"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
)

// Windows keeps certificates in lists with names, one set for the person and one for the computer: "user/Root",
// "machine/CA".
const (
	listRoots      = "Root"
	listDisallowed = "Disallowed"
	listLinks      = "CA" // “Intermediate Certification Authorities”
	listPersonal   = "MY"
	listFetched    = "AuthRoot" // the roots that Windows fetched: it fills the list by itself
)

// windowsList returns which of Windows' lists a store is; "" for stores of other kinds.
func windowsList(id trust.StoreID) string {
	for _, whose := range []string{"user/", "machine/"} {
		if name, ok := strings.CutPrefix(string(id), whose); ok {
			return name
		}
	}
	return ""
}

// blocking reports whether the place is a list of what is blocked, which counts whatever other lists say.
func (p place) blocking() bool { return windowsList(p.store.ID) == listDisallowed }

// aside reports whether the place is a list of Windows that says nothing of a root.
func (p place) aside() bool {
	list := windowsList(p.store.ID)
	return list != "" && !slices.Contains([]string{listRoots, listFetched, listDisallowed}, list)
}

// fetches returns the store that the system fills with the root when it is needed, trusted for all of these purposes;
// nil when it would not.
func (in *Input) fetches(root *catalog.Root, want []cert.Purpose) *facts.Store {
	for i := range in.Host.Stores {
		s := &in.Host.Stores[i]
		if s.OnDemand == nil || s.OnDemand.Off {
			continue
		}
		for _, e := range s.StandIn {
			lacks := func(p cert.Purpose) bool { return e.ForIssued(p).Verdict != trust.Trusted }
			if in.Catalog.RootFor(e.Certificate) == root && !slices.ContainsFunc(want, lacks) {
				return s
			}
		}
	}
	return nil
}

// fetchingOff reports whether an administrator has forbidden the system to fetch roots.
func (in *Input) fetchingOff() bool {
	return slices.ContainsFunc(in.Host.Stores, func(s facts.Store) bool { return s.OnDemand != nil && s.OnDemand.Off })
}

// holds reports whether one of the stores that match has the root.
func (in *Input) holds(root *catalog.Root, match func(*facts.Store) bool) bool {
	return slices.ContainsFunc(in.held, func(h holding) bool {
		return in.Catalog.RootFor(h.Certificate) == root && slices.ContainsFunc(h.places, func(p place) bool { return match(p.store) })
	})
}

// movable reports whether the place is a list in which a root counts for nothing, and out of which it can be taken.
func (p place) movable() bool {
	return slices.Contains([]string{listLinks, listPersonal}, windowsList(p.store.ID)) && p.From == "" && !p.HasKey
}

// misplaced returns where the root lies in lists of Windows that are no list of roots: the import wizard chooses one by
// itself, and a person's own list for a file without a chain.
func (in *Input) misplaced(root *catalog.Root) (out []place) {
	for _, h := range in.held {
		if in.Catalog.RootFor(h.Certificate) != root {
			continue
		}
		out = append(out, h.where(place.aside)...)
	}
	return out
}
