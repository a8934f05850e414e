package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/ui/widgets"
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
	w.after = func(d time.Duration, f func()) {
		if d == settled {
			later = append(later, f)
		}
	}
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
	core.system = nil
	core.host = &facts.Host{Computer: core.host.Computer, Stores: core.host.Stores}
	w.look()
	if len(later) != 3 || !strings.Contains(tell(), "What Windows itself says") {
		t.Errorf("%d questions; until the next answer, what was said is gone:\n%s", len(later), tell())
	}
	later[2]() // it no longer answers
	if strings.Contains(tell(), "What Windows itself says") {
		t.Error("an old answer stays")
	}
}

// The system's answer takes the keyboard from nobody who uses the details by then.
func TestSystemViewLeavesTheKeyboard(t *testing.T) {
	core := newFake(t)
	core.system = &diagnose.SystemView{Answers: []diagnose.SystemAnswer{{Verdict: facts.Verdict{Purpose: cert.Server, Trusted: true}}}}
	w := open(t, core, Options{Page: PageCertificates})
	var answer func()
	w.after = func(_ time.Duration, f func()) { answer = f }
	c := w.certificates()
	c.goTo(core.host.Stores[0].Entries[0].Certificate)
	for _, button := range []string{"Copy", "Full text"} {
		b := widgets.Find(c.detail.content(), func(o fyne.Focusable) bool { return labelOf(o) == "button "+button })
		w.win.Canvas().Focus(b)
		answer()
		if !strings.Contains(texts(c.detail.content()), "Trusted for servers.") {
			t.Fatalf("the answer is not in\n%s", texts(c.detail.content()))
		}
		if now := widgets.Find(c.detail.content(), func(o fyne.Focusable) bool { return o == w.win.Canvas().Focused() }); now == nil || now != b {
			t.Errorf("%s: the keyboard is in %v, which is no longer there", button, w.win.Canvas().Focused())
		}
	}
}

// A question about what is no longer in view is given up: its child would work on for nobody.
func TestSystemViewIsGivenUp(t *testing.T) {
	for name, leave := range map[string]func(*certificatesPage){
		"for another": func(c *certificatesPage) { c.goTo(c.w.host.Stores[2].Entries[1].Certificate) },
		"for several": func(c *certificatesPage) { c.table.SelectAll() },
		"for none":    func(c *certificatesPage) { c.detail.show(nil) },
	} {
		core := newFake(t)
		w := open(t, core, Options{Page: PageCertificates})
		c := w.certificates()
		var ask func()
		w.after = func(_ time.Duration, f func()) { ask = f }
		var during, after error
		core.asking = func(ctx context.Context) {
			during = ctx.Err()
			leave(c)
			after = ctx.Err()
		}
		c.goTo(core.host.Stores[0].Entries[0].Certificate)
		ask()
		if during != nil || after != context.Canceled {
			t.Errorf("%s: at first %v, then %v", name, during, after)
		}
	}
}
