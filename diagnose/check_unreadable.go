package diagnose

import (
	"certviewer/catalog"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// StoreProblem is what a person reads of a store that could not be read: the title is what happened, the lines
// are why and what to do.
func StoreProblem(c *catalog.Catalog, h *facts.Host, s facts.Store) message.Message {
	in := Input{Host: h, Catalog: c}
	return message.M(s.Problem.Code,
		"app", in.owner(s.ID), "place", in.place(s.ID), "count", int(trust.Patience.Seconds()), "catalog_date", in.catalogDate(), "reason", reason(s.Problem), "os", in.os())
}

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
			m := StoreProblem(in.Catalog, in.Host, s)
			out = append(out, Finding{Code: Code(m.ID), Severity: Info, Stores: []trust.StoreID{s.ID}, Args: m.Args})
		}
		return out
	},
}
