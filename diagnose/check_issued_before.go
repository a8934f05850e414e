package diagnose

import (
	"cmp"
	"slices"
	"time"

	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
)

// Roots that a list trusts only for certificates issued before a date. One finding for each date: it is a
// list's decision, and nothing on this computer is wrong.
var checkIssuedBefore = Check{
	Name:   "issued_before",
	Topic:  Stores,
	Source: "NSS: CKA_NSS_SERVER_DISTRUST_AFTER, CKA_NSS_EMAIL_DISTRUST_AFTER",
	Codes:  []Code{"stores-issued-before"},
	Run: func(in *Input) (out []Finding) {
		byDate := map[time.Time][]holding{}
		for _, h := range in.held {
			if d := issuedBefore(h); !d.IsZero() {
				byDate[d] = append(byDate[d], h)
			}
		}
		for d, hh := range byDate {
			f := Finding{Code: "stores-issued-before", Severity: Info, Args: message.Args{"date": date(d), "programme": message.M("programme.mozilla")}}
			var roots message.List
			var places []place
			for _, h := range hh {
				roots = append(roots, in.short(h.Certificate))
				for _, p := range h.places {
					if p.Origin == trust.Vendor && !slices.Contains(f.Stores, p.store.ID) {
						f.Stores, places = append(f.Stores, p.store.ID), append(places, p)
					}
				}
			}
			f.Args["root"], f.Args["app"] = roots, in.consulting(places)
			if len(hh) == 1 {
				f.Subject = hh[0].Certificate
			}
			out = append(out, f)
		}
		slices.SortFunc(out, func(a, b Finding) int {
			return cmp.Compare(time.Time(a.Args["date"].(message.Day)).Unix(), time.Time(b.Args["date"].(message.Day)).Unix())
		})
		return out
	},
}

func issuedBefore(h holding) time.Time {
	for _, p := range h.places {
		for _, x := range cert.Purposes {
			if j := p.For(x); j.IssuedBefore != nil && j.Verdict == trust.Trusted {
				return *j.IssuedBefore
			}
		}
	}
	return time.Time{}
}

// consulting names the programs that ask any of the stores; the stores themselves where none does.
func (in *Input) consulting(pp []place) message.Arg {
	var l message.List
	for _, a := range in.Host.Applications {
		if slices.ContainsFunc(pp, func(p place) bool { return slices.Contains(a.Stores[cert.Server], p.store.ID) }) {
			if name := in.app(a); !slices.ContainsFunc(l, func(x message.Arg) bool { return sameArg(x, name) }) {
				l = append(l, name)
			}
		}
	}
	if len(l) == 0 {
		return in.places(pp)
	}
	return l
}
