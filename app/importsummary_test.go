package app

import (
	"slices"
	"strings"
	"testing"

	"certviewer/change"
	"certviewer/message"
	"certviewer/trust"
)

// One sentence for the whole import: where it is, or how many lack it, and why.
func TestImportSummary(t *testing.T) {
	outcome := func(op change.Op, id trust.StoreID, ok bool, code string) change.Outcome {
		o := change.Outcome{Step: change.Step{Op: op, Store: id}, OK: ok}
		if code != "" {
			o.Fault = &change.Fault{Code: code}
		}
		return o
	}
	p := message.For("en")
	for want, out := range map[string][]change.Outcome{
		"Done: the certificate is in Firefox.":     {outcome(change.Import, "firefox:a", true, ""), outcome(change.Add, "firefox:a", true, "")},
		"Done: the certificate is in 2 programs.":  {outcome(change.Import, "firefox:a", true, ""), outcome(change.Import, "firefox:a", true, ""), outcome(change.Import, "thunderbird:a", true, "")},
		"Thunderbird: not shown to work.":          {outcome(change.Import, "thunderbird:a", false, "p12-not-proven")},
		"Thunderbird: Primary Password needed.":    {outcome(change.Import, "firefox:a", true, ""), outcome(change.Import, "thunderbird:a", false, "p12-primary-password-wrong")},
		"Chrome/Chromium: the disk is full.":       {outcome(change.Create, "chromium", false, "change-no-space"), outcome(change.Import, "chromium", false, "")},
		"Firefox and Thunderbird: cancelled.":      {outcome(change.Import, "firefox:a", false, ""), outcome(change.Import, "thunderbird:a", false, "")},
		"Firefox: in use by a program.":            {outcome(change.Import, "firefox:a", false, "p12-app-running"), outcome(change.Prefs, "firefox:a", false, "")},
		"In 1 of 2 programs; the rest can follow.": {outcome(change.Import, "firefox:a", false, "unexpected"), outcome(change.Import, "thunderbird:a", true, "")},
	} {
		b := p.Block(ImportSummary(nil, out, nil, nil))
		said := b.Title
		for _, l := range b.Lines {
			said += "\n" + l.Text
		}
		if !slices.Contains(strings.Split(said, "\n"), want) {
			t.Errorf("%q is not in\n%s", want, said)
		}
	}
}

// What had the certificate before is among the programs that have it now.
func TestImportSummaryCounts(t *testing.T) {
	place := func(id trust.StoreID, has bool) Destination {
		return Destination{Store: trust.Info{ID: id}, Place: placeOf(nil, id), Has: has}
	}
	out := []change.Outcome{{Step: change.Step{Op: change.Import, Store: "thunderbird:a"}, OK: true}}
	all := []Destination{place("firefox:a", true), place("chromium", true), place("thunderbird:a", false)}
	for want, c := range map[string]bool{"Done: the certificate is in 3 programs.": true, "In 2 of 3 programs; the rest can follow.": false} {
		if out[0].OK = c; !c {
			out[0].Fault = &change.Fault{Code: "p12-primary-password"}
		}
		b := message.For("en").Block(ImportSummary(nil, out, nil, all))
		if b.Title != want {
			t.Errorf("%q, want %q", b.Title, want)
		}
		// Nothing has come into any browser: there is nothing to sign in with anew.
		if signIn := slices.ContainsFunc(b.Lines, func(l message.Line) bool { return strings.Contains(l.Text, "sign in once") }); signIn != c {
			t.Errorf("%+v", b.Lines)
		}
	}
}

// A plan of a fresh look is the one that was shown, as long as it does the same.
func TestSameSteps(t *testing.T) {
	a := change.Plan{Steps: []change.Step{{Op: change.Import, Store: "firefox:a", SHA256: "x", Expect: "old"}}}
	b := change.Plan{Steps: []change.Step{{Op: change.Import, Store: "firefox:a", SHA256: "x", Expect: "new"}}}
	if !SameSteps(a, b) || SameSteps(a, change.Plan{}) {
		t.Error("steps that do the same differ, or none are some")
	}
	for _, s := range []change.Step{{Op: change.Add, Store: "firefox:a", SHA256: "x"}, {Op: change.Import, Store: "firefox:b", SHA256: "x"},
		{Op: change.Import, Store: "firefox:a", SHA256: "y"}, {Op: change.Import, Store: "firefox:a", SHA256: "x", Account: "id1"}} {
		if SameSteps(a, change.Plan{Steps: []change.Step{s}}) {
			t.Errorf("%+v is the same", s)
		}
	}
}
