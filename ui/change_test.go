package ui

import (
	"context"
	"slices"
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

// secrets opens the dialog of a change that asks for a Primary Password until it is given right, and returns what
// was answered. shown has a value for each time that the dialog shows something else.
func secrets(t *testing.T, right string) (w *window, shown chan struct{}, answers chan error) {
	core := fixable(t)
	w = open(t, core, Options{})
	shown, answers = make(chan struct{}, 100), make(chan error, 1)
	core.made = func(ctx context.Context, talk task.Talk, p change.Plan) ([]change.Outcome, error) {
		for attempt := 0; ; attempt++ {
			b, err := talk.Secret(ctx, message.M("p12-primary-password", "store", "firefox:a"), attempt)
			if err == nil && string(b) != right {
				continue
			}
			answers <- err
			out := change.Outcome{Step: p.Steps[0], OK: err == nil, Seen: &trust.State{}}
			if err != nil {
				out.Fault = &change.Fault{Code: "p12-primary-password"}
			}
			return []change.Outcome{out}, nil
		}
	}
	press(t, w, "Block…")
	ended := make(chan struct{})
	t.Cleanup(func() { <-ended }) // before the window is closed
	w.spawn = func(f func()) {
		w.spawn = func(f func()) { f() } // the look after the change
		go func() {
			defer close(ended)
			f()
		}()
	}
	w.after = func(d time.Duration, f func()) {
		if d == 0 {
			f()
			shown <- struct{}{}
		}
	}
	press(t, w, "Make the change")
	<-shown // busy
	<-shown // the question
	return w, shown, answers
}

// typePassword types into the field that has the keyboard, and presses Enter.
func typePassword(t *testing.T, w *window, word string) *passwordEntry {
	t.Helper()
	entry, ok := w.win.Canvas().Focused().(*passwordEntry)
	if !ok {
		t.Fatalf("the keyboard is not in the field; the window shows\n%s", seen(w))
	}
	for _, r := range word {
		entry.TypedRune(r)
	}
	entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	return entry
}

func TestPrimaryPasswordIsAsked(t *testing.T) {
	w, shown, answers := secrets(t, "right")
	if s := seen(w); !strings.Contains(s, "Primary Password.") || !strings.Contains(s, "Firefox") {
		t.Errorf("the question is\n%s", s)
	}
	entry := typePassword(t, w, "wrong")
	<-shown // busy
	<-shown // the question
	if s := seen(w); entry.Text != "" || !strings.Contains(s, "The Primary Password does not match.") {
		t.Errorf("the field holds %q; the question is\n%s", entry.Text, s)
	}
	typePassword(t, w, "right")
	if err := <-answers; err != nil {
		t.Errorf("answered %v", err)
	}
}

// After three wrong answers nobody is asked again.
func TestPrimaryPasswordIsAskedThreeTimes(t *testing.T) {
	w, shown, answers := secrets(t, "right")
	for try := range mostTries {
		typePassword(t, w, "wrong")
		<-shown // busy
		if try < mostTries-1 {
			<-shown // the question
		}
	}
	if err := <-answers; err != trust.ErrWrongPassword {
		t.Errorf("answered %v", err)
	}
}

func TestPrimaryPasswordIsRefused(t *testing.T) {
	w, _, answers := secrets(t, "right")
	key(w, fyne.KeyEscape)
	if err := <-answers; message.AsProblem(err).What.ID != "cancelled" {
		t.Errorf("answered %v", err)
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
		{N: 5, Time: at(0), Plan: change.Plan{Steps: []change.Step{block, remove, remove}}, Steps: []change.Made{made}, Ended: true},
		{N: 4, Time: at(1), Plan: change.Plan{Steps: []change.Step{block}}, Steps: []change.Made{made}, Ended: true},
		{N: 3, Time: at(2), Plan: change.Plan{Steps: []change.Step{restore}}, Steps: []change.Made{made}, Undoes: 2, Ended: true},
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
	for _, want := range []string{"1 of 3 steps made", "and 2 more", "[Go on]", "[Undo]", "Made", "[Undo]", "An undo", "Undone", "Not made"} {
		i := strings.Index(s[at:], want)
		if i < 0 {
			t.Fatalf("%q is missing or too late in\n%s", want, s)
		}
		at += i + len(want)
	}
	if n := strings.Count(s, "[Undo]"); n != 2 || strings.Count(s, "[Go on]") != 1 {
		t.Errorf("%d changes can be undone in\n%s", n, s)
	}
}

// Undo and Go on are previewed and confirmed like any other change.
func TestHistoryIsTakenBack(t *testing.T) {
	for button, want := range map[string][]string{"Undo": {"undo 5", "apply 5"}, "Go on": {"rest 5", "apply 0"}} {
		core := newFake(t)
		core.records = changes(core)
		restore := step(core, change.Restore)
		restore.Before = &trust.State{Present: true}
		core.plan = change.Plan{Steps: []change.Step{restore}}
		w := open(t, core, Options{Page: PageHistory})
		press(t, w, button)
		if s := seen(w); !strings.Contains(s, "Put “Charlie Root” in") {
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
