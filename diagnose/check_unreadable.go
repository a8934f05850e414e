package diagnose

import (
	"certviewer/message"
	"certviewer/trust"
)

// A store that could not be read is told by its own block; the others stand.
var checkUnreadable = Check{
	Name:   "unreadable",
	Topic:  Stores,
	Source: "words.md 3.12",
	Codes: []Code{
		trust.StoreLocked, trust.StoreDamaged, trust.StoreOldFormat, trust.StoreNoPermission,
		trust.StoreNoAnswer, trust.StoreForeign, trust.StoreNoBuiltins, trust.StoreRefused,
		trust.StoreNotAwaited, trust.StoreNothingThere,
	},
	Run: func(in *Input) (out []Finding) {
		for _, s := range in.Host.Stores {
			if s.Problem == nil {
				continue
			}
			out = append(out, Finding{
				Code: Code(s.Problem.Code), Severity: Info, Stores: []trust.StoreID{s.ID},
				Args: message.Args{
					"app": in.place(s.ID), "place": in.place(s.ID), "count": message.Number(int(trust.Patience.Seconds())),
					"catalog_date": in.catalogDate(), "reason": reason(s.Problem),
				},
			})
		}
		return out
	},
}
