package app

import (
	"context"

	"certviewer/catalog"
	"certviewer/facts"
	"certviewer/task"
	"certviewer/trust"
)

// A Row is a certificate in a store, with what we know about it.
type Row struct {
	Store      trust.Info
	Entry      trust.Entry
	Programmes catalog.Membership
	Also       []trust.Info // stores that show the entry too, since they inherit it; rows of the same stores share the list
	Folded     bool         // the entry is inherited, and told of in the Also of the row that has it of its own
}

// Rows lists the certificates of stores whose text matches filter ("" = all), and the stores, read or not.
func (a *App) Rows(ctx context.Context, talk task.Talk, w trust.Where, filter string) ([]Row, []facts.Store, error) {
	host, err := a.GatherStored(ctx, talk, w)
	if err != nil {
		return nil, nil, err
	}
	return a.RowsOf(host, filter), host.Stores, nil
}

// RowsOf lists what was gathered before.
func (a *App) RowsOf(host *facts.Host, filter string) []Row {
	n := 0
	for _, s := range host.Stores {
		n += len(s.Entries)
	}
	rows := make([]Row, 0, n)
	match := Matcher(filter)
	for _, s := range host.Stores {
		for _, e := range s.Entries {
			if match(e) {
				m, _ := a.Catalog.MembershipOf(e.Certificate)
				rows = append(rows, Row{Store: s.Info, Entry: e, Programmes: m})
			}
		}
	}
	fold(rows)
	return rows
}
