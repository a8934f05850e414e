package ui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/trust"
)

// The columns of the table of certificates.
const (
	colState = iota
	colHolder
	colIssuer
	colUntil
	colKind
	colPlace
)

// A certRow is a certificate in a store as the table shows it. It is never changed.
type certRow struct {
	app.Row
	state  state
	holder string
	issuer string
	kind   string
	place  string
	keys   [3]string // holder, issuer and place, folded for sorting
}

// An index is the rows of all stores, ready to be searched and sorted beside the window.
type index []certRow

// newIndex prepares rows as they stand at now; kind and place say a row's kind and its store.
func newIndex(rows []app.Row, now time.Time, kind func(cert.Kind) string, place func(trust.StoreID) string) index {
	out := make(index, len(rows))
	for i, r := range rows {
		c := r.Entry.Certificate
		out[i] = certRow{Row: r, state: stateOf(r.Entry, now), holder: holder(c), issuer: c.Issuer.Display(), kind: kind(c.Kind()), place: place(r.Store.ID)}
		out[i].keys = [3]string{cert.Fold(out[i].holder), cert.Fold(out[i].issuer), cert.Fold(out[i].place)}
	}
	return out
}

// in says whether the row belongs to a store; an opened file is none of all stores.
func (r *certRow) in(store storeKey) bool {
	return store == allStores && r.Store.ID != fileStore || storeKey(r.Store.ID) == store
}

// query returns the positions of the rows of a store ("" = all) that match filter, in the order of a
// column. Rows that are equal in it are ordered by holder and end.
func (x index) query(store storeKey, filter string, column int, descending bool) []int {
	out := make([]int, 0, len(x))
	match := app.Matcher(filter)
	for i := range x {
		r := &x[i]
		if r.in(store) && match(r.Entry) {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(i, j int) int {
		a, b := &x[i], &x[j]
		by := compareBy(column, a, b)
		if descending {
			by = -by
		}
		return cmp.Or(by, strings.Compare(a.keys[0], b.keys[0]), a.Entry.Certificate.NotAfter.Compare(b.Entry.Certificate.NotAfter))
	})
	return out
}

func compareBy(column int, a, b *certRow) int {
	switch column {
	case colState:
		return cmp.Or(cmp.Compare(a.state.rank, b.state.rank), a.Entry.Certificate.NotAfter.Compare(b.Entry.Certificate.NotAfter))
	case colIssuer:
		return strings.Compare(a.keys[1], b.keys[1])
	case colUntil:
		return a.Entry.Certificate.NotAfter.Compare(b.Entry.Certificate.NotAfter)
	case colKind:
		return strings.Compare(a.kind, b.kind)
	case colPlace:
		return strings.Compare(a.keys[2], b.keys[2])
	}
	return strings.Compare(a.keys[0], b.keys[0])
}
