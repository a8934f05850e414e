package app

import (
	"context"
	"crypto/sha1"
	"slices"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
)

// listOnDemand asks a store that its system fills when a root is needed for the list that the system goes by.
func listOnDemand(ctx context.Context, s trust.Store) (*trust.RootList, error) {
	f, ok := s.(trust.Fetcher)
	if !ok {
		return nil, nil
	}
	l, err := f.RootList(ctx)
	return &l, err
}

// fetchable fills in which roots the system would fetch, of those that the catalogue or other stores of host have: the
// system's list names certificates and has none. Where it has fetched no list yet, the catalogue's word stands in.
func (a *App) fetchable(h *facts.Host) {
	for i := range h.Stores {
		s := &h.Stores[i]
		if s.OnDemand == nil || s.OnDemand.Off || s.Problem != nil {
			continue
		}
		listed := map[[sha1.Size]byte]trust.Listed{}
		for _, l := range s.OnDemand.Roots {
			listed[l.SHA1] = l
		}
		for _, x := range a.candidates(h) {
			e := trust.Entry{Certificate: x, Origin: trust.Vendor}
			if l, ok := listed[x.SHA1]; ok {
				e.Name, e.Trust, e.Native = l.Name, l.Trust, l.Native
			} else if len(listed) == 0 {
				e.Trust = a.fetchableByCatalogue(x)
			}
			if e.Trust != nil && !holds(s.Entries, x) {
				s.StandIn = append(s.StandIn, e)
			}
		}
	}
}

// candidates are the certificates that may be asked about: those of the catalogue's roots, and what the stores hold.
func (a *App) candidates(h *facts.Host) (out []*cert.Certificate) {
	seen := map[cert.Fingerprint]bool{}
	add := func(x *cert.Certificate) {
		if x != nil && !seen[x.SHA256] {
			seen[x.SHA256] = true
			out = append(out, x)
		}
	}
	for _, r := range a.Catalog.Roots {
		add(r.Certificate())
	}
	for _, s := range h.Stores {
		for _, e := range s.Entries {
			add(e.Certificate)
		}
	}
	return out
}

// fetchableByCatalogue is what Microsoft's list would say of a root that the catalogue has something to say about.
func (a *App) fetchableByCatalogue(x *cert.Certificate) map[cert.Purpose]trust.Judgement {
	root := a.Catalog.RootFor(x)
	m, _ := a.Catalog.MembershipOf(x)
	if root == nil || m[catalog.Microsoft].State != catalog.In {
		return nil
	}
	out := map[cert.Purpose]trust.Judgement{}
	for _, p := range root.Offer {
		out[p] = trust.Judgement{Verdict: trust.Trusted, How: trust.OnDemand}
	}
	return out
}

func holds(entries []trust.Entry, x *cert.Certificate) bool {
	return slices.ContainsFunc(entries, func(e trust.Entry) bool { return e.Certificate.SHA256 == x.SHA256 })
}
