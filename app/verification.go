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
	ours, purposes := map[cert.Purpose]trust.Ruling{}, []cert.Purpose(nil)
	for _, s := range p.TrustedBy {
		if s.Application.Program == "system-programs" {
			ours[s.Purpose], purposes = s.Ruling, append(purposes, s.Purpose)
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
	view := diagnose.JudgeVerification(v, ours)
	return &view
}
