package cli

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"certviewer/app"
	"certviewer/catalog"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// Of two certificates in one place each is told by its name; of one alone the place says enough.
func TestOutcomesByName(t *testing.T) {
	a, err := app.New(app.Deps{})
	if err != nil {
		t.Fatal(err)
	}
	step := func(op change.Op, name string) change.Outcome {
		x := trusttest.Root(t, name)
		return change.Outcome{OK: true, Step: change.Step{Op: op, Store: "chromium", SHA256: x.SHA256.String(), DER: x.Raw, Before: &trust.State{}}}
	}
	for _, c := range []struct {
		out  []change.Outcome
		want string
	}{
		{[]change.Outcome{step(change.Import, "One")}, "✔ Chrome/Chromium: done, and it works."},
		{[]change.Outcome{step(change.Import, "One"), step(change.Import, "Two")}, "✔ Chrome/Chromium: “One” is there, and it works.\n✔ Chrome/Chromium: “Two” is there, and it works."},
		{[]change.Outcome{step(change.Prove, "One"), step(change.Prove, "Two")}, "✔ Chrome/Chromium: “One” works.\n✔ Chrome/Chromium: “Two” works."},
		{[]change.Outcome{step(change.Restore, "One"), step(change.Restore, "Two")}, "✔ Chrome/Chromium: “One” is as it was.\n✔ Chrome/Chromium: “Two” is as it was."},
		{[]change.Outcome{step(change.Restore, "One")}, "✔ Undone."},
	} {
		var out bytes.Buffer
		s := &session{Streams: Streams{Out: &out, Err: &out}, ctx: t.Context(), p: message.For("en"), app: a}
		s.tellOutcomes(1, c.out, nil)
		if got, _, _ := strings.Cut(out.String(), "\nChange 1."); strings.TrimSuffix(got, "\n") != c.want {
			t.Errorf("%q, want %q", out.String(), c.want)
		}
	}
}

// Trust in a certificate whose key is public is ended for good: neither the preview nor the outcome promises an undo.
func TestEndsKnownBadIsTold(t *testing.T) {
	a, err := app.New(app.Deps{})
	if err != nil {
		t.Fatal(err)
	}
	x := trusttest.Root(t, "Leaked")
	step := change.Step{Op: change.Distrust, Store: "chromium", SHA256: x.SHA256.String(), DER: x.Raw, Before: &trust.State{Present: true}}
	told := func() string {
		var out bytes.Buffer
		s := &session{Streams: Streams{Out: &out, Err: &out}, ctx: t.Context(), p: message.For("en"), app: a}
		s.printPlan(&out, change.Plan{Steps: []change.Step{step}}, &facts.Host{})
		s.tellOutcomes(1, []change.Outcome{{OK: true, Step: step, Seen: &trust.State{Present: true}}}, nil)
		return out.String()
	}
	const ends = "Trust in it cannot be brought back: its private key is public."
	if s := told(); strings.Contains(s, ends) || !strings.Contains(s, "You can undo this") || !strings.Contains(s, "certviewer history undo 1") {
		t.Errorf("of any root is told\n%s", s)
	}
	names := *a.Catalog // every App has the same one
	names.Bad = append(slices.Clone(names.Bad), catalog.Bad{Name: "leaked", SHA256: x.SHA256})
	a.Catalog = &names
	if s := told(); !strings.Contains(s, ends) || strings.Contains(s, "You can undo this") || strings.Contains(s, "history undo") {
		t.Errorf("of one whose key is public is told\n%s", s)
	}
}
