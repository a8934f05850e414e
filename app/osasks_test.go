package app

import (
	"strings"
	"testing"

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
	undo := step(change.Restore, "user/Root")
	undo.Of = change.Trust
	for _, s := range []change.Step{step(change.Trust, "user/Root"), undo, step(change.Add, "user/CA"), step(change.Add, "machine/Root"), step(change.Add, "user/Disallowed")} {
		if _, ok := OSAsks(windows, s); ok {
			t.Errorf("%s in %s is asked about", s.Op, s.Store)
		}
	}
	if _, ok := OSAsks(linux, step(change.Add, "user/Root")); ok {
		t.Error("Linux asks")
	}
}
