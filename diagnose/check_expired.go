package diagnose

import (
	"certviewer/message"
	"certviewer/trust"
)

// Expired certificates do no harm: they are counted, and nothing is asked. A person's own are the affair of
// the client checks.
var checkExpired = Check{
	Name:    "expired",
	Topic:   Stores,
	Source:  "RFC 5280 4.1.2.5",
	Codes:   []Code{"stores-expired"},
	Because: []Code{"clock-before-build"},
	Run: func(in *Input) []Finding {
		var n int
		var stores []trust.StoreID
		seen := map[trust.StoreID]bool{}
		for _, h := range in.held {
			if h.NotAfter.IsZero() || !in.Now.After(h.NotAfter) || h.hasKey() || !h.chosen() {
				continue
			}
			n++
			for _, id := range h.stores() {
				if !seen[id] {
					seen[id] = true
					stores = append(stores, id)
				}
			}
		}
		if n == 0 {
			return nil
		}
		return []Finding{{Code: "stores-expired", Severity: Info, Stores: stores, Args: message.Args{"count": message.Number(n)}}}
	},
}
