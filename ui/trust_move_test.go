package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"certviewer/change"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/trust"
)

// onWindows is a fake computer with Windows' lists, in which Bravo Root and Charlie Root lie where they are no roots.
func onWindows(t *testing.T) *fakeCore {
	core := newFake(t)
	core.plan = change.Plan{Steps: []change.Step{step(core, change.Trust)}}
	core.host.Computer.OS = "windows"
	bravo, charlie := core.host.Stores[2].Entries[1], core.host.Stores[0].Entries[0]
	bravo.Origin, charlie.Origin, bravo.Trust, charlie.Trust = trust.Added, trust.Added, nil, nil
	list := func(id trust.StoreID, scope trust.Scope, ee ...trust.Entry) facts.Store {
		return facts.Store{Info: trust.Info{ID: id, Scope: scope, Writable: scope == trust.ScopeUser}, Entries: ee}
	}
	core.host.Stores = []facts.Store{
		list("user/Root", trust.ScopeUser), list("user/CA", trust.ScopeUser, charlie), list("user/MY", trust.ScopeUser),
		list("machine/Root", trust.ScopeComputer), list("machine/CA", trust.ScopeComputer, bravo),
	}
	return core
}

// A root in a list where it counts for nothing can be moved from there to the roots of the same owner, once whoever gave it away has
// vouched for it.
func TestMoveFromTheWrongList(t *testing.T) {
	core := onWindows(t)
	w, c := chosen(t, core, "Charlie Root")
	x := core.host.Stores[1].Entries[0].Certificate
	if got := labelsOf(w.changeItems(c.rowsOf(c.table.Selection()))); !strings.Contains(got, "Move to the trusted roots…") {
		t.Fatalf("the menu is %q", got)
	}
	c.change("trust.move-item")
	paste(t, w, x.SHA256.String())
	if s := seen(w); !strings.Contains(s, "Move “Charlie Root” to the trusted roots") || !strings.Contains(s, "(✓ Windows' trusted roots)") || strings.Contains(s, "whole computer") {
		t.Fatalf("after the fingerprint:\n%s", s)
	}
	press(t, w, "Next")
	want := change.Request{Op: change.Trust, Stores: []trust.StoreID{"user/Root"}, From: []trust.StoreID{"user/CA"}}
	if len(core.wanted) != 1 || core.wanted[0].Op != want.Op || !slices.Equal(core.wanted[0].Stores, want.Stores) || !slices.Equal(core.wanted[0].From, want.From) || core.wanted[0].Fingerprint != x.SHA256.String() {
		t.Errorf("asked %+v", core.wanted)
	}
	key(w, fyne.KeyEscape)
	w, c = chosen(t, core, "Bravo Root")
	c.change("trust.move-item")
	paste(t, w, core.host.Stores[4].Entries[0].Certificate.SHA256.String())
	if s := seen(w); !strings.Contains(s, "(✓ the trusted roots of the whole computer)") && !strings.Contains(s, "(✓ The trusted roots of the whole computer)") || strings.Contains(s, "tells no purposes apart") {
		t.Errorf("for everybody:\n%s", s)
	}
	key(w, fyne.KeyEscape)
	w, c = chosen(t, core, "Charlie Root", "Bravo Root") // of two owners
	if got := labelsOf(w.changeItems(c.rowsOf(c.table.Selection()))); strings.Contains(got, "Move") {
		t.Errorf("of two owners: the menu is %q", got)
	}
}

// The button of a card asks for the fingerprint too, where nobody else vouches for the root.
func TestMoveByTheCard(t *testing.T) {
	core := onWindows(t)
	w := open(t, core, Options{})
	x := core.host.Stores[1].Entries[0].Certificate
	w.fix(diagnose.Fix{Op: "add", Certificate: x, Stores: []trust.StoreID{"user/Root"}, From: []trust.StoreID{"user/CA"}})
	if s := seen(w); !strings.Contains(s, "Check this root with whoever gave it to you.") || len(core.asked) > 0 {
		t.Fatalf("an unknown root:\n%s", s)
	}
	key(w, fyne.KeyEscape)
	w.fix(diagnose.Fix{Op: "add", Certificate: known("digicert-global-root-g2"), Stores: []trust.StoreID{"user/Root"}, From: []trust.StoreID{"user/CA"}})
	if len(core.wanted) != 1 || !slices.Equal(core.wanted[0].From, []trust.StoreID{"user/CA"}) {
		t.Errorf("a public root: asked %+v", core.wanted)
	}
}
