package app

import (
	"strings"
	"testing"

	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// TestOSAsks: who adds a root to Windows is told what its own window must show.
func TestOSAsks(t *testing.T) {
	g4 := gatherer(t).Catalog.RootByID("digicert-trusted-root-g4").Certificate()
	windows, linux := &facts.Host{Computer: facts.Computer{OS: "windows"}}, &facts.Host{Computer: facts.Computer{OS: "linux"}}
	step := func(op change.Op, id trust.StoreID) change.Step { return change.Step{Op: op, Store: id, DER: g4.Raw} }
	for _, s := range []change.Step{step(change.Add, "user/Root"), step(change.Remove, "user/Root"), step(change.Restore, "user/Root")} {
		m, ok := OSAsks(windows, s)
		if text := message.For("en").Print(m); !ok || !strings.Contains(text, "Windows") {
			t.Errorf("%s: %q", s.Op, text)
		}
		b := message.For("ja").Block(m)
		if len(b.Lines) != 2 || !strings.Contains(b.Lines[0].Text, "77 5D 05 E4") {
			t.Errorf("%s: %+v", s.Op, b)
		}
	}
	for _, s := range []change.Step{step(change.Trust, "user/Root"), step(change.Add, "user/CA"), step(change.Add, "machine/Root"), step(change.Add, "user/Disallowed")} {
		if _, ok := OSAsks(windows, s); ok {
			t.Errorf("%s in %s is asked about", s.Op, s.Store)
		}
	}
	if _, ok := OSAsks(linux, step(change.Add, "user/Root")); ok {
		t.Error("Linux asks")
	}
}

// TestWindowsAdminLines: what an administrator types for what a person's list has from the computer's.
func TestWindowsAdminLines(t *testing.T) {
	g4 := gatherer(t).Catalog.RootByID("digicert-trusted-root-g4").Certificate()
	host := &facts.Host{Computer: facts.Computer{OS: "windows"}}
	for op, want := range map[change.Op]string{
		change.Trust:    "certviewer root trust 552f7bdcf1a7af9e --store machine/Root --for code --fingerprint " + g4.SHA256.String(),
		change.Remove:   "certviewer root remove 552f7bdcf1a7af9e --store machine/Root",
		change.Distrust: "certviewer root distrust 552f7bdcf1a7af9e --store machine/Root",
		change.Add:      "certviewer root add certviewer-552f7bdcf1a7af9e.crt --store machine/Root --for code --fingerprint " + g4.SHA256.String(),
	} {
		s := change.Step{Op: op, Store: "user/Root", SHA256: g4.SHA256.String(), DER: g4.Raw}
		if op == change.Trust || op == change.Add {
			s.For = []cert.Purpose{cert.Code}
		}
		lines := AdminLines(host, s, "change-admin-commands")
		if len(lines) == 0 || lines[len(lines)-1] != want {
			t.Errorf("%s: %q, want %q", op, lines, want)
		}
	}
	if lines := AdminLines(host, change.Step{Op: change.Trust, Store: "firefox:a", SHA256: g4.SHA256.String()}, "change-admin-commands"); lines != nil {
		t.Errorf("Firefox: %q", lines)
	}
}
