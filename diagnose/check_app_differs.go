package diagnose

import (
	"slices"
	"time"

	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
)

// A root blocked in one program on purpose, or by accident, while the others accept it.
var checkAppDiffers = Check{
	Name:   "app_differs",
	Topic:  Stores,
	Source: "NSS trust flags: p, as Firefox 153 and Chromium 156 were seen to obey them",
	Codes:  []Code{"stores-app-differs"},
	Run: func(in *Input) (out []Finding) {
		for _, h := range in.held {
			blocked := h.where(func(p place) bool { return p.chosen() && len(p.DistrustedFor()) > 0 })
			if len(blocked) == 0 || !h.IsCA() {
				continue
			}
			no, yes := in.opinions(h.Certificate)
			if len(no) == 0 || len(yes) == 0 {
				continue
			}
			out = append(out, Finding{
				Code: "stores-app-differs", Severity: Info, Subject: h.Certificate, Stores: storesOf(blocked),
				Args:     message.Args{"root": in.short(h.Certificate), "app": no, "apps": yes},
				Remedies: []Remedy{show(h.Certificate)},
			})
		}
		return out
	},
}

// opinions returns the applications that refuse c for servers and those that accept it.
func (in *Input) opinions(c *cert.Certificate) (no, yes message.List) {
	for _, a := range in.Host.Applications {
		var to *message.List
		switch trust.Judge(a, in.entries, c.SHA256, time.Time{}, cert.Server).Verdict {
		case trust.Distrusted:
			to = &no
		case trust.Trusted:
			to = &yes
		default:
			continue
		}
		if name := in.app(a); !slices.ContainsFunc(*to, func(x message.Arg) bool { return sameArg(x, name) }) {
			*to = append(*to, name)
		}
	}
	return no, yes
}
