package ui

import (
	"encoding/pem"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/trust"
	"certviewer/ui/widgets"
)

// changeable is a fake computer whose Firefox and Chromium can be changed, and the list of the system by an
// administrator.
func changeable(t *testing.T) *fakeCore {
	core := newFake(t)
	core.host.Computer.Family = "debian"
	core.host.Stores[0].Writable = true
	core.host.Stores = append(core.host.Stores,
		facts.Store{Info: trust.Info{ID: "chromium", Scope: trust.ScopeUser, Application: "chromium", Writable: true}},
		facts.Store{Info: trust.Info{ID: "nss-builtin", Scope: trust.ScopeComputer}, Entries: []trust.Entry{
			{Certificate: known("digicert-trusted-root-g4"), Origin: trust.Vendor}}})
	core.plan = change.Plan{Steps: []change.Step{step(core, change.Trust)}}
	return core
}

func known(id string) *cert.Certificate { return knowledge().RootByID(id).Certificate() }

// chosen opens the list of certificates with the rows of these holders chosen.
func chosen(t *testing.T, core *fakeCore, holders ...string) (*window, *certificatesPage) {
	t.Helper()
	w := open(t, core, Options{Page: PageCertificates})
	c := w.certificates()
	var rows []int
	for row := range c.shown {
		if slices.Contains(holders, holder(c.at(row).Entry.Certificate)) {
			rows = append(rows, row)
		}
	}
	if len(rows) != len(holders) {
		t.Fatalf("%d rows of %q", len(rows), holders)
	}
	c.table.SetRows(len(c.shown), rows, rows[0])
	c.showDetail()
	return w, c
}

func labelsOf(items []*fyne.MenuItem) string {
	var out []string
	for _, item := range items {
		out = append(out, item.Label)
	}
	return strings.Join(out, " ")
}

// tick presses the box with these words.
func tick(t *testing.T, w *window, label string) *widgets.Tick {
	t.Helper()
	var found *widgets.Tick
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *widgets.Tick:
			if o.Text() == label {
				found = o
			}
		case *fyne.Container:
			for _, c := range o.Objects {
				walk(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(o).Objects() {
				walk(c)
			}
		}
	}
	walk(front(w))
	if found == nil {
		t.Fatalf("there is no box %q in:\n%s", label, seen(w))
	}
	test.Tap(found)
	return found
}

// paste puts a text into the field that has the keyboard, and presses Enter.
func paste(t *testing.T, w *window, text string) {
	t.Helper()
	entry, ok := w.win.Canvas().Focused().(*dialogEntry)
	if !ok {
		t.Fatalf("the keyboard is on %T", w.win.Canvas().Focused())
	}
	entry.SetText(text)
	key(w, fyne.KeyReturn)
}

// What cannot be done is not in the menu; with several rows, what cannot be done with one of them.
func TestMenuOfChanges(t *testing.T) {
	core := changeable(t)
	core.host.Stores[0].Entries[1].HasKey = true
	core.host.Stores[2].Entries[0].Origin = trust.Distribution
	core.host.Stores[2].Entries[1].Origin = trust.Admin
	for _, tt := range []struct {
		holders []string
		want    string
	}{
		{[]string{"Charlie Root"}, "Trust for… Block… Remove… Copy to another store…"},
		{[]string{"山田 花子"}, "Block…"}, // no root, and its key is there
		{[]string{"Charlie Root", "山田 花子"}, "Block…"},
		{[]string{"Alpha Root"}, "Trust for… Block… Copy to another store…"},  // the distribution would bring it back
		{[]string{"Bravo Root"}, "Trust for… Remove… Copy to another store…"}, // the administrator added it
		{[]string{"Charlie Root", "Bravo Root"}, "Trust for… Remove… Copy to another store…"},
		{[]string{"DigiCert Trusted Root G4"}, "Trust for… Block…"}, // in Mozilla's own list
	} {
		w, c := chosen(t, core, tt.holders...)
		if got := labelsOf(w.changeItems(c.rowsOf(c.table.Selection()))); got != tt.want {
			t.Errorf("%v: %q, want %q", tt.holders, got, tt.want)
		}
		if menu := labelsOf(c.menuOf(c.table.Selection()).Items); !strings.Contains(menu, tt.want) {
			t.Errorf("%v: the context menu is %q", tt.holders, menu)
		}
		if s := seen(w); !strings.Contains(s, "[Change…]") {
			t.Errorf("%v: the details have no button for it:\n%s", tt.holders, s)
		}
	}
	core.host.Stores[0].Writable = false
	core.host.Stores = core.host.Stores[:2]
	w, c := chosen(t, core, "Charlie Root")
	if items := w.changeItems(c.rowsOf(c.table.Selection())); len(items) > 0 || strings.Contains(seen(w), "[Change…]") {
		t.Errorf("where nothing can be changed the menu is %q", labelsOf(items))
	}
}

// The menu bar does the same with what is chosen, and says so where it cannot.
func TestMenuBarChanges(t *testing.T) {
	core := changeable(t)
	w, _ := chosen(t, core, "Charlie Root")
	w.keys[withCtrl(fyne.KeyB)]()
	if len(core.wanted) != 1 || core.wanted[0].Op != change.Distrust || !slices.Equal(core.wanted[0].Stores, []trust.StoreID{"firefox:a"}) {
		t.Errorf("Ctrl+B asks for %v", core.asked)
	}
	key(w, fyne.KeyEscape)
	w, _ = chosen(t, core, "山田 花子")
	w.keys[withCtrl(fyne.KeyT)]()
	if w.dialog != nil || w.status.text.Text() != "That is not possible with what is chosen." {
		t.Errorf("the status line says %q", w.status.text.Text())
	}
	w.show(PageHealth)
	w.keys[withCtrl(fyne.KeyB)]()
	if w.page != PageCertificates || w.dialog != nil {
		t.Error("what is out of view is changed")
	}
}

// All rows that are removed are in one plan.
func TestSeveralAreRemovedAtOnce(t *testing.T) {
	core := changeable(t)
	w, c := chosen(t, core, "Charlie Root", "山田 花子")
	c.change("trust.remove-item")
	if len(core.wanted) != 2 || core.wanted[0].Op != change.Remove || w.dialog == nil {
		t.Errorf("asked %q", core.asked)
	}
}

// A root that no public programme knows is trusted only by somebody who has its whole fingerprint from elsewhere; the
// dialog asks for what and where after that.
func TestUnknownRootNeedsItsFingerprint(t *testing.T) {
	core := changeable(t)
	w, c := chosen(t, core, "Charlie Root")
	x := core.host.Stores[0].Entries[0].Certificate
	fp := x.SHA256.String()
	c.change("button.trust")
	s := seen(w)
	for _, want := range []string{"Check this root with whoever gave it to you.", "Charlie Root", "Whole fingerprint (SHA-256, 64 characters)"} {
		if !strings.Contains(s, want) {
			t.Errorf("%q is missing in\n%s", want, s)
		}
	}
	if w.body.Visible() || strings.Contains(strings.ReplaceAll(s, " ", ""), fp[:8]) || strings.Contains(s, x.CheckCode()) {
		t.Errorf("the fingerprint is in view:\n%s", s)
	}
	paste(t, w, x.SHA1Hex())
	if s := seen(w); !strings.Contains(s, "The fingerprint does not match.") || !strings.Contains(s, "That is the short one") {
		t.Errorf("the short one: %s", s)
	}
	for i := range 20 {
		at := i * 3
		other := byte('0')
		if fp[at] == '0' {
			other = 'f'
		}
		paste(t, w, fp[:at]+string(other)+fp[at+1:])
		if s := seen(w); !strings.Contains(s, "The fingerprint does not match. Nothing was added.") || len(core.asked) > 0 {
			t.Fatalf("character %d: %s", at, s)
		}
	}
	paste(t, w, fullWidth(strings.ToUpper(groups(fp, 4))))
	if s := seen(w); !strings.Contains(s, "Trust “Charlie Root” for what?") || !w.body.Visible() {
		t.Fatalf("after the right one: %s", s)
	}
	press(t, w, "Next")
	if len(core.wanted) != 1 || change.Vouched(knowledge(), x, core.wanted[0].Fingerprint) != nil {
		t.Errorf("asked %q", core.asked)
	}
}

func fullWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f {
			return r + 0xfee0
		}
		return r
	}, s)
}

// Each purpose says what it allows; servers are ticked for a root in no public list, the catalogue's offer for one of
// its own; and each place is asked for what it can express.
func TestTrustForWhatAndWhere(t *testing.T) {
	core := changeable(t)
	w, c := chosen(t, core, "DigiCert Trusted Root G4")
	c.change("button.trust")
	s := seen(w)
	for _, want := range []string{"(✓ Servers. Sites and servers", "(Signing in. People who", "(✓ Time stamps.", "(Firefox (仕事用))", "(Chrome/Chromium)",
		"(This computer's list. It tells no purposes apart"} {
		if !strings.Contains(s, want) {
			t.Errorf("%q is missing in\n%s", want, s)
		}
	}
	press(t, w, "Next")
	if s := seen(w); !strings.Contains(s, "Choose at least one place.") || len(core.asked) > 0 {
		t.Fatalf("without a place: %s", s)
	}
	for _, place := range []string{"Chrome/Chromium", "Firefox (仕事用)", "This computer's list"} {
		tick(t, w, place)
	}
	tick(t, w, "Mail")
	press(t, w, "Next")
	want := []string{"propose trust [firefox:a chromium] [server code]", "propose trust [system] [server client email code timestamp]"}
	if !slices.Equal(core.asked, want) {
		t.Errorf("asked %q, want %q", core.asked, want)
	}
	press(t, w, "Back")
	for _, purpose := range []string{"Servers", "Software", "Time stamps"} {
		tick(t, w, purpose)
	}
	press(t, w, "Next")
	if s := seen(w); !strings.Contains(s, "Choose at least one purpose.") {
		t.Errorf("without a purpose: %s", s)
	}
	tick(t, w, "Time stamps")
	press(t, w, "Next")
	if s := seen(w); !strings.Contains(s, "Of this, Chrome/Chromium can keep nothing.") || len(core.asked) > 2 {
		t.Errorf("with time stamps alone: %s", s)
	}
}

// A root that the programmes ended trust in is offered for mail only, and not to a list that tells no purposes apart.
func TestTrustForMailOnly(t *testing.T) {
	core := changeable(t)
	core.host.Stores[3].Entries = []trust.Entry{{Certificate: known("verisign-class3-pca-g3")}}
	name := holder(known("verisign-class3-pca-g3"))
	w, c := chosen(t, core, name)
	c.change("button.trust")
	s := seen(w)
	if !strings.Contains(s, "This root can be added for mail only.") || !strings.Contains(s, "(✓ Mail.") || strings.Contains(s, "(Servers") || strings.Contains(s, "This computer's list") {
		t.Errorf("the dialog is\n%s", s)
	}
}

// A copy goes to places that lack it.
func TestCopyToAnotherStore(t *testing.T) {
	core := changeable(t)
	g4 := known("digicert-trusted-root-g4")
	core.host.Stores[0].Entries = append(core.host.Stores[0].Entries, trust.Entry{Certificate: g4, Trust: map[cert.Purpose]trust.Judgement{cert.Email: {Verdict: trust.Trusted}}})
	core.host.Stores = core.host.Stores[:4]
	w, c := chosen(t, core, "DigiCert Trusted Root G4")
	c.change("trust.copy-item")
	if s := seen(w); strings.Contains(s, "(Firefox") || !strings.Contains(s, "(✓ Mail.") || strings.Contains(s, "(✓ Servers") {
		t.Errorf("the dialog is\n%s", s)
	}
	tick(t, w, "Chrome/Chromium")
	press(t, w, "Next")
	if !slices.Equal(core.asked, []string{"propose trust [chromium] [email]"}) {
		t.Errorf("asked %q", core.asked)
	}
}

// What Mozilla's list brings is blocked in the browsers' own stores.
func TestShippedRootIsBlocked(t *testing.T) {
	core := changeable(t)
	w, c := chosen(t, core, "DigiCert Trusted Root G4")
	c.change("button.block")
	if s := seen(w); !strings.Contains(s, "Where is “DigiCert Trusted Root G4” to be blocked?") || strings.Contains(s, "Servers") || strings.Contains(s, "This computer's list") {
		t.Errorf("the dialog is\n%s", s)
	}
	tick(t, w, "Firefox (仕事用)")
	press(t, w, "Next")
	if !slices.Equal(core.asked, []string{"propose distrust [firefox:a] []"}) {
		t.Errorf("asked %q", core.asked)
	}
}

// A root in a file: it is here and trusted already, or it can be trusted.
func TestFileOfOneRoot(t *testing.T) {
	core := changeable(t)
	g4 := known("digicert-trusted-root-g4")
	name := filepath.Join(t.TempDir(), "root.crt")
	if err := os.WriteFile(name, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: g4.Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	w := open(t, core, Options{File: name})
	if s := seen(w); !strings.Contains(s, "“DigiCert Trusted Root G4” is not trusted here.") {
		t.Errorf("the page is\n%s", s)
	}
	press(t, w, "Trust for…")
	if s := seen(w); !strings.Contains(s, "Trust “DigiCert Trusted Root G4” for what?") {
		t.Errorf("the dialog is\n%s", s)
	}
	all := map[cert.Purpose]trust.Judgement{}
	for _, p := range cert.Purposes {
		all[p] = trust.Judgement{Verdict: trust.Trusted}
	}
	core.host.Stores[2].Entries = append(core.host.Stores[2].Entries, trust.Entry{Certificate: g4, Trust: all})
	w = open(t, core, Options{File: name})
	if s := seen(w); !strings.Contains(s, "Already here and trusted. Nothing to do.") || !strings.Contains(s, "No. 410") || strings.Contains(s, "[Trust for…]") || len(core.asked) > 0 {
		t.Errorf("the page is\n%s", s)
	}
}
