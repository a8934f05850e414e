package app

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
)

func ids(ss []trust.Info) (out []trust.StoreID) {
	for _, s := range ss {
		out = append(out, s.ID)
	}
	return out
}

// What a person's list has from the computer's is one row with it, and both rows are still there for who wants all of them.
func TestFold(t *testing.T) {
	everybodys, fetched, policys, own, twice := named("everybody's", 1), named("fetched", 2), named("of the domain", 3), named("own", 4), named("twice", 5)
	from := func(id trust.StoreID, e trust.Entry) trust.Entry {
		e.From = id
		return e
	}
	stores := []facts.Store{
		{Info: trust.Info{ID: "user/Root"}, Entries: []trust.Entry{own, from("machine/Root", everybodys), from("machine/AuthRoot", fetched), from("machine-policy/Root", policys), twice}},
		{Info: trust.Info{ID: "machine/Root"}, Entries: []trust.Entry{everybodys, from("machine/AuthRoot", fetched), twice}},
		{Info: trust.Info{ID: "machine/AuthRoot"}, Entries: []trust.Entry{fetched}},
		{Info: trust.Info{ID: "machine/CA"}, Entries: []trust.Entry{everybodys}}, // of the same certificate, and something else
	}
	rows := gatherer(t).RowsOf(&facts.Host{Stores: stores}, "")
	if len(rows) != 10 || Unfolded(rows) != 7 {
		t.Fatalf("%d rows, %d of them in the list of all stores", len(rows), Unfolded(rows))
	}
	want := map[spot][]trust.StoreID{
		{"user/Root", own.Certificate.SHA256}:            nil,
		{"machine/Root", everybodys.Certificate.SHA256}:  {"user/Root"},
		{"machine/AuthRoot", fetched.Certificate.SHA256}: {"user/Root", "machine/Root"},
		{"user/Root", policys.Certificate.SHA256}:        nil, // nobody shows where it comes from
		{"user/Root", twice.Certificate.SHA256}:          nil, // each is a list's own
		{"machine/Root", twice.Certificate.SHA256}:       nil,
		{"machine/CA", everybodys.Certificate.SHA256}:    nil,
	}
	for _, r := range rows {
		at := spot{r.Store.ID, r.Entry.Certificate.SHA256}
		places, shown := want[at]
		if shown == r.Folded || !slices.Equal(ids(r.Also), places) {
			t.Errorf("%s in %s: folded %v, also in %v", r.Entry.Certificate.Subject, r.Store.ID, r.Folded, ids(r.Also))
		}
	}
	for _, r := range gatherer(t).RowsOf(&facts.Host{Stores: stores[:1]}, "") {
		if r.Folded {
			t.Errorf("%s: there is no other row of it", r.Entry.Certificate.Subject)
		}
	}
}

// 100,000 rows, half of them inherited: rows of the same places share their list.
func inheriting(n int) []Row {
	rows := make([]Row, n)
	for i := range rows {
		c := &cert.Certificate{SHA256: sha256.Sum256(fmt.Appendf(nil, "%d", i%(n/2)))}
		rows[i] = Row{Store: trust.Info{ID: "user/Root"}, Entry: trust.Entry{Certificate: c, From: "machine/Root"}}
		if i >= n/2 {
			rows[i] = Row{Store: trust.Info{ID: "machine/Root"}, Entry: trust.Entry{Certificate: c}}
		}
	}
	return rows
}

func TestFoldShares(t *testing.T) {
	rows := inheriting(1000)
	fold(rows)
	if Unfolded(rows) != 500 {
		t.Fatalf("%d rows are left", Unfolded(rows))
	}
	for _, r := range rows[500:] {
		if len(r.Also) != 1 || &r.Also[0] != &rows[500].Also[0] {
			t.Fatal("rows of the same places have lists of their own")
		}
	}
}

func BenchmarkFold100k(b *testing.B) {
	rows := inheriting(100_000)
	for b.Loop() {
		for i := range rows {
			rows[i].Also, rows[i].Folded = nil, false
		}
		fold(rows)
	}
}
