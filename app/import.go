package app

import (
	"context"
	"slices"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// A Destination is a store that takes a person's certificates with their keys.
type Destination struct {
	Store   trust.Info
	Place   message.Arg    // what its program is called
	Has     bool           // all that is in the file is there, with the keys, also where it was brought by hand
	Absent  bool           // there is no database yet: one would be made
	Running bool           // its program has it open: it is to be closed first
	Problem *trust.Problem // why nothing can be put there
	Unread  bool           // what it holds is not known: an old certificate may be there
	Replace []*cert.Certificate
	Refuses []*cert.Certificate // those in the file whose kind of private key it cannot hold
	Roots   []*cert.Certificate // those in the file that its program does not trust yet, and may
}

// Usual reports whether a destination is chosen before anybody chose: all that can take the certificate and lack it. A
// database is made only for whoever asks for it.
func (d Destination) Usual() bool { return !d.Has && !d.Absent && d.Problem == nil }

// Destinations returns where a file could be imported, as far as it was seen.
func (a *App) Destinations(host *facts.Host, f *P12) (out []Destination) {
	old := a.Superseded(host, f)
	infos := infosOfHost(host)
	for _, s := range host.Stores {
		if s.Scope != trust.ScopeUser || !change.HoldsKeys(s.Info) {
			continue
		}
		d := Destination{Store: s.Info, Place: catalog.PlaceName(s.ID, infos), Running: s.Running, Problem: s.Problem}
		switch {
		case s.Problem != nil && s.Problem.Code == trust.StoreNothingThere && s.Writable:
			d.Problem, d.Absent = nil, true
		case s.Problem == nil && change.ByHand(host, s.Info):
			d.Problem = &trust.Problem{Code: trust.StoreByHand, Detail: s.Path}
		case s.Problem == nil && !change.TakesKeys(host, s.Info):
			d.Problem = &trust.Problem{Code: "change-read-only", Detail: s.Path} // it can be read
		}
		d.Unread = d.Problem != nil && s.Problem != nil
		d.fits(s, f)
		for _, x := range old {
			if holdsKey(s, x) {
				d.Replace = append(d.Replace, x)
			}
		}
		d.Roots = a.rootsLacking(host, f, d)
		out = append(out, d)
	}
	for _, s := range host.Absent {
		if change.TakesKeys(host, s) {
			d := Destination{Store: s, Place: catalog.PlaceName(s.ID, infos), Absent: true}
			d.fits(facts.Store{Info: s}, f)
			d.Roots = a.rootsLacking(host, f, d)
			out = append(out, d)
		}
	}
	return out
}

// byHand reports whether a destination can be read here, and is filled in its own program.
func (d Destination) byHand() bool { return d.Problem != nil && d.Problem.Code == trust.StoreByHand }

// fits finds which of the certificates in a file a store has, and which it can never have.
func (d *Destination) fits(s facts.Store, f *P12) {
	all := f.Certificates()
	if d.Problem != nil { // what a person brought there is seen all the same
		d.Has = d.byHand() && !slices.ContainsFunc(all, func(x *cert.Certificate) bool { return !holdsKey(s, x) })
		return
	}
	lacks := false
	for _, x := range all {
		switch {
		case holdsKey(s, x):
		case change.HoldsKeyOf(s.Info, x) != nil:
			d.Refuses = append(d.Refuses, x)
		default:
			lacks = true
		}
	}
	if len(d.Refuses) == len(all) {
		d.Problem = &trust.Problem{Code: keyKind, Detail: all[0].Key}
		return
	}
	d.Has = !lacks
}

// keyKind is the problem of a destination that can hold none of the file's private keys.
const keyKind = "p12-key-kind"

// Superseded returns the certificates with keys on this computer whose place those in the file take: those that the
// person named, else older ones of the same person and issuer family. None is in the file itself.
func (a *App) Superseded(host *facts.Host, f *P12) (out []*cert.Certificate) {
	for _, id := range a.identitiesFor(host, f) {
		out = appendCertificates(out, id.Replaces)
	}
	return slices.DeleteFunc(out, func(x *cert.Certificate) bool {
		return slices.ContainsFunc(f.Certificates(), func(y *cert.Certificate) bool { return x.SHA256 == y.SHA256 })
	})
}

// olderThan returns the certificates with keys that next takes the place of.
func (a *App) olderThan(host *facts.Host, next *cert.Certificate) (out []*cert.Certificate) {
	for _, s := range host.Stores {
		for _, e := range s.Entries {
			if e.HasKey && a.Catalog.Supersedes(next, e.Certificate) {
				out = appendCertificates(out, []*cert.Certificate{e.Certificate})
			}
		}
	}
	return out
}

func appendCertificates(to, more []*cert.Certificate) []*cert.Certificate {
	for _, x := range more {
		if !slices.ContainsFunc(to, func(y *cert.Certificate) bool { return x.SHA256 == y.SHA256 }) {
			to = append(to, x)
		}
	}
	return to
}

func holdsKey(s facts.Store, x *cert.Certificate) bool {
	st := change.StateOf(s.Entries, x.SHA256)
	return st.Present && st.HasKey
}

func infosOfHost(host *facts.Host) []trust.Info {
	out := slices.Clone(host.Absent)
	for _, s := range host.Stores {
		out = append(out, s.Info)
	}
	return out
}

// ImportNotes are what is to be said of an open file before anything of it is written, beside block p12-contents: that
// it is older than what is here, that links were found elsewhere, that it holds a root, that it is not for mail, that an
// account will not sign with it.
func (a *App) ImportNotes(host *facts.Host, f *P12) (out []message.Message) {
	infos := infosOfHost(host)
	for _, id := range a.identitiesFor(host, f) {
		var newer message.List
		for _, s := range host.Stores {
			if slices.ContainsFunc(s.Entries, func(e trust.Entry) bool { return e.HasKey && a.Catalog.Supersedes(e.Certificate, id.Certificate) }) {
				newer = append(newer, catalog.PlaceName(s.ID, infos))
			}
		}
		if late, ok := untimely(host, id.Certificate); ok && len(newer) == 0 && f.IsFile() {
			out = append(out, late)
		}
		if len(newer) > 0 {
			out = append(out, f.speaking(message.M("p12-older", "date", lastDay(host, id.Certificate), "apps", newer)))
		}
		var found message.List
		for _, l := range id.Links(host) {
			if l.From != "" {
				found = append(found, catalog.PlaceName(l.From, infos))
			}
		}
		if len(found) > 0 && f.IsFile() {
			out = append(out, message.M("p12-chain-completed", "place", found))
		}
		signs := func(old *cert.Certificate) bool {
			return slices.ContainsFunc(host.Accounts, func(x facts.Account) bool { return x.Signing.Means(old) })
		}
		if !id.Certificate.Permits(cert.Email) && slices.ContainsFunc(id.Replaces, signs) {
			out = append(out, message.M("upki-client-not-for-mail", "app", message.M("app.thunderbird")))
		}
		for _, x := range host.Accounts {
			named := func(old *cert.Certificate) bool { return x.Signing.Means(old) || x.Encryption.Means(old) }
			if x.Pinned && id.Certificate.Permits(cert.Email) && slices.ContainsFunc(id.Replaces, named) {
				out = append(out, message.M("prefs-pinned", "app", catalog.PlaceName(x.Store, infos)))
			}
		}
	}
	if m, ok := a.rootNote(host, f); ok {
		out = append(out, m)
	}
	return slices.CompactFunc(out, func(x, y message.Message) bool { return x.ID == y.ID })
}

// identitiesFor are those of the file, and which of this computer's certificates each takes the place of.
func (a *App) identitiesFor(host *facts.Host, f *P12) []change.Identity {
	ids := f.identities()
	for i := range ids {
		ids[i].Prove = f.Prove
		switch {
		case f.Old == nil:
			ids[i].Replaces = a.olderThan(host, ids[i].Certificate)
		case i == 0:
			ids[i].Replaces = f.Old
		}
	}
	return ids
}

// ProposeImport makes the plan that imports a file into stores, from a fresh look at this computer, and returns
// what was seen beside it. Links come from every store.
func (a *App) ProposeImport(ctx context.Context, w trust.Where, f *P12, stores []trust.StoreID) (change.Plan, *facts.Host, error) {
	host, err := a.Gather(ctx, task.Talk{}, w)
	if err != nil {
		return change.Plan{}, nil, err
	}
	var known []trust.StoreID
	for _, s := range infosOfHost(host) {
		known = append(known, s.ID)
	}
	in, err := inFull(known, stores)
	if err != nil {
		return change.Plan{}, host, err
	}
	p, err := a.PreviewImport(host, f, in)
	if err != nil {
		return change.Plan{}, host, err
	}
	return p, host, stillRunning(host, p)
}

// stillRunning is block p12-app-running where a program that a plan changes something of has its store open.
func stillRunning(host *facts.Host, p change.Plan) error {
	for _, s := range host.Stores {
		if s.Running && slices.ContainsFunc(p.Steps, func(st change.Step) bool { return st.Store == s.ID }) {
			return &message.Problem{What: message.M("p12-app-running", "app", catalog.PlaceName(s.ID, infosOfHost(host)))}
		}
	}
	return nil
}

// ApplyImport makes a plan of ProposeImport that a person confirmed. The number is that of the change in the history.
func (a *App) ApplyImport(ctx context.Context, talk task.Talk, f *P12, p change.Plan) (int, []change.Outcome, error) {
	return a.apply(ctx, talk, p, change.Of{}, Keys{Bring: f.key})
}
