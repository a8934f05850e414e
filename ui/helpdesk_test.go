package ui

import (
	"os"
	"strings"
	"testing"
	"time"

	"certviewer/app"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

func TestMain(m *testing.M) {
	time.Local = time.UTC // dates are shown in the time zone of the computer
	os.Exit(m.Run())
}

// The text for the helpdesk has what the helpdesk asks for, and nothing about the person.
func TestHelpdeskText(t *testing.T) {
	person := selfSigned(t, "山田 花子", false, now.AddDate(-1, 0, 0), now.AddDate(1, 0, 0))
	report := &app.Health{
		Version: "1.2.3", Verdict: diagnose.Action, Knowledge: now,
		Host: &facts.Host{
			Computer: facts.Computer{OS: "linux", Name: "Debian GNU/Linux 12 (bookworm)", Clock: now},
			Stores: []facts.Store{{Info: trust.Info{ID: "firefox:k3j2.hanako", Application: "firefox", Profile: "hanako", Path: "/home/hanako/.mozilla"},
				Problem: &trust.Problem{Code: trust.StoreLocked, Detail: "/home/hanako/.mozilla/x.lock"}}},
		},
		Answers: []diagnose.Answer{
			{Topic: diagnose.WebexTSA, Verdict: diagnose.OK, Headline: message.M("webex-tsa-ok", "root", "DigiCert Trusted Root G4")},
			{Topic: diagnose.UPKIClient, Verdict: diagnose.Action, Headline: message.M("upki-client-old", "date", message.Day(now)),
				Findings: []diagnose.Finding{{Code: "upki-client-old", Severity: diagnose.Error, Subject: person,
					Args:     message.Args{"name": message.Text("山田 花子"), "date": message.Day(now)},
					Remedies: []diagnose.Remedy{{ID: "show", Command: "certviewer cert show /home/hanako/x"}}}}},
		},
	}
	for _, lang := range []string{"en", "ja"} {
		p := message.For(lang)
		text := helpdeskText(p, report, nil, diagnose.WebexTSA, []string{"/home/hanako", "hanako"})
		for _, want := range []string{"1.2.3", "Debian GNU/Linux 12 (bookworm)", p.Date(now), "[110]", "[131]", p.Text("state.action"), "upki-client-old", "store-locked"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is missing in:\n%s", lang, want, text)
			}
		}
		for _, secret := range []string{"hanako", "山田", "花子", "/home", "certviewer cert show", person.CheckCode()} {
			if strings.Contains(text, secret) {
				t.Errorf("%s: %q is in:\n%s", lang, secret, text)
			}
		}
		if strings.Index(text, "[110]") > strings.Index(text, "[131]") {
			t.Errorf("%s: the topic asked for is not first:\n%s", lang, text)
		}
	}
}

func TestHelpdeskTextIsShort(t *testing.T) {
	report := &app.Health{Host: &facts.Host{}, Verdict: diagnose.Action, Answers: []diagnose.Answer{{Topic: diagnose.Stores, Verdict: diagnose.Action, Headline: message.M("stores-ok")}}}
	for range 60 {
		report.Answers[0].Findings = append(report.Answers[0].Findings, diagnose.Finding{Code: "stores-expired"})
	}
	if n := strings.Count(helpdeskText(message.For("en"), report, nil, "", nil), "\n"); n > helpdeskLines {
		t.Errorf("%d lines, want at most %d", n, helpdeskLines)
	}
}
