package diagnose

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// What Windows says beside what we say: an answer about trust contradicts ours or does not; days, signatures and names are no
// contradiction; a root that it would fetch is none either.
func TestJudgeVerification(t *testing.T) {
	trusted, blocked, silent := trust.Judgement{Verdict: trust.Trusted}, trust.Judgement{Verdict: trust.Distrusted}, trust.Judgement{Verdict: trust.Unstated}
	fetched := trust.Judgement{Verdict: trust.Trusted, How: trust.OnDemand}
	const yes = facts.Objection("")
	for _, c := range []struct {
		says facts.Objection
		ours trust.Judgement
		want string
	}{
		{yes, trusted, "agrees"}, {yes, fetched, "agrees"}, {yes, blocked, "differs"}, {yes, silent, "differs"},
		{facts.NoTrustedRoot, trusted, "differs"}, {facts.NoTrustedRoot, fetched, "fetches"}, {facts.NoTrustedRoot, blocked, "agrees"}, {facts.NoTrustedRoot, silent, "agrees"},
		{facts.NoWayUp, fetched, "fetches"}, {facts.Blocked, fetched, "differs"}, {facts.Blocked, trusted, "differs"}, {facts.NotForPurpose, trusted, "differs"},
		{facts.NotInTime, trusted, "agrees"}, {facts.BadSignature, trusted, "agrees"}, {facts.RevokedThere, trusted, "agrees"}, {facts.OtherObjection, trusted, "agrees"},
	} {
		a := facts.Verdict{Purpose: cert.Server, Trusted: c.says == yes}
		if !a.Trusted {
			a.Against = []facts.Objection{c.says}
		}
		v := JudgeVerification(&facts.Verification{Answers: []facts.Verdict{a}}, map[cert.Purpose]trust.Ruling{cert.Server: {Judgement: c.ours}})
		got := "agrees"
		switch x := v.Answers[0]; {
		case x.Differs && x.Fetches:
			got = "both"
		case x.Differs:
			got = "differs"
		case x.Fetches:
			got = "fetches"
		}
		if got != c.want {
			t.Errorf("Windows %q, we %v: %s, want %s", c.says, c.ours, got, c.want)
		}
		if n := len(v.Differences(nil)); (n > 0) != (c.want == "differs") {
			t.Errorf("Windows %q, we %v: %d findings", c.says, c.ours, n)
		}
	}
}

// Purposes that Windows answers alike are one sentence, and all sentences are whole in both languages.
func TestSystemViewSays(t *testing.T) {
	answer := func(p cert.Purpose, against ...facts.Objection) SystemAnswer {
		return SystemAnswer{Verdict: facts.Verdict{Purpose: p, Trusted: len(against) == 0, Against: against}}
	}
	fetches, trusts, refuses := answer(cert.Timestamp, facts.NoTrustedRoot), answer(cert.Server), answer(cert.Email, facts.NotForPurpose, facts.NotInTime)
	fetches.Fetches, trusts.Differs, refuses.Differs = true, true, true
	v := SystemView{Answers: []SystemAnswer{trusts, answer(cert.Client), refuses, answer(cert.Code, facts.NotForPurpose, facts.NotInTime), fetches}}
	var got []string
	for _, m := range v.Says() {
		look(t, "system view", m)
		got = append(got, message.For("en").Print(m))
	}
	want := []string{
		"Trusted for servers and signing in.", "Not trusted for mail and software: not allowed for this and outside its dates.",
		"For time stamps, Windows would fetch the root. Asking it this time fetched nothing.",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	for i, f := range v.Differences(nil) {
		look(t, "difference", f.Message())
		b := message.For("en").Block(f.Message())
		if want := []string{"It trusts this for servers, ", "It does not trust this for mail, "}[i]; b.Number != 711 || !strings.HasPrefix(b.Lines[0].Text, want) {
			t.Errorf("%+v, want %q", b, want)
		}
	}
	for _, o := range facts.Objections {
		look(t, fmt.Sprint(o), message.M("windows-says.not", "purposes", "mail", "reasons", message.M("objection."+string(o))))
	}
	for _, m := range (SystemView{Silent: true}).Says() {
		look(t, "silent", m)
	}
}
