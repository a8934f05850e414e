package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"certviewer/change"
	"certviewer/diagnose"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// swapped is the window once the new certificate is in, and the old one is to be decided about.
func swapped(t *testing.T, core *fakeCore, o Options) *window {
	t.Helper()
	w := opened(t, core, fresh(t), o)
	key(w, fyne.KeyReturn)
	key(w, fyne.KeyReturn)
	if _, ok := w.importing.stage.(*choosing); !ok {
		t.Fatalf("not at step 3:\n%s", seen(w))
	}
	return w
}

// The walkthrough of a new certificate: six presses from the file to the end.
func TestSwap(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	core := newMember(t, former(t))
	w := opened(t, core, fresh(t), Options{}) // the file, Open
	shows(t, w, "Swap", "The certificate of “山田 花子”", "New one in, check it, old one out.", "No. 300", "the old one is in Firefox (仕事用), Chrome/Chromium and Thunderbird (a).")
	key(w, fyne.KeyReturn) // Next
	shows(t, w, "Step 1 of 4", "(✓ Firefox (仕事用). Takes the place of the one that ends on 21 February 2027.)",
		"Thunderbird (a) will sign with the new certificate.", "No. 309", "The settings of “hanako@example.ac.jp”", "[Start]")
	key(w, fyne.KeyReturn) // Start
	shows(t, w, "Step 2 of 4", "Firefox (仕事用): done, and it works.", "Thunderbird (a): the settings were changed.",
		"Step 3 of 4", "No. 303", "(✓ Remove it from Firefox (仕事用).", "(✓ Remove it from Chrome/Chromium.", "Keep the old one in Thunderbird (a).", "No. 305", "[Remove it all the same…]",
		"Undo cannot bring a removed private key back", "Backup file", "[Keep]", "[Save backup and remove]")
	l := w.importing.leaving
	if want := "~/certviewer-backup-" + now.Local().Format(time.DateOnly) + ".p12"; l.path.Text != want {
		t.Errorf("the backup goes to %s, want %s", l.path.Text, want)
	}
	secretField(t, w)
	types(w, "safe one")
	w.win.Canvas().Focus(l.again)
	types(w, "safe oen")
	if said := w.pages[PageImport].(*importPage).said.Text(); said != "The two passwords differ." {
		t.Errorf("said %q", said)
	}
	key(w, fyne.KeyReturn)
	if len(core.removed) > 0 {
		t.Fatal("removed with two passwords")
	}
	l.again.SetText("safe one")
	key(w, fyne.KeyReturn) // Save backup and remove
	shows(t, w, "Swapped. The new certificate is in use.", "No. 313", "Old one kept in: Thunderbird (a).", "The backup with the old private key", "~/certviewer-backup-",
		"Step 4 of 4", "Close completely and open again: Firefox (仕事用) and Chrome/Chromium.", "No. 312", "Close completely and open again: Thunderbird (a).", "[Close]")
	if len(core.removed) != 1 || len(core.removed[0].Steps) != 2 || string(core.backup.Password) != "safe one" || strings.HasPrefix(core.backup.Path, "~") {
		t.Errorf("%+v with backup %q %q", core.removed, core.backup.Path, core.backup.Password)
	}
	for _, s := range core.removed[0].Steps {
		if !s.Key || s.Op != change.Remove || s.Store == "thunderbird:a" {
			t.Errorf("step %+v", s)
		}
	}
	if l.first.Text+l.again.Text != "" || strings.Trim(string(l.backup.Password), "\x00") != "" {
		t.Errorf("the password of the backup is left: %q %q %q", l.first.Text, l.again.Text, l.backup.Password)
	}
	key(w, fyne.KeyReturn) // Close
	if w.page != PageClients || w.importing != nil {
		t.Errorf("on %s", w.page)
	}
}

// Where mail may need the old key, its removal is asked about once more, with the reason repeated.
func TestRemovalWithMail(t *testing.T) {
	core := newMember(t, former(t))
	w := swapped(t, core, Options{})
	press(t, w, "Remove it all the same…")
	shows(t, w, "Remove it from Thunderbird (a) all the same?", "opens only with it and its key", "[Remove]", "[Keep]")
	if b := labelOf(w.win.Canvas().Focused()); b != "button Keep" {
		t.Errorf("the keyboard is on %s", b)
	}
	w.keys[withCtrl(fyne.Key5)]()
	if w.page != PageImport {
		t.Errorf("behind the question is now %s", w.page)
	}
	press(t, w, "Keep")
	shows(t, w, "[Remove it all the same…]")
	press(t, w, "Remove it all the same…")
	press(t, w, "Remove")
	shows(t, w, "(✓ Remove it from Thunderbird (a))", "Keep the old one in Thunderbird (a).", "No. 305")
	if n := len(w.importing.leaving.plan.Steps); n != 3 {
		t.Errorf("%d steps", n)
	}
	press(t, w, "Details")
	shows(t, w, "Remove “山田 花子” (until ", "and its private key from Thunderbird (a).")
	tick(t, w, "Remove it from Thunderbird (a)")
	lacks(t, w, "(✓ Remove it from Thunderbird (a))")
	for _, place := range []string{"Firefox (仕事用)", "Chrome/Chromium"} {
		tick(t, w, "Remove it from "+place)
	}
	lacks(t, w, "Backup file", "Save backup")
	press(t, w, "Next")
	shows(t, w, "Old one kept in: Firefox (仕事用), Chrome/Chromium and Thunderbird (a).")
	lacks(t, w, "The backup with")
	if len(core.removed) > 0 {
		t.Error("something was removed")
	}
}

// Escape and Keep leave everything where it is.
func TestKeepAll(t *testing.T) {
	for how, keep := range map[string]func(w *window){"Keep": func(w *window) { press(t, w, "Keep") }, "Escape": func(w *window) { key(w, fyne.KeyEscape) }} {
		core := newMember(t, former(t))
		w := swapped(t, core, Options{})
		l := w.importing.leaving
		types(w, "safe one")
		keep(w)
		shows(t, w, "The new certificate is there, but not first everywhere.", "Step 4 of 4")
		if len(core.removed) > 0 || l.first.Text != "" {
			t.Errorf("%s: removed %v, %q in the field", how, core.removed, l.first.Text)
		}
	}
}

// A backup without a password, or where a file is, is told of before anything is removed.
func TestBackupIsNotPossible(t *testing.T) {
	core := newMember(t, former(t))
	w := swapped(t, core, Options{})
	press(t, w, "Save backup and remove")
	shows(t, w, "The backup needs a password.")
	l := w.importing.leaving
	l.first.SetText("x")
	l.again.SetText("x")
	l.path.SetText("/nowhere/at/all.p12")
	press(t, w, "Save backup and remove")
	shows(t, w, "all.p12")
	if len(core.removed) > 0 {
		t.Errorf("removed %v at %T", core.removed, w.importing.stage)
	}
	l.path.SetText(t.TempDir() + "/b.p12")
	core.refusal = &message.Problem{What: message.M("p12-app-running", "app", "Firefox")}
	press(t, w, "Save backup and remove")
	shows(t, w, "Close Firefox first.")
	core.refusal = nil
	press(t, w, "Save backup and remove")
	shows(t, w, "Swapped.")
}

// A key that a program does not give out stays there, and that is said at the end.
func TestKeyStays(t *testing.T) {
	core := newMember(t, former(t))
	core.importCore.removing = func(p change.Plan) []change.Outcome {
		core.put([]change.Outcome{{Step: p.Steps[0], OK: true}})
		return []change.Outcome{{Step: p.Steps[0], OK: true, Seen: &trust.State{}}, {Step: p.Steps[1], Fault: &change.Fault{Code: "swap-key-not-exportable"}}}
	}
	w := swapped(t, core, Options{})
	l := w.importing.leaving
	l.path.SetText(t.TempDir() + "/b.p12")
	l.first.SetText("x")
	l.again.SetText("x")
	press(t, w, "Save backup and remove")
	shows(t, w, "No. 313", "Old one kept in: Chrome/Chromium and Thunderbird (a).", "Chrome/Chromium", "The old key cannot be saved as a backup.", "Step 4 of 4")
}

// The password of the backup does not stay in its field while another page is looked at; the rest waits.
func TestSwapIsLookedAwayFrom(t *testing.T) {
	w := swapped(t, newMember(t, former(t)), Options{})
	types(w, "safe one")
	tick(t, w, "Remove it from Chrome/Chromium")
	w.show(PageHistory)
	l := w.importing.leaving
	if l.first.Text != "" {
		t.Errorf("%q is in the field", l.first.Text)
	}
	w.show(PageClients)
	shows(t, w, "(✓ Remove it from Firefox (仕事用).", "(Remove it from Chrome/Chromium.")
}

// Where another page is looked at, nothing secret waits for this one to come back: not while this computer is looked at before
// the old certificate leaves, and not once the work is done.
func TestSecretsWhileLookedAway(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	core := newMember(t, former(t))
	w := opened(t, core, fresh(t), Options{})
	key(w, fyne.KeyReturn)
	core.importCore.importing = func(_ context.Context, _ task.Talk, p change.Plan) (out []change.Outcome) {
		w.show(PageSettings)
		for _, s := range p.Steps {
			out = append(out, change.Outcome{Step: s, OK: true, Seen: &trust.State{Present: true}})
		}
		return out
	}
	press(t, w, "Start")
	if f := w.importing; len(f.pin) > 0 || w.page != PageSettings {
		t.Errorf("on %s the PIN is still %q", w.page, f.pin)
	}
	w.show(PageClients)
	l := w.importing.leaving
	l.first.SetText("safe one")
	l.again.SetText("safe one")
	work := held(w)
	press(t, w, "Save backup and remove")
	w.show(PageHistory)
	if l.first.Text+l.again.Text != "" {
		t.Errorf("%q and %q are in the fields", l.first.Text, l.again.Text)
	}
	w.spawn = func(f func()) { f() }
	(*work)[0]()
	if string(core.backup.Password) != "safe one" || strings.Trim(string(l.backup.Password), "\x00") != "" {
		t.Errorf("the backup has the password %q, and %q is left", core.backup.Password, l.backup.Password)
	}
}

// A program in which the new certificate does not work keeps the old one; the others go on.
func TestNotProven(t *testing.T) {
	core := newMember(t, former(t))
	core.importCore.importing = func(_ context.Context, _ task.Talk, p change.Plan) (out []change.Outcome) {
		for _, s := range p.Steps {
			o := change.Outcome{Step: s, OK: s.Store != "chromium", Seen: &trust.State{Present: true}}
			if !o.OK {
				o.Fault = &change.Fault{Code: "p12-not-proven", Detail: "signature"}
			}
			out = append(out, o)
		}
		return out
	}
	w := swapped(t, core, Options{})
	shows(t, w, "Chrome/Chromium: stored, but not shown to work.", "(✓ Remove it from Firefox (仕事用).", "The new one is not shown to work; the old one stays.", "No. 308")
	lacks(t, w, "Remove it from Chrome/Chromium")
	// Where it works nowhere, nothing is said of a swap.
	core = newMember(t, former(t))
	core.importCore.importing = func(_ context.Context, _ task.Talk, p change.Plan) (out []change.Outcome) {
		for _, s := range p.Steps {
			out = append(out, change.Outcome{Step: s, Fault: &change.Fault{Code: "change-no-space"}})
		}
		return out
	}
	w = opened(t, core, fresh(t), Options{})
	key(w, fyne.KeyReturn)
	key(w, fyne.KeyReturn)
	shows(t, w, "In 0 of 4 programs", "The disk is full")
	lacks(t, w, "Step 3", "Swapped")
}

// The new certificate is there already: no file is asked for, and the old one leaves after the new one was proven.
func TestSwapOfWhatIsHere(t *testing.T) {
	old, next := former(t), fresh(t)
	core := newMember(t, old, next)
	w := open(t, core, Options{Page: PageClients})
	w.swap(old.Certificate)
	shows(t, w, "Swap", "山田 花子", "New one in, check it, old one out.")
	lacks(t, w, "No. 200", "No. 210")
	key(w, fyne.KeyReturn)
	shows(t, w, "(✓ Firefox (仕事用). It has the certificate already.)")
	lacks(t, w, "second", "Nothing to do", "Remember the PIN")
	press(t, w, "Details")
	shows(t, w, "Check that “山田 花子” works in Firefox (仕事用)")
	press(t, w, "Start")
	shows(t, w, "Firefox (仕事用): it works.", "Step 3 of 4", "(✓ Remove it from Firefox (仕事用).")
	if len(core.imported) != 1 || core.imported[0].Steps[0].Op != change.Prove {
		t.Errorf("imported %+v", core.imported)
	}
}

// Without the newer one, or with another page's work under way, Swap asks for the file.
func TestSwapAsksForTheFile(t *testing.T) {
	core := newMember(t, former(t))
	core.answers = []diagnose.Answer{{Topic: diagnose.UPKIClient, Verdict: diagnose.Action, Headline: message.M("upki-client-expired", "date", message.Day(now)),
		Findings: []diagnose.Finding{{Code: "upki-client-expired", Severity: diagnose.Warning, Subject: core.host.Stores[0].Entries[0].Certificate, Args: message.M("", "date", message.Day(now)).Args}}}}
	w := open(t, core, Options{})
	shows(t, w, "University certificate: ended on", "press “Swap…” with the .p12 file", "[Swap…]")
	press(t, w, "Swap…")
	if w.dialog == nil || w.importing != nil {
		t.Fatal("no file is asked for")
	}
	w.escape()
	w.importFile(fresh(t).p12(t, thePIN), true)
	shows(t, w, "Swap", "No. 200")
	w.importFile(mailed(t, 3, now, now.AddDate(1, 0, 0), true).p12(t, thePIN), true)
	given(t, w, thePIN)
	shows(t, w, "No. 210")
	core = newMember(t)
	w = open(t, core, Options{})
	w.importFile(fresh(t).p12(t, thePIN), true)
	given(t, w, thePIN)
	shows(t, w, "No older certificate of yours was found.", "No. 314", "[Next]")
}

// While certificates are written the page can be left and found again; another file does not push it away.
func TestWorkGoesOn(t *testing.T) {
	core := newMember(t, former(t))
	w := opened(t, core, fresh(t), Options{})
	key(w, fyne.KeyReturn)
	core.importCore.importing = func(_ context.Context, talk task.Talk, p change.Plan) (out []change.Outcome) {
		talk.Report(task.Progress{Done: 1, Total: len(p.Steps)})
		shows(t, w, "Step 1 of 4: put the new one where the old one is.", "Step 2 of 4", "Firefox (仕事用)", "[Cancel]")
		w.show(PageHistory)
		w.openFile(fresh(t).p12(t, thePIN))
		shows(t, w, "Step 1 of 4: put")
		w.show(PageSettings)
		for _, s := range p.Steps {
			out = append(out, change.Outcome{Step: s, OK: true, Seen: &trust.State{Present: true}})
		}
		return out
	}
	key(w, fyne.KeyReturn)
	if w.page != PageSettings || w.importing == nil {
		t.Fatalf("on %s with %v", w.page, w.importing)
	}
	w.show(PageClients)
	shows(t, w, "Step 3 of 4")
}
