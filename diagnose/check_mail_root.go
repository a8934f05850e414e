package diagnose

import (
	"slices"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
)

// The root of the Secure Mail ID notice. Today it belongs to no current list: it is only for reading old
// signed mail, and then for mail alone. So its absence is no fault, and its presence for more is one.
var checkMailRoot = Check{
	Name:   "mail_root",
	Topic:  SecureMailID,
	Source: "Secure Mail ID notice, 2016-01-28; Mozilla bug list of roots removed, 2020-06-12",
	Codes: []Code{
		"secure-mail-id-too-wide", "secure-mail-id-distrusted-since", "secure-mail-id-purpose-off",
		"secure-mail-id-absent",
	},
	Run: func(in *Input) []Finding {
		root := in.Catalog.RootByID(mailRoot)
		var out []Finding
		here := false
		for _, h := range in.held {
			if in.Catalog.RootFor(h.Certificate) != root {
				continue
			}
			places := h.where(func(p place) bool { return !p.aside() })
			if blocked := h.where(place.blocking); len(blocked) > 0 {
				places = blocked // whatever other lists say
			}
			here = here || len(places) > 0
			for _, p := range places {
				if f, ok := in.mailRootAt(p, root, h.distributed()); ok {
					out = append(out, f)
				}
			}
		}
		if !here && in.fetches(root, []cert.Purpose{cert.Email}) == nil {
			out = append(out, Finding{Code: "secure-mail-id-absent", Severity: Info, Subject: root.Certificate(), Args: mailRootArgs(root), Quiet: !in.olderRootMailOff()})
		}
		return out
	},
}

const (
	mailRoot  = "verisign-class3-pca-g3"
	olderRoot = "verisign-class3-pca-g1"
)

// mailRootAt says what is wrong with the root in one place; nothing where it is trusted for mail alone. A root that
// the system still ships for everything is the system's affair: told, and cured by an update.
func (in *Input) mailRootAt(p place, root *catalog.Root, distributed bool) (Finding, bool) {
	f := Finding{Severity: Info, Subject: p.Certificate, Stores: []trust.StoreID{p.store.ID}, Args: mailRootArgs(root)}
	f.Args["place"] = in.place(p.store.ID)
	wide := slices.DeleteFunc(p.TrustedFor(), func(x cert.Purpose) bool { return x == cert.Email })
	switch mail := p.ForIssued(cert.Email).Verdict; {
	case len(wide) > 0 && p.chosen() && !distributed:
		f.Code, f.Severity = "secure-mail-id-too-wide", Warning
		f.Args["purposes"] = catalog.PurposeNames(wide)
		f.Remedies = in.trust(p, nil, wide)
	case len(wide) > 0:
		f.Code = "secure-mail-id-too-wide"
		f.Args["purposes"], f.Args["variant"], f.Args["os"] = catalog.PurposeNames(wide), message.Text("shipped"), in.os()
	case mail == trust.Distrusted:
		f.Code = "secure-mail-id-distrusted-since"
	case mail == trust.Unstated && in.otherCopyForMail(p, root):
		return Finding{}, false
	case mail == trust.Unstated:
		f.Code = "secure-mail-id-purpose-off"
	default:
		return Finding{}, false
	}
	f.Remedies = append(f.Remedies, in.show(p.Certificate))
	return f, true
}

// otherCopyForMail reports whether the root's other certificate, of the same name and key, is in the same store and
// trusted for mail: either ends a chain.
func (in *Input) otherCopyForMail(p place, root *catalog.Root) bool {
	return slices.ContainsFunc(p.store.Entries, func(e trust.Entry) bool {
		return e.ForIssued(cert.Email).Verdict == trust.Trusted && in.Catalog.RootFor(e.Certificate) == root
	})
}

// mailRootArgs tells the root and which programme was the first to end its trust in it, when.
func mailRootArgs(root *catalog.Root) message.Args {
	ended := root.Distrust[0]
	return message.Args{"root": message.Text(root.Short), "programme": message.M("programme." + ended.Programme.Keeper()), "date": date(ended.Date)}
}

// mailQuiet is the answer when nothing needs action. The state of 2016 (the root absent while the older
// one's mail purpose is off) and a root that does not count for mail are told; an absent root alone is
// the normal state of today. Where a mail program's store could not be read, the root may be in it.
func mailQuiet(in *Input, ff []Finding) (Verdict, message.Message) {
	relevant := in.consulted(cert.Email)
	if in.Host.Restricted {
		relevant = everyStore
	}
	if s := in.problem(relevant); s != nil {
		return Unknown, in.unknown("secure-mail-id-unknown", s)
	}
	for _, f := range ff {
		if !f.Quiet {
			return NotNeeded, f.Message()
		}
	}
	if g3 := in.mailOnly(); g3 != nil {
		return OK, message.M("secure-mail-id-ok", "root", in.short(g3))
	}
	return NotNeeded, message.M("secure-mail-id-not-needed")
}

// mailOnly returns the root where it is trusted for mail. That it is for nothing else was found before.
func (in *Input) mailOnly() *cert.Certificate {
	root := in.Catalog.RootByID(mailRoot)
	for _, h := range in.held {
		if in.Catalog.RootFor(h.Certificate) == root && slices.ContainsFunc(h.places, func(p place) bool { return p.ForIssued(cert.Email).Verdict == trust.Trusted }) {
			return h.Certificate
		}
	}
	return nil
}

// olderRootMailOff reports whether the older root is here with its mail purpose off everywhere.
func (in *Input) olderRootMailOff() bool {
	older := in.Catalog.RootByID(olderRoot)
	here := false
	for _, h := range in.held {
		if in.Catalog.RootFor(h.Certificate) != older {
			continue
		}
		here = true
		if slices.ContainsFunc(h.places, func(p place) bool { return p.ForIssued(cert.Email).Verdict == trust.Trusted }) {
			return false
		}
	}
	return here
}
