package app

import (
	"slices"

	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
)

// A Content is a certificate of a .p12 file that comes with its key, and the way up from it.
type Content struct {
	Certificate *cert.Certificate
	Purposes    []cert.Purpose
	Links       []change.Link // between it and its root
	Missing     *cert.Name    // whose certificate is neither in the file nor on this computer; nil = the way to the root is complete
}

// Contents says what an open file brings, the newest certificate first.
func (a *App) Contents(host *facts.Host, f *P12) (out []Content) {
	for _, id := range a.identitiesFor(host, f) {
		c := Content{Certificate: id.Certificate, Purposes: id.Certificate.Purposes(), Links: id.Links(host)}
		pool := slices.Clone(id.With)
		for _, s := range host.Stores {
			for _, e := range s.Entries {
				pool = append(pool, e.Certificate)
			}
		}
		chain := cert.Chain(id.Certificate, pool)
		if top := chain[len(chain)-1]; !top.SelfSigned() {
			c.Missing = &top.Issuer
		}
		out = append(out, c)
	}
	return out
}
