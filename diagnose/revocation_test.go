package diagnose

import (
	"strings"
	"testing"
	"time"

	"certviewer/facts"
	"certviewer/message"
)

// revocationCases are what issuers say of one good certificate.
func revocationCases(t *testing.T) map[string]hostCase {
	e := aPerson(t, made{from: now.AddDate(-1, 0, 0), to: now.AddDate(1, 0, 0)}, 1)
	good := facts.Inquiry{Status: facts.Good, ThisUpdate: now, NextUpdate: now.AddDate(0, 0, 3)}
	unknown := facts.Inquiry{Status: facts.NotKnownToIt, ThisUpdate: now}
	revoked := facts.Inquiry{Status: facts.Revoked, ThisUpdate: now, RevokedAt: now.AddDate(0, -1, 0), Reason: "keyCompromise"}
	failed := func(p facts.RevocationProblem) facts.Inquiry { return facts.Inquiry{Problem: p} }
	asked := func(aa ...facts.Inquiry) facts.Revocation {
		return facts.Revocation{Certificate: e.Certificate.SHA256, At: now, Asked: aa}
	}
	endless := good
	endless.NextUpdate = time.Time{}
	ok := func(codes ...string) verdict { return verdict{OK, "upki-client-ok", codes} }
	action := verdict{Action, "client-revoked", []string{"e:client-revoked"}}
	all := map[string]struct {
		r    facts.Revocation
		want verdict
	}{
		"of another":            {facts.Revocation{At: now, Asked: []facts.Inquiry{revoked}}, ok()},
		"good":                  {asked(good), ok("i:client-not-revoked")},
		"good, no end":          {asked(endless), ok("i:client-not-revoked")},
		"revoked":               {asked(revoked), action},
		"revoked, by the list":  {asked(failed(facts.TimedOut), revoked), action},
		"not known, then good":  {asked(unknown, good), ok("i:client-not-revoked")},
		"not known, no list":    {asked(unknown, failed(facts.HTTPError)), ok("i:client-revocation-no-answer")},
		"no answer, then known": {asked(failed(facts.TimedOut), unknown), ok("i:client-revocation-no-answer")},
	}
	for _, p := range facts.RevocationProblems {
		r := facts.Revocation{Certificate: e.Certificate.SHA256, At: now, Problem: p}
		if p != facts.NoIssuer && p != facts.NoResponder && p != facts.PastItsEnd {
			r = asked(failed(p))
		}
		all["no answer: "+string(p)] = struct {
			r    facts.Revocation
			want verdict
		}{r, ok("i:client-revocation-no-answer")}
	}
	out := map[string]hostCase{}
	for name, c := range all {
		out["revocation: "+name] = hostCase{topic: UPKIClient, stores: []facts.Store{firefox("a", e)}, answered: []facts.Revocation{c.r}, want: c.want}
	}
	return out
}

// What the sentences say: who spoke and when, and for nothing but an answer that the issuer gave one.
func TestRevocationSays(t *testing.T) {
	all := revocationCases(t)
	for name, want := range map[string][]string{
		"good":                    {"Not revoked, says the issuer.", "Asked on 21 November 2026, 09:00 (UTC); the answer holds until 24 November 2026."},
		"good, no end":            {"Not revoked, says the issuer.", "Asked on 21 November 2026, 09:00 (UTC)."},
		"revoked":                 {"This certificate was revoked on 21 October 2026.", "The issuer said so when asked on 21 November 2026, 09:00 (UTC).", "Have a new one issued, then swap."},
		"not known, no list":      {"The issuer does not know this certificate.", "It said so when asked on 21 November 2026, 09:00 (UTC).", "Whoever issued it can tell you."},
		"no answer, then known":   {"The issuer does not know this certificate.", "It said so when asked on 21 November 2026, 09:00 (UTC).", "Whoever issued it can tell you."},
		"no answer: timeout":      {"The issuer did not answer about revocation.", "Reason: no answer in time. This says nothing about the certificate.", "Try again later, or from another network."},
		"no answer: no-issuer":    {"The issuer was not asked about revocation.", "Reason: its issuer's certificate is not on this computer. This says nothing about the certificate.", "Whoever issued it can tell you."},
		"no answer: outdated":     {"The issuer did not answer about revocation.", "Reason: the answer is out of date, or this computer's clock is wrong. This says nothing about the certificate.", "Make sure that date and time are right, then try again."},
		"no answer: no-responder": {"The issuer was not asked about revocation.", "Reason: it does not say where to ask. This says nothing about the certificate.", "Whoever issued it can tell you."},
	} {
		c := all["revocation: "+name]
		host := &facts.Host{Computer: facts.Computer{OS: "linux", Clock: now}, Stores: c.stores, Revocations: c.answered}
		cc, _ := Clients(Input{Host: host, Catalog: theCatalog(t), Now: now})
		b := message.For("en").Block(cc[0].Revocation.Finding.Message())
		said := []string{b.Title}
		for _, l := range b.Lines {
			said = append(said, l.Text)
		}
		if strings.Join(said, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s:\n%s", name, strings.Join(said, "\n"))
		}
		if revoked := name == "revoked"; (cc[0].State == ClientRevoked) != revoked || cc[0].Action() != revoked {
			t.Errorf("%s: state %s", name, cc[0].State)
		}
	}
	c := all["revocation: of another"]
	cc, _ := Clients(Input{Host: &facts.Host{Computer: facts.Computer{OS: "linux", Clock: now}, Stores: c.stores, Revocations: c.answered}, Catalog: theCatalog(t), Now: now})
	if cc[0].Revocation != nil {
		t.Error("the answer about another certificate counts for this one")
	}
}
