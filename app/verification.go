package app

import (
	"context"

	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/trust"
)

// SystemView has the system's own verifier judge the certificate of p, a portrait of host, for each purpose that its issuers
// allow; nil where it has none that can be asked, and where only some stores are to be looked at. It is given the issuers
// that were found, as a server or a mail would bring them along. Asking fetches nothing and changes nothing.
func (a *App) SystemView(ctx context.Context, host *facts.Host, p *Portrait) *diagnose.SystemView {
	if a.Verify == nil || host.Restricted {
		return nil
	}
	ours, purposes, system := map[cert.Purpose]trust.Ruling{}, []cert.Purpose(nil), trust.Application{}
	for _, s := range p.TrustedBy {
		if s.Application.Program == "system-programs" {
			ours[s.Purpose], purposes, system = s.Ruling, append(purposes, s.Purpose), s.Application
		}
	}
	v, err := a.Verify(ctx, p.Certificate, p.Chain[1:], purposes, host.Computer.Clock)
	switch {
	case err != nil:
		a.Log.Warn("the system's verifier did not answer", "error", err)
		return &diagnose.SystemView{Silent: true}
	case v == nil:
		return nil
	}
	entries := entriesOf(host)
	for _, w := range v.Answers {
		if !w.Trusted || ours[w.Purpose].Verdict == trust.Trusted {
			continue
		}
		if chain := walked(entries, p, w.Chain); chain != nil && permitted(chain, w.Purpose) {
			if s := sight(system, entries, chain, w.Purpose); s.Verdict == trust.Trusted {
				ours[w.Purpose] = s.Ruling
			}
		}
	}
	view := diagnose.JudgeVerification(v, ours)
	return &view
}

// walked returns the certificates of the way up that the system went, nil where one of them was not seen. Of two issuers, such as a
// root and its cross certificate, the system tries each, and the portrait has one: that one is not trusted is no contradiction.
func walked(entries map[trust.StoreID][]trust.Entry, p *Portrait, way []cert.Fingerprint) (out []*cert.Certificate) {
	seen := map[cert.Fingerprint]*cert.Certificate{}
	for _, ee := range entries {
		for _, e := range ee {
			seen[e.Certificate.SHA256] = e.Certificate
		}
	}
	for _, c := range p.Chain {
		seen[c.SHA256] = c
	}
	for _, sum := range way {
		if seen[sum] == nil {
			return nil
		}
		out = append(out, seen[sum])
	}
	if len(out) == 0 || out[0].SHA256 != p.Certificate.SHA256 {
		return nil
	}
	return out
}
