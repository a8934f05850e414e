package ui

import (
	"slices"
	"testing"

	"certviewer/app"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/trust"
)

// inherits is a fake computer with Windows' lists, of which the person's shows the root of the computer's.
func inherits(t *testing.T) *fakeCore {
	core := onWindows(t)
	root := core.host.Stores[4].Entries[0]
	seen := root
	seen.From = "machine/Root"
	core.host.Stores[0].Entries = []trust.Entry{seen}
	core.host.Stores[3].Entries = []trust.Entry{root}
	core.host.Stores[4].Entries = nil
	return core
}

// What a list inherits is one row among all stores, which names both, and a row of its own in its own list; numbers agree with
// what is shown.
func TestInheritedIsOneRow(t *testing.T) {
	core := inherits(t)
	w, c := chosen(t, core, "Bravo Root", "Charlie Root")
	if len(c.shown) != 2 || w.count != 2 || len(w.rows) != 3 {
		t.Fatalf("%d rows are shown, %d counted, of %d", len(c.shown), w.count, len(w.rows))
	}
	place := ""
	for row := range c.shown {
		if holder(c.at(row).Entry.Certificate) == "Bravo Root" {
			place = c.index.placeOf(c.at(row), allStores)
		}
	}
	if place != "Trusted roots: computer, user" {
		t.Errorf("it is in %q", place)
	}
	total, of := c.index.count(allStores)
	if chips := of[markUnlisted]; total != 2 || chips != 2 {
		t.Errorf("counted %d, %d of them in no public list", total, chips)
	}
	for store, want := range map[storeKey]int{"user/Root": 1, "machine/Root": 1, "user/CA": 1} {
		c.only(store)
		if total, _ := c.index.count(store); len(c.shown) != want || total != want {
			t.Errorf("%s: %d rows, counted %d", store, len(c.shown), total)
		}
		if r := c.at(0); c.index.placeOf(r, store) != w.place(trust.StoreID(store)) {
			t.Errorf("%s: it is in %q", store, c.index.placeOf(r, store))
		}
	}
}

// What Windows fetched is in three lists, and no phrase joins these.
func TestFetchedIsOneRow(t *testing.T) {
	core := inherits(t)
	root := core.host.Stores[3].Entries[0]
	root.From = ""
	core.host.Stores = append(core.host.Stores, facts.Store{Info: trust.Info{ID: "machine/AuthRoot", Scope: trust.ScopeComputer}, Entries: []trust.Entry{root}})
	for _, i := range []int{0, 3} {
		core.host.Stores[i].Entries[0].From = "machine/AuthRoot"
	}
	w, c := chosen(t, core, "Bravo Root")
	row := c.at(c.table.Selected())
	if got := c.index.placeOf(row, allStores); w.count != 2 || row.Store.ID != "machine/AuthRoot" || got != "The roots that Windows fetched, Windows' trusted roots and the trusted roots of the whole computer" {
		t.Errorf("%d rows; it is in %q", w.count, got)
	}
}

// What is chosen stays chosen when its row gives way to the one that it is folded into, and back.
func TestInheritedStaysChosen(t *testing.T) {
	_, c := chosen(t, inherits(t), "Bravo Root")
	c.selected()
	for _, store := range []storeKey{"user/Root", allStores, "machine/Root", "user/Root"} {
		c.only(store)
		if row := c.table.Selected(); row < 0 || holder(c.at(row).Entry.Certificate) != "Bravo Root" {
			t.Errorf("in %q row %d is chosen", store, row)
		}
	}
}

// A root that two lists show is blocked for the person or for everybody: that is asked.
func TestInheritedIsBlockedForWhom(t *testing.T) {
	core := inherits(t)
	w, c := chosen(t, core, "Bravo Root")
	c.change("button.block")
	tick(t, w, "Windows' trusted roots")
	press(t, w, "Next")
	if len(core.wanted) != 1 || core.wanted[0].Op != change.Distrust || !slices.Equal(core.wanted[0].Stores, []trust.StoreID{"user/Root"}) {
		t.Errorf("asked %v in\n%s", core.asked, seen(w))
	}
}

// The order by place is that of what is shown.
func TestSortByPlaceOfInherited(t *testing.T) {
	w, _ := chosen(t, inherits(t), "Bravo Root")
	x := newIndex(w.rows, now, w.labels(w.rows))
	var got []string
	for _, i := range x.query(view{store: allStores, column: colPlace}) {
		got = append(got, x.placeOf(&x.rows[i], allStores))
	}
	if !slices.IsSorted(got) || len(got) != app.Unfolded(w.rows) {
		t.Errorf("%q", got)
	}
}
