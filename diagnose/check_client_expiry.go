package diagnose

import (
	"time"

	"certviewer/message"
)

// A client certificate that has ended or will soon. Those with a successor are left to check
// client_superseded, those that NII stopped to check upki_old.
var checkClientExpiry = Check{
	Name:    "client_expiry",
	Topic:   UPKIClient,
	Source:  "RFC 5280 4.1.2.5",
	Codes:   []Code{"upki-client-expired", "upki-client-expiring", "client-expired", "client-expiring"},
	Because: []Code{"clock-before-build"},
	Run: func(in *Input) (out []Finding) {
		for _, h := range in.clients() {
			left := h.NotAfter.Sub(in.Now)
			if !h.hasKey() || in.stopped(h) || left > soon || h.NotAfter.IsZero() || in.successor(h) != nil {
				continue
			}
			f := Finding{Severity: Warning, Subject: h.Certificate, Stores: h.stores(), Args: in.clientArgs(h), Remedies: []Remedy{in.show(h.Certificate)}}
			f.Args["date"] = in.day(h.NotAfter)
			university := in.ofUniversity(h)
			switch {
			case left > 0:
				f.Code = "client-expiring"
				f.Args["days"] = message.Number(DaysLeft(in.Now, h.NotAfter))
			default:
				f.Code = "client-expired"
				if !university && left < -forgotten {
					f.Severity = Info
				}
			}
			if university {
				f.Code = "upki-" + f.Code
				f.Remedies = append([]Remedy{{ID: "new-certificate"}}, f.Remedies...)
			}
			out = append(out, f)
		}
		return out
	},
}

const (
	soon = 30 * 24 * time.Hour
	// A certificate that ended more than a year ago and was never replaced is not missed: telling it is
	// enough, asking for action would ring for ever.
	forgotten = 365 * 24 * time.Hour
)
