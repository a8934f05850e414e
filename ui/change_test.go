package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"certviewer/catalog"
	"certviewer/change"
	"certviewer/diagnose"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// step is what blocks the certificate that the fake computer's card is about.
func step(core *fakeCore, op change.Op) change.Step {
	x := core.host.Stores[0].Entries[0].Certificate
	return change.Step{Op: op, Store: "firefox:a", SHA256: x.SHA256.String(), DER: x.Raw}
}

// fixable is a fake computer with a card whose button blocks a certificate.
func fixable(t *testing.T) *fakeCore {
	core := newFake(t)
	x := core.host.Stores[0].Entries[0].Certificate
	args := message.M("stores-known-bad", "cert", "Charlie Root", "place", "Firefox", "reason", "x").Args
	core.answers = []diagnose.Answer{{Topic: diagnose.Stores, Verdict: diagnose.Action, Headline: message.Message{ID: "stores-known-bad", Args: args},
		Findings: []diagnose.Finding{{Code: "stores-known-bad", Severity: diagnose.Warning, Subject: x, Args: args,
			Remedies: []diagnose.Remedy{{ID: "fix", Fix: &diagnose.Fix{Op: "distrust", Certificate: x, Stores: []trust.StoreID{"firefox:a"}}}}}}}}
	core.plan = change.Plan{Steps: []change.Step{step(core, change.Distrust)}}
	return core
}

// key presses a key where the keyboard is.
func key(w *window, name fyne.KeyName) {
	e := &fyne.KeyEvent{Name: name}
	if f := w.win.Canvas().Focused(); f != nil {
		f.TypedKey(e)
		return
	}
	w.win.Canvas().OnTypedKey()(e)
}

// A change is made once a person has seen and confirmed it, and the computer is looked at anew after it.
func TestFixIsConfirmed(t *testing.T) {
	core := fixable(t)
	w := open(t, core, Options{})
	press(t, w, "Block…")
	for _, want := range []string{"This will be changed", "Block “Charlie Root” in", "You can undo this in History."} {
		if s := seen(w); !strings.Contains(s, want) {
			t.Fatalf("the preview lacks %q:\n%s", want, s)
		}
	}
	if len(core.asked) != 1 || core.asked[0] != "propose distrust [firefox:a] []" {
		t.Fatalf("asked %q", core.asked)
	}
	press(t, w, "Make the change")
	if s := seen(w); !strings.Contains(s, "Done. “Charlie Root” is blocked.") || !strings.Contains(s, "Close and open again:") {
		t.Errorf("the outcome is\n%s", s)
	}
	if core.gathers != 2 || len(core.asked) != 2 || core.asked[1] != "apply 0" {
		t.Errorf("looked %d times, asked %q", core.gathers, core.asked)
	}
	press(t, w, "Close")
	if s := seen(w); w.dialog != nil || strings.Contains(s, "Done.") {
		t.Errorf("the dialog stays:\n%s", s)
	}
}

// Neither Escape nor an Enter too many makes a change.
func TestFixIsCancelled(t *testing.T) {
	for _, name := range []fyne.KeyName{fyne.KeyEscape, fyne.KeyReturn} {
		core := fixable(t)
		w := open(t, core, Options{})
		press(t, w, "Block…")
		key(w, name)
		if len(core.asked) != 1 || w.dialog != nil || strings.Contains(seen(w), "This will be changed") {
			t.Errorf("%s: asked %q, and the window shows\n%s", name, core.asked, seen(w))
		}
		press(t, w, "Block…")
		if len(core.asked) != 2 {
			t.Errorf("%s: the button works once only", name)
		}
	}
}

// A plan with a step for an administrator says so before it is confirmed.
func TestPreviewTellsOfTheAdministrator(t *testing.T) {
	core := fixable(t)
	core.plan.Steps[0].NeedsAdmin = true
	w := open(t, core, Options{})
	press(t, w, "Block…")
	if s := seen(w); !strings.Contains(s, "An administrator has to approve this.") {
		t.Errorf("the preview is\n%s", s)
	}
}

// What cannot be taken back is not said to be: a private key that leaves, also where an import is undone.
func TestPreviewTellsWhatIsFinal(t *testing.T) {
	for _, op := range []change.Op{change.Remove, change.Restore} {
		core := fixable(t)
		leaves := step(core, op)
		leaves.Key = true
		if op == change.Restore {
			leaves.Of, leaves.Before = change.Import, &trust.State{}
		}
		core.plan.Steps = append(core.plan.Steps, leaves)
		w := open(t, core, Options{})
		press(t, w, "Block…")
		if s := seen(w); !strings.Contains(s, "A removed private key cannot be brought back by Undo.") || strings.Contains(s, "You can undo this") {
			t.Errorf("%s: the preview is\n%s", op, s)
		}
	}
}

// Trust in a certificate whose key is public is ended for good: no undo is promised.
func TestPreviewTellsThatTrustEnds(t *testing.T) {
	core := fixable(t)
	names := *knowledge()
	names.Bad = append(slices.Clone(names.Bad), catalog.Bad{Name: "leaked", SHA256: core.host.Stores[0].Entries[0].Certificate.SHA256})
	core.names = &names
	for _, op := range []change.Op{change.Distrust, change.Remove} {
		core.plan.Steps = []change.Step{step(core, op)}
		w := open(t, core, Options{})
		press(t, w, "Block…")
		shows(t, w, "Trust in it cannot be brought back: its private key is public.")
		lacks(t, w, "You can undo this")
		press(t, w, "Make the change")
		shows(t, w, "Close")
		lacks(t, w, "Undo")
		core.records = []change.Record{{N: 1, Time: now, Plan: core.plan, Steps: []change.Made{{Before: &trust.State{}, Seen: &trust.State{}}}, Ended: true}}
		w = open(t, core, Options{Page: PageHistory})
		lacks(t, w, "Undo")
	}
}

// What is to be thought of before a plan is made stands in its preview, with its number.
func TestPreviewTellsNotes(t *testing.T) {
	core := newFake(t)
	core.plan = change.Plan{Steps: []change.Step{step(core, change.Distrust)}}
	core.notes = []message.Message{message.M("undo-leaves-neither", "app", "Firefox", "date", message.Day(now))}
	core.records = changes(core)
	w := open(t, core, Options{Page: PageHistory})
	press(t, w, "Undo")
	if s := seen(w); !strings.Contains(s, "Firefox then has neither the new certificate nor the old one.") || !strings.Contains(s, "A backup of it brings it back.") {
		t.Errorf("the preview is\n%s", s)
	}
}

// Windows asks before a root comes into a person's own list: the preview says by what to know it there.
func TestPreviewTellsWhatWindowsAsks(t *testing.T) {
	core := fixable(t)
	core.host.Computer.OS = "windows"
	core.plan.Steps[0].Op, core.plan.Steps[0].Store = change.Add, "user/Root"
	sum := core.plan.Steps[0].Certificate().SHA1
	tail := strings.ToUpper(fmt.Sprintf("% x", sum[16:]))
	w := open(t, core, Options{})
	press(t, w, "Block…")
	for _, want := range []string{"Windows now asks in a window of its own.", "ends in " + tail, "answer “No”"} {
		if s := seen(w); !strings.Contains(s, want) {
			t.Errorf("%q is missing in\n%s", want, s)
		}
	}
	core.host.Computer.OS = "linux"
	w = open(t, core, Options{})
	press(t, w, "Block…")
	if s := seen(w); strings.Contains(s, "window of its own") {
		t.Errorf("the preview is\n%s", s)
	}
}

// A proof changes nothing, so there is nothing to undo.
func TestProofIsNotUndone(t *testing.T) {
	core := fixable(t)
	core.plan.Steps[0].Op = change.Prove
	w := open(t, core, Options{})
	press(t, w, "Block…")
	press(t, w, "Make the change")
	if s := seen(w); strings.Contains(s, "[Undo]") {
		t.Errorf("the outcome is\n%s", s)
	}
}

func TestRefusalIsShown(t *testing.T) {
	core := fixable(t)
	core.refusal = &message.Problem{What: message.M("change-managed", "os", message.M("os.linux"))}
	w := open(t, core, Options{})
	press(t, w, "Block…")
	s := seen(w)
	if !strings.Contains(s, "Your organisation manages this setting.") || strings.Contains(s, "Make the change") {
		t.Errorf("the refusal is\n%s", s)
	}
	key(w, fyne.KeyEscape)
	if w.dialog != nil {
		t.Error("Escape does not close it")
	}
}

// What went wrong is told step by step, with the lines for an administrator to copy.
func TestOutcomeTellsWhatFailed(t *testing.T) {
	core := fixable(t)
	system := step(core, change.Remove)
	system.Store = "system"
	core.plan.Steps = append(core.plan.Steps, system, step(core, change.Remove))
	core.made = func(_ context.Context, _ task.Talk, p change.Plan) ([]change.Outcome, error) {
		return []change.Outcome{{Step: p.Steps[0], OK: true, Seen: &trust.State{}},
			{Step: p.Steps[1], Fault: &change.Fault{Code: "change-admin-commands"}}, {Step: p.Steps[2]}}, nil
	}
	w := open(t, core, Options{})
	press(t, w, "Block…")
	press(t, w, "Make the change")
	s := seen(w)
	for _, want := range []string{"Done. “Charlie Root” is blocked.", "An administrator has to finish this.", "sudo update-ca-certificates --fresh", "Not tried: a step before it stopped."} {
		if !strings.Contains(s, want) {
			t.Errorf("%q is missing in\n%s", want, s)
		}
	}
}

// askedFor makes a change that asks for the Primary Password "right" until it is given, by a person who answers with
// these words, "" standing for Escape. It returns what the dialog showed each time, what the change was told in the end,
// and the window after it.
func askedFor(t *testing.T, words ...string) (shown []string, w *window, answer error) {
	t.Helper()
	core := fixable(t)
	var secret []byte
	core.made = func(ctx context.Context, talk task.Talk, p change.Plan) ([]change.Outcome, error) {
		for attempt := 0; answer == nil && string(secret) != "right"; attempt++ {
			secret, answer = talk.Secret(ctx, message.M("p12-primary-password", "store", "firefox:a"), attempt)
		}
		out := change.Outcome{Step: p.Steps[0], OK: answer == nil, Seen: &trust.State{}}
		if answer != nil {
			out.Fault = &change.Fault{Code: message.AsProblem(answer).What.ID}
		}
		return []change.Outcome{out}, nil
	}
	w = open(t, core, Options{})
	w.after = func(d time.Duration, f func()) {
		if d > 0 {
			return
		}
		f()
		entry, ok := w.win.Canvas().Focused().(*secretEntry)
		if !ok {
			return
		}
		shown = append(shown, seen(w))
		if len(words) == 0 {
			t.Fatal("asked once more")
		}
		word := words[0]
		words = words[1:]
		if word == "" {
			key(w, fyne.KeyEscape)
			return
		}
		for _, r := range word {
			entry.TypedRune(r)
		}
		key(w, fyne.KeyReturn)
		if entry.Text != "" {
			t.Errorf("the field keeps %q", entry.Text)
		}
	}
	press(t, w, "Block…")
	press(t, w, "Make the change")
	return shown, w, answer
}

func TestPrimaryPasswordIsAsked(t *testing.T) {
	shown, w, err := askedFor(t, "wrong", "right")
	if err != nil || len(shown) != 2 || !strings.Contains(shown[0], "Enter Firefox (仕事用)'s Primary Password.") ||
		!strings.Contains(shown[1], "The Primary Password does not match.") {
		t.Errorf("%v; the questions were\n%s", err, strings.Join(shown, "\n\n"))
	}
	if s := seen(w); !strings.Contains(s, "is blocked.") {
		t.Errorf("the outcome is\n%s", s)
	}
}

// After three wrong answers nobody is asked again.
func TestPrimaryPasswordIsAskedThreeTimes(t *testing.T) {
	if shown, _, err := askedFor(t, "a", "b", "c"); err != trust.ErrWrongPassword || len(shown) != mostTries {
		t.Errorf("asked %d times, answered %v", len(shown), err)
	}
}

// Escape refuses the password, and the outcome says that nothing was changed.
func TestPrimaryPasswordIsRefused(t *testing.T) {
	_, w, _ := askedFor(t, "")
	if s := seen(w); !strings.Contains(s, "Cancelled. Nothing was changed.") || w.dialog == nil {
		t.Errorf("the outcome is\n%s", s)
	}
}

// changes are a history with a change of each kind, the newest first.
func changes(core *fakeCore) []change.Record {
	block, remove := step(core, change.Distrust), step(core, change.Remove)
	restore := step(core, change.Restore)
	restore.Before = &trust.State{Present: true}
	at := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	made := change.Made{Before: &trust.State{}, Seen: &trust.State{}}
	return []change.Record{
		{N: 7, Time: at(0), Plan: change.Plan{Steps: []change.Step{block, remove, remove, remove, remove}}, Steps: []change.Made{made}, Ended: true},
		{N: 6, Time: at(0), Plan: change.Plan{Steps: []change.Step{remove}}, Steps: []change.Made{made}, Of: change.Of{Completes: 5}, Ended: true},
		{N: 5, Time: at(0), Plan: change.Plan{Steps: []change.Step{block, remove}}, Steps: []change.Made{made, {}}, FinishedBy: 6, Ended: true},
		{N: 4, Time: at(1), Plan: change.Plan{Steps: []change.Step{block}}, Steps: []change.Made{made}, Ended: true},
		{N: 3, Time: at(2), Plan: change.Plan{Steps: []change.Step{restore}}, Steps: []change.Made{made}, Of: change.Of{Undoes: 2}, Ended: true},
		{N: 2, Time: at(3), Plan: change.Plan{Steps: []change.Step{block}}, Steps: []change.Made{made}, UndoneBy: 3, Ended: true},
		{N: 1, Time: at(4), Plan: change.Plan{Steps: []change.Step{remove}}, Ended: true},
	}
}

func TestHistoryIsListed(t *testing.T) {
	core := newFake(t)
	w := open(t, core, Options{Page: PageHistory})
	if s := seen(w); !strings.Contains(s, "Nothing has been changed yet.") {
		t.Errorf("an empty history is\n%s", s)
	}
	core.records = changes(core)
	w.show(PageHistory)
	s := seen(w)
	at := 0
	for _, want := range []string{"1 of 5 steps made", "Remove “Charlie Root”", "Remove “Charlie Root”", "and 2 more", "Change 7", "[Go on]", "[Undo]",
		"The rest of change 5", "[Undo]", "Finished by change 6", "[Undo]", "Made", "[Undo]", "Undo of change 2", "Undone", "Not made"} {
		i := strings.Index(s[at:], want)
		if i < 0 {
			t.Fatalf("%q is missing or too late in\n%s", want, s)
		}
		at += i + len(want)
	}
	if n := strings.Count(s, "[Undo]"); n != 4 || strings.Count(s, "[Go on]") != 1 {
		t.Errorf("%d changes can be undone in\n%s", n, s)
	}
}

// Undo and Go on are previewed and confirmed like any other change.
func TestHistoryIsTakenBack(t *testing.T) {
	for button, want := range map[string][]string{"Undo": {"undo 7", "apply 7"}, "Go on": {"rest 7", "finish 7"}} {
		core := newFake(t)
		core.records = changes(core)
		restore := step(core, change.Restore)
		restore.Before = &trust.State{Present: true}
		core.plan = change.Plan{Steps: []change.Step{restore}}
		w := open(t, core, Options{Page: PageHistory})
		press(t, w, button)
		if s := seen(w); !strings.Contains(s, "Put “Charlie Root” in") || strings.Contains(s, "You can undo this") {
			t.Errorf("%s: the preview is\n%s", button, s)
		}
		core.records = core.records[1:]
		press(t, w, "Make the change")
		if !slices.Equal(core.asked, want) {
			t.Errorf("%s: asked %q, want %q", button, core.asked, want)
		}
		press(t, w, "Close")
		if s := seen(w); strings.Contains(s, "[Go on]") {
			t.Errorf("%s: the list is the old one:\n%s", button, s)
		}
	}
}
