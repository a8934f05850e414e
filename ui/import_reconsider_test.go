package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"certviewer/message"
	"certviewer/trust/trusttest"
)

// What is chosen while this computer is looked at before an import ends that look: nothing is written into what was unticked.
func TestImportIsReconsidered(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(*window)
		programs  int
	}{
		"a tick": {func(w *window) { tick(t, w, "Chrome/Chromium") }, 2},
		"Escape": {func(w *window) { w.escape() }, 3},
		"Back":   {func(w *window) { press(t, w, "Back") }, 3},
	} {
		core := newMember(t)
		w := opened(t, core, fresh(t), Options{})
		key(w, fyne.KeyReturn)
		work := held(w)
		press(t, w, "Import")
		shows(t, w, "Looking at this computer…")
		c.meanwhile(w)
		w.spawn = func(f func()) { f() }
		press(t, w, "Import") // the look before may end later
		(*work)[0]()
		if len(core.imported) != 1 || len(core.imported[0].Steps) != c.programs {
			t.Errorf("%s: imported %+v, not once into %d programs", name, core.imported, c.programs)
		}
	}
	w := opened(t, newMember(t), fresh(t), Options{})
	key(w, fyne.KeyReturn)
	held(w)
	press(t, w, "Import")
	tick(t, w, "Chrome/Chromium")
	lacks(t, w, "Looking at this computer…")
	shows(t, w, "(Chrome/Chromium)", "Cancelled. Nothing was changed.")
}

// A root that is ticked while this computer is looked at already is asked about before anything is made.
func TestRootIsTickedLate(t *testing.T) {
	root := trusttest.Root(t, "Campus Root")
	core, w := withRoot(t, Options{}, root)
	work := held(w)
	press(t, w, "Import")
	tick(t, w, campus)
	(*work)[0]()
	if len(core.imported) > 0 || w.dialog == nil {
		t.Fatalf("imported %+v behind the question", core.imported)
	}
	w.spawn = func(f func()) { f() }
	paste(t, w, root.SHA256.String())
	press(t, w, "Import")
	shows(t, w, "Firefox: “Campus Root” is trusted.")
}

// What is chosen or typed while this computer is looked at before a removal ends that look: what was unticked is not removed, and
// no backup gets a password that was corrected. Each try has its own copy of that, and overwrites it when it ends.
func TestRemovalIsReconsidered(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	const firefox = "Remove it from Firefox (仕事用)"
	for name, c := range map[string]struct {
		before, meanwhile func(*fakeCore, *window)
		shown             string
		then              int // steps that another press makes; 0 = it cannot be pressed
	}{
		"a tick":     {meanwhile: func(_ *fakeCore, w *window) { tick(t, w, firefox) }, shown: "Cancelled. Nothing more was changed.", then: 1},
		"a question": {meanwhile: func(_ *fakeCore, w *window) { press(t, w, "Remove it all the same…"); w.escape() }, shown: "Cancelled.", then: 2},
		"an answer":  {meanwhile: func(_ *fakeCore, w *window) { press(t, w, "Remove it all the same…"); press(t, w, "Remove") }, then: 3},
		"a password": {meanwhile: func(_ *fakeCore, w *window) { w.importing.leaving.first.SetText("safer") }, shown: "Cancelled."},
		"Escape":     {meanwhile: func(_ *fakeCore, w *window) { w.escape() }, shown: "Cancelled.", then: 2},
		"the end":    {meanwhile: func(_ *fakeCore, w *window) { w.stop() }},
		"a refusal": {before: func(core *fakeCore, _ *window) {
			core.refusal = &message.Problem{What: message.M("p12-app-running", "app", "Firefox")}
		}, shown: "Close Firefox first."},
		"other steps": {before: func(_ *fakeCore, w *window) { w.importing.leaving.plan.Steps = nil }, shown: "changed by itself while you were looking.", then: 2},
	} {
		core := newMember(t, former(t))
		w := swapped(t, core, Options{})
		l := w.importing.leaving
		l.first.SetText("safe one")
		l.again.SetText("safe one")
		if c.before != nil {
			c.before(core, w)
		}
		work := held(w)
		press(t, w, "Save backup and remove")
		first := l.backup
		w.spawn = func(f func()) { f() }
		if c.meanwhile != nil {
			c.meanwhile(core, w)
		}
		(*work)[0]()
		if len(core.removed) > 0 || strings.Trim(string(first.Password), "\x00") != "" {
			t.Fatalf("%s: removed %+v, or the password %q is left", name, core.removed, first.Password)
		}
		shows(t, w, c.shown)
		if c.then == 0 {
			continue
		}
		press(t, w, "Save backup and remove")
		shows(t, w, "Step 4 of 4")
		if n := len(core.removed[0].Steps); n != c.then || string(core.backup.Password) != "safe one" {
			t.Errorf("%s: %d steps were made, want %d; the backup has the password %q", name, n, c.then, core.backup.Password)
		}
	}
}

// A program that is opened while its removal is asked about once more keeps the certificate, and no other one loses it instead.
func TestRemovalIsAskedAboutTooLate(t *testing.T) {
	core := newMember(t, former(t))
	w := swapped(t, core, Options{})
	press(t, w, "Remove it all the same…")
	host := *core.host
	host.Stores = slices.Clone(host.Stores)
	host.Stores[3].Running = true
	host.Stores[0].Entries = host.Stores[0].Entries[1:] // the old one has left Firefox meanwhile
	core.host = &host
	w.look()
	press(t, w, "Remove")
	if l := w.importing.leaving; len(l.items) != 2 || len(l.chosen()) != 1 || l.chosen()[0].Store.ID != "chromium" {
		t.Errorf("of %+v %+v would be removed", l.items, l.chosen())
	}
}
