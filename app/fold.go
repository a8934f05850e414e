package app

import (
	"certviewer/cert"
	"certviewer/trust"
)

// A spot is one certificate in one store.
type spot struct {
	store trust.StoreID
	cert  cert.Fingerprint
}

// fold marks the rows of inherited entries that stand among rows a second time: on Windows a person's list shows all that the
// computer's has, so that each root of the computer would be there twice, or three times. The row of the entry that they
// inherit, which is the one that can be changed, is told of them. Where that entry is not among rows, as when only one store
// was looked at, nothing is folded.
func fold(rows []Row) {
	sources := map[trust.StoreID]bool{}
	for i := range rows {
		if from := rows[i].Entry.From; from != "" {
			sources[from] = true
		}
	}
	if len(sources) == 0 {
		return
	}
	home := map[spot]int32{}
	for i := range rows {
		if r := &rows[i]; r.Entry.From == "" && sources[r.Store.ID] {
			home[spot{r.Store.ID, r.Entry.Certificate.SHA256}] = int32(i)
		}
	}
	// Rows of the same places share one list of them: there are thousands of rows, and few such lists.
	type more struct {
		before *trust.Info
		n      int
		store  trust.StoreID
	}
	lists := map[more][]trust.Info{}
	for i := range rows {
		r := &rows[i]
		at, ok := home[spot{r.Entry.From, r.Entry.Certificate.SHA256}]
		if r.Entry.From == "" || !ok {
			continue
		}
		r.Folded = true
		also := &rows[at].Also
		key := more{n: len(*also), store: r.Store.ID}
		if key.n > 0 {
			key.before = &(*also)[0]
		}
		longer, ok := lists[key]
		if !ok {
			longer = append((*also)[:key.n:key.n], r.Store)
			lists[key] = longer
		}
		*also = longer
	}
}

// Unfolded is how many of rows are not folded into another one: what a list of all stores shows.
func Unfolded(rows []Row) (n int) {
	for i := range rows {
		if !rows[i].Folded {
			n++
		}
	}
	return n
}
