package diagnose

import (
	"certviewer/message"
	"certviewer/trust"
)

// What the distribution itself ships although it has expired or stands in no public list is the
// distribution's decision: told, not rung.
var checkDistribution = Check{
	Name:    "distribution",
	Topic:   Stores,
	Source:  "Debian ca-certificates: README.Debian",
	Codes:   []Code{"stores-distribution"},
	Because: []Code{"clock-before-build"},
	Run: func(in *Input) []Finding {
		n := 0
		for _, h := range in.held {
			if h.distributed() && (in.Now.After(h.NotAfter) || !in.Catalog.Known(h.Certificate)) {
				n++
			}
		}
		if n == 0 {
			return nil
		}
		return []Finding{{
			Code: "stores-distribution", Severity: Info, Stores: []trust.StoreID{"system"},
			Args: message.Args{"count": message.Number(n), "os": in.os()},
		}}
	},
}
