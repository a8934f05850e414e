package app

import (
	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/trust"
)

// TrustedIn returns the stores of host that trust a certificate already for what it is for: what the catalogue offers it
// for, as far as the store can say it, else servers.
func TrustedIn(c *catalog.Catalog, host *facts.Host, x *cert.Certificate) (out []trust.StoreID) {
	_, usual := change.Offer(c, x)
	for _, s := range host.Stores {
		now := change.StateOf(s.Entries, x.SHA256)
		want := change.Expresses(s.Info, usual)
		all := now.Present && len(want) > 0
		for _, p := range want {
			all = all && now.Trust[p].Verdict == trust.Trusted
		}
		if all {
			out = append(out, s.ID)
		}
	}
	return out
}
