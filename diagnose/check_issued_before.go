package diagnose

import (
	"slices"
	"time"

	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
)

// Roots that a list trusts only for certificates issued before a date. It is the list's decision, and nothing on
// this computer is wrong: one finding tells all of them that one programme limits, and only where a program asks that list.
var checkIssuedBefore = Check{
	Name:   "issued_before",
	Topic:  Stores,
	Source: "NSS: CKA_NSS_SERVER_DISTRUST_AFTER, CKA_NSS_EMAIL_DISTRUST_AFTER; Microsoft's root list: NotBefore",
	Codes:  []Code{"stores-issued-before"},
	Run: func(in *Input) []Finding {
		return append(in.limitedBy("mozilla"), in.limitedBy("microsoft")...)
	},
}

// limitedBy tells of all roots that one programme's list limits; nothing when there is none.
func (in *Input) limitedBy(programme string) []Finding {
	f := Finding{Code: "stores-issued-before", Severity: Info, Args: message.Args{"programme": message.M("programme." + programme)}}
	var roots, apps message.List
	for _, h := range in.held {
		for _, p := range h.places {
			before, asking := in.limit(p)
			if len(asking) == 0 || in.ended(h.Certificate) || (windowsList(p.store.ID) != "") != (programme == "microsoft") {
				continue
			}
			apps = appendNew(apps, asking...)
			roots = appendNew(roots, in.short(h.Certificate))
			f.Stores = appendNew(f.Stores, p.store.ID)
			f.Subject, f.Args["date"] = h.Certificate, date(before)
		}
	}
	if len(roots) == 0 {
		return nil
	}
	f.Args["root"], f.Args["app"], f.Args["count"] = roots, apps, message.Number(len(roots))
	if len(roots) > 1 {
		f.Subject = nil
	}
	return []Finding{f}
}

// limit returns the date before which p's certificate must have issued what it is trusted for, and the programs
// that ask p's store about that purpose: of the first purpose where there are both.
func (in *Input) limit(p place) (before time.Time, asking message.List) {
	for _, x := range cert.Purposes {
		j := p.For(x)
		if j.IssuedBefore == nil || j.Verdict != trust.Trusted {
			continue
		}
		for _, a := range in.Host.Applications {
			if slices.Contains(a.Stores[x], p.store.ID) {
				asking = appendNew(asking, in.app(a))
			}
		}
		if len(asking) > 0 {
			return *j.IssuedBefore, asking
		}
	}
	return before, nil
}
