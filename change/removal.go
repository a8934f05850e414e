package change

import (
	"bytes"
	"slices"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// A Removal is a person's certificate that is to leave stores together with its private key, which no undo brings
// back: see Applier.Backup. A key that another certificate has too stays.
type Removal struct {
	Certificate *cert.Certificate
	Stores      []trust.StoreID // as host has them
	Links       bool            // those that nothing else in the store needs leave too
}

// ProposeRemoval makes the plan of a removal. Stores that do not hold the certificate are left out; when that is all
// of them, the error is block change-nothing. Refusals are a *message.Problem.
func ProposeRemoval(host *facts.Host, c *catalog.Catalog, r Removal) (Plan, error) {
	var p Plan
	for _, id := range r.Stores {
		_, st, err := prepare(host, c, id)
		if err != nil {
			return Plan{}, err
		}
		now := StateOf(st.Entries, r.Certificate.SHA256)
		if !now.Present {
			continue
		}
		s := newStep(Remove, st.ID, r.Certificate, now.Name, now)
		s.Key, s.Shared = now.HasKey, now.HasKey && SharesKey(st, r.Certificate)
		p.Steps = append(p.Steps, s)
		if !r.Links {
			continue
		}
		for _, x := range Unneeded(st, r.Certificate) {
			now := StateOf(st.Entries, x.SHA256)
			p.Steps = append(p.Steps, newStep(Remove, st.ID, x, now.Name, now))
		}
	}
	if len(p.Steps) == 0 {
		return Plan{}, &message.Problem{What: message.M("change-nothing", "cert", c.ShortName(r.Certificate), "place", places(host, r.Stores))}
	}
	return p, p.Check(c)
}

// SharesKey reports whether another certificate of a store has the private key of x, which stays then when x leaves: NSS keeps a
// key once, for all of its certificates. Windows keeps one for each that was imported.
func SharesKey(st *facts.Store, x *cert.Certificate) bool {
	return windowsList(st.ID) == "" && len(x.SPKI) > 0 && slices.ContainsFunc(st.Entries, func(e trust.Entry) bool {
		return e.HasKey && e.Certificate.SHA256 != x.SHA256 && bytes.Equal(e.Certificate.SPKI, x.SPKI)
	})
}

// Unneeded returns the links of a store that nothing in it needs once gone has left: certificates between gone and its
// root that nobody gave any trust, and that are in the chain of no other certificate of the store.
func Unneeded(st *facts.Store, gone *cert.Certificate) (out []*cert.Certificate) {
	var pool []*cert.Certificate
	for _, e := range st.Entries {
		pool = append(pool, e.Certificate)
	}
	links := cert.Chain(gone, pool)[1:]
	for _, x := range links {
		i := slices.IndexFunc(st.Entries, func(e trust.Entry) bool { return e.Certificate.SHA256 == x.SHA256 })
		if e := st.Entries[i]; x.SelfSigned() || e.HasKey || len(e.TrustedFor())+len(e.DistrustedFor()) > 0 || e.Origin != trust.Added {
			continue
		}
		needed := slices.ContainsFunc(pool, func(y *cert.Certificate) bool {
			return y.SHA256 != gone.SHA256 && !slices.ContainsFunc(links, func(l *cert.Certificate) bool { return l.SHA256 == y.SHA256 }) &&
				slices.ContainsFunc(cert.Chain(y, pool)[1:], func(z *cert.Certificate) bool { return z.SHA256 == x.SHA256 })
		})
		if !needed {
			out = append(out, x)
		}
	}
	return out
}
