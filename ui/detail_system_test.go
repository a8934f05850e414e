package ui

import (
	"strings"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/facts"
)

// What the system itself says comes after the rest, once a certificate has stayed in view, and says where it contradicts us.
func TestSystemViewInDetails(t *testing.T) {
	core := newFake(t)
	core.system = &diagnose.SystemView{Answers: []diagnose.SystemAnswer{
		{Verdict: facts.Verdict{Purpose: cert.Server, Trusted: true}, Differs: true},
		{Verdict: facts.Verdict{Purpose: cert.Email, Against: []facts.Objection{facts.NotForPurpose}}},
	}}
	w := open(t, core, Options{Page: PageCertificates})
	var later []func()
	w.after = func(_ time.Duration, f func()) { later = append(later, f) }
	c := w.certificates()
	tell := func() string { return texts(c.detail.content()) }
	c.goTo(core.host.Stores[0].Entries[0].Certificate)
	if len(later) != 1 || strings.Contains(tell(), "What Windows itself says") {
		t.Fatalf("%d questions, and before the answer: %s", len(later), tell())
	}
	c.goTo(core.host.Stores[2].Entries[1].Certificate)
	later[0]()
	if strings.Contains(tell(), "What Windows itself says") {
		t.Error("the answer about another certificate is shown")
	}
	later[1]()
	for _, want := range []string{"What Windows itself says", "Trusted for servers.", "Not trusted for mail: not allowed for this.", "Windows itself trusts what its lists do not allow.", "No. 711"} {
		if !strings.Contains(tell(), want) {
			t.Errorf("%q is not said in:\n%s", want, tell())
		}
	}
	core.system = nil // another computer, which has none
	c.goTo(core.host.Stores[0].Entries[0].Certificate)
	later[2]()
	if strings.Contains(tell(), "What Windows itself says") {
		t.Error("an old answer stays")
	}
}
