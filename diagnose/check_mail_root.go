package diagnose

import (
	"slices"

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
		ended := root.Distrust[0]
		args := func() message.Args {
			return message.Args{"root": message.Text(root.Short), "programme": message.M("programme." + ended.Programme.Keeper()), "date": date(ended.Date)}
		}
		var out []Finding
		here := false
		for _, h := range in.held {
			if in.Catalog.RootFor(h.Certificate) != root {
				continue
			}
			here = true
			for _, p := range h.places {
				f := Finding{Severity: Info, Subject: h.Certificate, Stores: []trust.StoreID{p.store.ID}, Args: args(), Remedies: []Remedy{show(h.Certificate)}}
				f.Args["place"] = in.place(p.store.ID)
				wide := tooWide(p)
				switch mail := p.For(cert.Email).Verdict; {
				case len(wide) > 0:
					f.Code, f.Severity = "secure-mail-id-too-wide", Warning
					f.Args["purposes"] = purposes(wide)
					f.Remedies = append(in.trustByHandExactly(p, []cert.Purpose{cert.Email}), f.Remedies...)
				case mail == trust.Distrusted:
					f.Code = "secure-mail-id-distrusted-since"
				case mail == trust.Unstated:
					f.Code = "secure-mail-id-purpose-off"
				default:
					continue // trusted for mail alone: the safe setting
				}
				out = append(out, f)
			}
		}
		if !here {
			out = append(out, Finding{Code: "secure-mail-id-absent", Severity: Info, Subject: root.Certificate(), Args: args(), Quiet: !in.olderRootMailOff()})
		}
		return out
	},
}

const (
	mailRoot  = "verisign-class3-pca-g3"
	olderRoot = "verisign-class3-pca-g1"
)

// tooWide returns the purposes other than mail that somebody here trusts the entry for. What a vendor ships
// in an old list is that list's affair.
func tooWide(p place) (out []cert.Purpose) {
	if !p.chosen() {
		return nil
	}
	for _, x := range p.TrustedFor() {
		if x != cert.Email {
			out = append(out, x)
		}
	}
	return out
}

// trustByHandExactly narrows an NSS entry to the purposes given.
func (in *Input) trustByHandExactly(p place, want []cert.Purpose) []Remedy {
	narrowed := p
	narrowed.Trust = nil
	return in.trustByHand([]place{narrowed}, want)
}

// mailQuiet is the answer when nothing needs action. The state of 2016 (the root absent while the older
// one's mail purpose is off) and a root that does not count for mail are told; an absent root alone is
// the normal state of today.
func mailQuiet(in *Input, ff []Finding) (Verdict, message.Message) {
	for _, f := range ff {
		if !f.Quiet {
			return NotNeeded, f.Message()
		}
	}
	if g3 := in.mailOnly(); g3 != nil {
		return OK, message.M("secure-mail-id-ok", "root", in.short(g3))
	}
	if in.Host.Restricted {
		if s := in.problem(everyStore); s != nil {
			return Unknown, in.unknown("secure-mail-id-unknown", s)
		}
	}
	return NotNeeded, message.M("secure-mail-id-not-needed")
}

// mailOnly returns the root where it is trusted for mail.
func (in *Input) mailOnly() *cert.Certificate {
	root := in.Catalog.RootByID(mailRoot)
	for _, h := range in.held {
		if in.Catalog.RootFor(h.Certificate) == root && slices.ContainsFunc(h.places, func(p place) bool { return p.For(cert.Email).Verdict == trust.Trusted }) {
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
		if slices.ContainsFunc(h.places, func(p place) bool { return p.For(cert.Email).Verdict == trust.Trusted }) {
			return false
		}
	}
	return here
}
