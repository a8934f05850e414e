package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/ui/widgets"
)

// rootTick offers to trust a root in the file too: off, until the person says so.
func (s *destinations) rootTick(root *cert.Certificate) fyne.CanvasObject {
	p := s.w.p
	_, usual := change.Offer(s.w.core.Names(), root)
	for _, d := range s.places {
		if mayTrust(d, root) {
			usual = change.Expresses(change.RootsOf(s.host, &facts.Store{Info: d.Store}).Info, usual)
			break
		}
	}
	_, on := s.vouched[root.SHA256]
	return widgets.NewTick(p.Text("import.root", "root", s.w.core.Names().ShortName(root)),
		p.Text("import.root-note", "purposes", catalog.PurposeNames(usual)), on, func(on bool) { s.askRoot(root, on) })
}

func mayTrust(d app.Destination, root *cert.Certificate) bool {
	return slices.ContainsFunc(d.Roots, func(x *cert.Certificate) bool { return x.SHA256 == root.SHA256 })
}

// askRoot has a root trusted too, or not. One that no public programme knows is trusted only by somebody who has its whole
// fingerprint from elsewhere.
func (s *destinations) askRoot(root *cert.Certificate, on bool) {
	w := s.w
	s.reconsider()
	if !on || change.Vouched(w.core.Names(), root, "") == nil {
		s.trustRoot(root, "", on)
		return
	}
	s.redraw(false) // until then the box stays empty
	if w.dialog != nil {
		return
	}
	d := newChangeDialog(w)
	d.vouch(root, "", nil, func(pasted string) {
		d.close()
		s.trustRoot(root, pasted, true)
	})
}

// trustRoot takes a root into the plan, or out of it. Programs that have the certificate already take part for its sake.
func (s *destinations) trustRoot(root *cert.Certificate, pasted string, on bool) {
	if s.ctx.Err() != nil { // it was left behind the question
		return
	}
	delete(s.vouched, root.SHA256)
	if on {
		s.vouched[root.SHA256] = pasted
	}
	s.file.Trust = nil
	for _, x := range app.RootsOffered(s.places) {
		if pasted, on := s.vouched[x.SHA256]; on {
			s.file.Trust = append(s.file.Trust, change.Request{Certificate: x, Fingerprint: pasted})
		}
	}
	for _, d := range s.places {
		if d.Has && len(d.Replace) == 0 && mayTrust(d, root) {
			s.chosen[d.Store.ID] = s.file.Trusts(d) // for another root too
		}
	}
	s.reconsider()
	s.preview()
	s.redraw(false)
}
