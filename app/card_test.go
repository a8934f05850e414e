package app

import (
	"strings"
	"testing"

	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// headlines are the blocks that a topic may be answered with besides those of findings.
var headlines = []string{
	"webex-tsa-ok", "webex-tsa-unknown", "secure-mail-id-ok", "secure-mail-id-not-needed", "secure-mail-id-unknown",
	"upki-client-ok", "upki-client-not-needed", "upki-client-unknown", "stores-ok", "stores-unknown", "stores-unreadable",
}

// blocksOfHealth are all blocks of the health check.
func blocksOfHealth() []string {
	out := headlines
	for _, c := range diagnose.Checks {
		for _, code := range c.Codes {
			out = append(out, string(code))
		}
	}
	return out
}

// Nobody is told to press what is not there: a line that names a button or a page says which one it needs.
func TestLinesNeedWhatTheyName(t *testing.T) {
	names := map[Ability][]string{}
	p := message.For("en")
	for _, a := range []Ability{fix, showSteps, again, details, swap, imports, block, mail, clients} {
		label := p.Text(string(a))
		if label == string(a) {
			t.Errorf("%s has no label", a)
		}
		names[a] = []string{"“" + label + "”"}
	}
	names[mail] = append(names[mail], "“Check a mail”")
	names[details] = append(names[details], "open Details", "Open Details")
	for _, id := range blocksOfHealth() {
		for _, l := range p.Block(message.M(id)).Lines {
			need, stated := needs[id+"."+l.Part]
			named := false
			for a, words := range names {
				for _, w := range words {
					if !strings.Contains(l.Text, w) {
						continue
					}
					named = true
					if !stated {
						t.Errorf("%s.%s names %s and needs nothing: %s", id, l.Part, a, l.Text)
					}
				}
			}
			if stated && !named && need != imports {
				t.Errorf("%s.%s needs %s and does not name it: %s", id, l.Part, need, l.Text)
			}
		}
	}
}

// Every line that is said to need something is there.
func TestNeedsAreOfLines(t *testing.T) {
	p := message.For("en")
	for key := range needs {
		id, part, _ := strings.Cut(key, ".")
		found := false
		for _, l := range p.Block(message.M(id)).Lines {
			found = found || l.Part == part
		}
		if !found {
			t.Errorf("there is no %s", key)
		}
	}
}

// A card without a button says so: it has neither the line nor the label, and its state follows what it asks.
func TestCards(t *testing.T) {
	p := message.For("en")
	remedy := diagnose.Remedy{ID: "export", Command: "certviewer cert export x"}
	finding := diagnose.Finding{Code: "webex-tsa-absent", Severity: diagnose.Warning, Args: message.Args{"root": message.Text("R")}, Remedies: []diagnose.Remedy{remedy}}
	quiet := diagnose.Finding{Code: "stores-distribution", Severity: diagnose.Info, Quiet: true}
	info := diagnose.Finding{Code: "stores-expired", Severity: diagnose.Info, Args: message.Args{"count": message.Number(1)}}
	answer := diagnose.Answer{Topic: diagnose.WebexTSA, Verdict: diagnose.Action, Headline: finding.Message(), Findings: []diagnose.Finding{finding, quiet, info}}

	plain := AnswerCard(p, answer, nil)
	if plain.Button != "" || plain.Label != "" || plain.State != diagnose.Action || plain.Number != 112 {
		t.Errorf("%+v", plain)
	}
	if len(plain.Steps) != 1 || plain.Steps[0].Command != remedy.Command || strings.Contains(plain.Steps[0].Text, "remedy.") {
		t.Errorf("steps %+v", plain.Steps)
	}
	if len(plain.Details) != 1 || plain.Details[0].ID != "stores-expired" || plain.Details[0].State != Note {
		t.Errorf("details %+v", plain.Details)
	}
	for _, l := range plain.Lines {
		if strings.Contains(l.Text, "Press") {
			t.Errorf("there is nothing to press: %s", l.Text)
		}
	}
	if idle := AnswerCard(p, answer, []Ability{fix}); idle.Button != "" || idle.Fix != nil || len(idle.Lines) != len(plain.Lines) {
		t.Errorf("a button that changes nothing: %+v", idle)
	}
	answer.Findings[0].Remedies = append(answer.Findings[0].Remedies, diagnose.Remedy{ID: "fix", Fix: &diagnose.Fix{Op: "add"}})
	if able := AnswerCard(p, answer, []Ability{fix}); able.Button != fix || able.Label != "Fix…" || able.Fix == nil || len(able.Lines) != len(plain.Lines)+1 || len(able.Steps) != 1 {
		t.Errorf("%+v", able)
	}
}

// The findings behind a card that are counted at the top of the health check are told on the card, even while they are hidden.
func TestActionsBehindACard(t *testing.T) {
	c := AnswerCard(message.For("en"), diagnose.Answer{Headline: message.M("store-ok"), Findings: []diagnose.Finding{
		{Code: "store-unlisted-root", Severity: diagnose.Warning}, {Code: "store-expired-root", Severity: diagnose.Info}, {Code: "store-unlisted-root", Severity: diagnose.Warning},
		{Code: "store-unlisted-root", Severity: diagnose.Warning, Quiet: true}}}, nil)
	if got := c.Actions(); got != 2 {
		t.Errorf("%d of %+v", got, c.Details)
	}
}

// What needs attention is counted by findings, what could not be checked by topics; a green light says how much was
// looked at.
func TestOverall(t *testing.T) {
	warning, info := diagnose.Finding{Severity: diagnose.Warning}, diagnose.Finding{Severity: diagnose.Info}
	p := message.For("en")
	for _, c := range []struct {
		answers []diagnose.Answer
		stopped int
		want    string
	}{
		{[]diagnose.Answer{{Verdict: diagnose.Action, Findings: []diagnose.Finding{warning, warning, info}}, {Verdict: diagnose.Unknown}}, 0, "2 things need attention."},
		{[]diagnose.Answer{{Verdict: diagnose.Action, Findings: []diagnose.Finding{warning}}}, 0, "One thing needs attention."},
		{[]diagnose.Answer{{Verdict: diagnose.Unknown, Findings: []diagnose.Finding{info}}, {Verdict: diagnose.OK}}, 0, "One thing could not be checked."},
		{[]diagnose.Answer{{Verdict: diagnose.Unknown}, {Verdict: diagnose.OK}}, 1, "One thing needs attention."},
		{[]diagnose.Answer{{Verdict: diagnose.NotNeeded}, {Verdict: diagnose.OK}}, 0, "This computer is fine. Nothing to do."},
	} {
		if got := p.Print(Overall(&Health{Host: gathered(t), Answers: c.answers}, c.stopped)); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
	b := p.Block(Overall(&Health{Host: gathered(t)}, 0))
	if got := b.Lines[0].Text; got != "Looked at: 1 certificate in 2 places." {
		t.Errorf("got %s", got)
	}
}

// gathered is a computer with one certificate in two places, and a third that could not be read.
func gathered(t *testing.T) *facts.Host {
	e := trust.Entry{Certificate: trusttest.Root(t, "a")}
	return &facts.Host{Stores: []facts.Store{
		{Info: trust.Info{ID: "system"}, Entries: []trust.Entry{e}}, {Info: trust.Info{ID: "chromium"}, Entries: []trust.Entry{e}},
		{Info: trust.Info{ID: "firefox:a"}, Problem: &trust.Problem{Code: trust.StoreOldFormat}},
	}}
}
