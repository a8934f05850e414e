package diagnose

import (
	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
)

// Firefox remembers for a site which certificate a person chose, and sends it there without asking: the old one too, with the new
// one beside it. It does so too where it chooses certificates by itself elsewhere. What it remembers of a certificate that is
// gone does no harm: then it asks, or chooses.
var checkClientRemembered = Check{
	Name:    "client_remembered",
	Topic:   UPKIClient,
	Source:  "Firefox ESR 153: nsIClientAuthRememberService, ClientAuthRememberList.bin; FindRememberedDecision in TLSClientAuthCertSelection.cpp",
	Codes:   []Code{"client-remembered-old"},
	Because: []Code{"clock-before-build"},
	Applies: func(in *Input) bool { return len(in.Host.Choices) > 0 },
	Run: func(in *Input) (out []Finding) {
		for _, h := range in.clients() {
			for _, p := range h.where(withKey) {
				sites := in.sites(h, p.store.ID)
				if len(sites) == 0 {
					continue
				}
				next := in.successorIn(h, p.store.ID, func(n holding) bool { return n.Permits(cert.Client) })
				if next == nil {
					continue
				}
				f := Finding{
					Code: "client-remembered-old", Severity: Info, Subject: h.Certificate, Stores: []trust.StoreID{p.store.ID},
					Args:     message.Args{"app": in.owner(p.store.ID), "names": texts(sites)},
					Remedies: []Remedy{in.show(next.Certificate)},
				}
				if in.unasked(p.store.ID) {
					f.Args["variant"] = message.Text("unasked")
					if offer, _ := in.offer(p.store, next.Certificate); offer != First {
						f.Args["variant"] = message.Text("unasked-old")
					}
				}
				if in.useless(h) || in.ofUniversity(h) {
					f.Severity = Warning
				}
				out = append(out, f)
			}
		}
		return out
	},
}

// sites returns the sites that get h from a store's program without asking.
func (in *Input) sites(h holding, id trust.StoreID) (sites []string) {
	for _, c := range in.Host.Choices {
		if c.Store == id && c.Certificate.Means(h.Certificate) {
			sites = appendNew(sites, c.Host)
		}
	}
	return sites
}
