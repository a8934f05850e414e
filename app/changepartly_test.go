package app

import (
	"slices"
	"testing"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// A plan that was made in part says how far it came, where it stopped first, and why.
func TestPartlyMade(t *testing.T) {
	step := func(id trust.StoreID) change.Step { return change.Step{Store: id} }
	fault := func(code string) change.Outcome {
		return change.Outcome{Step: step("firefox:a"), Fault: &change.Fault{Code: code}}
	}
	made, left := change.Outcome{Step: step("system"), OK: true}, change.Outcome{Step: step("firefox:a")}
	p := message.For("en")
	for code, want := range map[string]string{
		"p12-primary-password-wrong": "Stopped at Firefox: Primary Password needed.",
		"store-locked":               "Stopped at Firefox: in use by a program.",
		"unexpected":                 "Stopped at Firefox: an unforeseen problem.",
	} {
		m, partly := PartlyMade(nil, []change.Outcome{made, fault(code), left})
		b := p.Block(m)
		if !partly || b.Number != 408 || b.Title != "1 of 3 steps were made." || b.Lines[0].Text != want {
			t.Errorf("%s: %+v", code, b)
		}
	}
	for _, out := range [][]change.Outcome{{made, made}, {fault("unexpected"), left}} {
		if m, partly := PartlyMade(nil, out); partly {
			t.Errorf("%v is told as made in part: %v", out, m)
		}
	}
}

func TestInterruptedMessage(t *testing.T) {
	whole, half := change.Made{Seen: &trust.State{}}, change.Made{Seen: &trust.State{}, Fault: &change.Fault{}}
	r := change.Record{Plan: change.Plan{Steps: make([]change.Step, 3)}, Steps: []change.Made{whole, {}, {}}}
	p := message.For("en")
	if got := p.Block(InterruptedMessage(r)).Lines[0].Text; got != "1 of 3 steps were made. Nothing is half-done." {
		t.Error(got)
	}
	r.Steps[1] = half
	if got := p.Block(InterruptedMessage(r)).Lines[0].Text; got != "1 of 3 steps were made, and one only by half." {
		t.Error(got)
	}
}

// A root is trusted already where it is trusted for all that it is offered for; a store that cannot say a purpose is
// not asked for it.
func TestTrustedIn(t *testing.T) {
	c, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	x := c.RootByID("digicert-trusted-root-g4").Certificate()
	trusted := func(pp ...cert.Purpose) []trust.Entry {
		e := trust.Entry{Certificate: x, Trust: map[cert.Purpose]trust.Judgement{}}
		for _, p := range pp {
			e.Trust[p] = trust.Judgement{Verdict: trust.Trusted}
		}
		return []trust.Entry{e}
	}
	host := &facts.Host{Stores: []facts.Store{
		{Info: trust.Info{ID: "system", Scope: trust.ScopeComputer}, Entries: trusted(cert.Purposes...)},
		{Info: trust.Info{ID: "nss-builtin", Scope: trust.ScopeComputer}, Entries: trusted(cert.Server, cert.Email)},
		{Info: trust.Info{ID: "firefox:a", Scope: trust.ScopeUser}, Entries: trusted(cert.Server, cert.Email, cert.Code)},
		{Info: trust.Info{ID: "chromium", Scope: trust.ScopeUser}},
	}}
	if got := TrustedIn(c, host, x); !slices.Equal(got, []trust.StoreID{"system", "firefox:a"}) {
		t.Errorf("%v", got)
	}
}

// What is to be opened again are programs, and not the system's list.
func TestOutcomeNamesPrograms(t *testing.T) {
	c, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[trust.StoreID]string{"system": "Close and open again: this computer's other programs.", "chromium": "Close and open again: Chrome/Chromium."} {
		for _, op := range []change.Op{change.Add, change.Distrust, change.Remove} {
			lines := message.For("en").Block(OutcomeMessage(c, nil, change.Outcome{OK: true, Step: change.Step{Op: op, Store: id}})).Lines
			if got := lines[len(lines)-1].Text; got != want {
				t.Errorf("%s in %s: %q", op, id, got)
			}
		}
	}
}

// The file that a step failed on is named: it came as the argument of a problem, through the journal.
func TestOutcomeNamesFile(t *testing.T) {
	c, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	o := change.Outcome{Step: change.Step{Op: change.Remove, Store: "chromium"}, Fault: &change.Fault{Code: "backup-failed", File: "old.p12"}}
	want := "The backup old.p12 could not be written. Nothing was removed."
	if got := message.For("en").Block(OutcomeMessage(c, nil, o)).Title; got != want {
		t.Errorf("%q", got)
	}
}
