package app

import (
	"slices"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// Roots returns the roots that an open file holds beside the certificates that come with their keys. None is imported along
// unless the person asks for it (P12.Trust): a person's certificate works without, and whoever trusts a root trusts
// all that it vouches for.
func (f *P12) Roots() (out []*cert.Certificate) {
	for _, x := range f.contents.Certificates {
		if x.IsCA() && x.SelfSigned() {
			out = append(out, x)
		}
	}
	return out
}

// RootsOffered returns the roots of a file that a person may have trusted along with it: in one destination at least there is
// something to be done.
func RootsOffered(dd []Destination) (out []*cert.Certificate) {
	for _, d := range dd {
		out = appendCertificates(out, d.Roots)
	}
	return out
}

// Trusts reports whether the person asked for a root that a destination lacks.
func (f *P12) Trusts(d Destination) bool {
	return slices.ContainsFunc(f.Trust, func(r change.Request) bool { return r.For != nil || among(d.Roots, r.Certificate) })
}

func among(cc []*cert.Certificate, x *cert.Certificate) bool {
	return slices.ContainsFunc(cc, func(y *cert.Certificate) bool { return x.SHA256 == y.SHA256 })
}

// rootsFor are the requests for roots that come with the import of a file into stores: to those whose programs lack them; where
// the person said what for, to all.
func (a *App) rootsFor(host *facts.Host, f *P12, stores []trust.StoreID) (out []change.Request) {
	if len(f.Trust) == 0 {
		return nil
	}
	lacking := a.Destinations(host, f)
	for _, r := range f.Trust {
		r.Op, r.Stores = change.Add, nil
		for _, id := range stores {
			lacks := slices.ContainsFunc(lacking, func(d Destination) bool { return d.Store.ID == id && among(d.Roots, r.Certificate) })
			if r.For != nil || lacks {
				r.Stores = append(r.Stores, id)
			}
		}
		out = append(out, r)
	}
	return out
}

// rootsLacking returns the roots of a file that the program of a destination does not trust yet for what they are for, and
// may.
func (a *App) rootsLacking(host *facts.Host, f *P12, d Destination) (out []*cert.Certificate) {
	if d.Problem != nil {
		return nil
	}
	st := &facts.Store{Info: d.Store}
	if s := storeOf(host, d.Store.ID); s != nil {
		st = s
	}
	at := change.RootsOf(host, st)
	for _, x := range f.Roots() {
		_, usual := change.Offer(a.Catalog, x)
		if want := change.Expresses(at.Info, usual); len(want) > 0 && !a.trusts(host, at, x, want) {
			out = append(out, x)
		}
	}
	return out
}

// trusts reports whether all programs that consult a store trust a root for all of these purposes that they ask roots about, by
// what they ship with too: a copy of that would only outlive it.
func (a *App) trusts(host *facts.Host, s *facts.Store, x *cert.Certificate, want []cert.Purpose) bool {
	const builtin trust.StoreID = "nss-builtin"
	if in, _ := a.Catalog.MembershipOf(x); host.Computer.OS == "windows" && in[catalog.Microsoft].State == catalog.In {
		return true // Windows fetches it once it is needed
	}
	infos, entries := infosOfHost(host), map[trust.StoreID][]trust.Entry{}
	for _, o := range host.Stores {
		entries[o.ID] = append(slices.Clip(o.Entries), o.StandIn...)
	}
	if len(entries[builtin]) == 0 { // not read: our copy of Mozilla's list stands in
		infos = append(infos, trust.Info{ID: builtin, Scope: trust.ScopeApplication})
		if e, ok := a.Catalog.MozillaEntry(x); ok {
			entries[builtin] = []trust.Entry{e}
		}
	}
	for _, program := range a.Catalog.Applications(host.Computer.OS, infos) {
		for _, p := range want {
			if !slices.Contains(program.Stores[p], s.ID) {
				continue
			}
			if r := trust.Judge(program, entries, x.SHA256, host.Computer.Clock, p); r.Verdict != trust.Trusted {
				return false
			}
		}
	}
	return true
}

// rootNote is block p12-root-inside: what becomes of the roots in a file. There is nothing to say where every program trusts
// them already.
func (a *App) rootNote(host *facts.Host, f *P12) (message.Message, bool) {
	roots := f.Roots()
	if len(roots) == 0 {
		return message.Message{}, false
	}
	m := message.M("p12-root-inside", "root", a.shortNames(roots))
	forbidden := func(x *cert.Certificate) bool {
		possible, _ := change.Offer(a.Catalog, x)
		return len(possible) == 0
	}
	switch {
	case len(f.Trust) > 0:
		m.Args["variant"] = message.Text("along")
	case len(RootsOffered(a.Destinations(host, f))) > 0:
		m.Args["variant"] = message.Text("offer")
	case !slices.ContainsFunc(roots, forbidden):
		return message.Message{}, false
	}
	return m, true
}

func (a *App) shortNames(cc []*cert.Certificate) (out message.List) {
	for _, x := range cc {
		out = append(out, message.Text(a.Catalog.ShortName(x)))
	}
	return out
}
