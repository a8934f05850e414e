package ui

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"log/slog"
	"math/big"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/task"
	"certviewer/trust"
	"certviewer/ui/widgets"
)

// withIssuers is the program as it is, but for the network.
func (f *fakeCore) withIssuers() *app.App {
	return &app.App{Catalog: knowledge(), Deps: app.Deps{
		Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler),
		Revocation: func(ctx context.Context, _ task.Talk, c, issuer *cert.Certificate, at time.Time) facts.Revocation {
			if issuer == nil {
				return facts.Revocation{Certificate: c.SHA256, At: at, Problem: facts.NoIssuer}
			}
			f.asked = append(f.asked, "issuer of "+c.Subject.CommonName())
			return facts.Revocation{Certificate: c.SHA256, At: at, Asked: []facts.Inquiry{f.issuers(ctx)}}
		},
	}}
}

func (f *fakeCore) RevocationHosts(cc *app.Clients, which ...cert.Fingerprint) []string {
	return f.withIssuers().RevocationHosts(cc, which...)
}

func (f *fakeCore) CheckRevocation(ctx context.Context, talk task.Talk, cc *app.Clients, which ...cert.Fingerprint) (*app.Clients, error) {
	return f.withIssuers().CheckRevocation(ctx, talk, cc, which...)
}

// newAsked is a computer with one certificate of a person, whose issuer can be asked.
func newAsked(t *testing.T) *fakeCore {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ca := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: company, NotBefore: now.AddDate(-5, 0, 0), NotAfter: now.AddDate(5, 0, 0), IsCA: true, BasicConstraintsValid: true}
	staff := &x509.Certificate{SerialNumber: big.NewInt(4711), Subject: pkix.Name{CommonName: "山田 花子"}, NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(1, 0, 0),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}, OCSPServer: []string{"http://ocsp.example.co.jp/"}}
	entry := func(template *x509.Certificate, hasKey bool) trust.Entry {
		der, err := x509.CreateCertificate(rand.Reader, template, ca, key.Public(), key)
		if err != nil {
			t.Fatal(err)
		}
		return trust.Entry{Certificate: cert.Parse(der), HasKey: hasKey, KeyOrder: 1}
	}
	core := newFake(t)
	core.host = &facts.Host{Computer: facts.Computer{OS: "linux", Clock: now}, Stores: []facts.Store{
		{Info: trust.Info{ID: "chromium", Scope: trust.ScopeUser, Application: "chromium"}, Entries: []trust.Entry{entry(ca, false), entry(staff, true)}}}}
	return core
}

// pressIn presses a button below o.
func pressIn(t *testing.T, o fyne.CanvasObject, label string) {
	t.Helper()
	for _, x := range test.LaidOutObjects(o) {
		if b, ok := x.(*widgets.Button); ok && b.Text() == label {
			b.OnTapped()
			return
		}
	}
	t.Fatalf("no button %s in\n%s", label, texts(o))
}

// Nothing is asked before the person was told whom, and said yes. The answer stands on the card with its number, and goes
// when the computer is looked at anew.
func TestCheckRevocation(t *testing.T) {
	core := newAsked(t)
	core.issuers = func(context.Context) facts.Inquiry {
		return facts.Inquiry{Status: facts.Good, ThisUpdate: now, NextUpdate: now.AddDate(0, 0, 3)}
	}
	w := open(t, core, Options{Page: PageClients})
	c := w.clients()
	begin := func() *changeDialog {
		t.Helper()
		pressIn(t, c.body, "Check revocation now")
		d, ok := w.dialog.(*changeDialog)
		if !ok {
			t.Fatal("no dialog")
		}
		return d
	}
	d := begin()
	if said := texts(d.frame); !strings.Contains(said, "May certviewer ask ocsp.example.co.jp over the network?") {
		t.Errorf("the question is\n%s", said)
	}
	pressIn(t, d.frame, "Not now")
	if w.dialog != nil || len(core.asked) > 0 || strings.Contains(texts(c.body), "Not revoked") {
		t.Errorf("after “Not now” %v was asked", core.asked)
	}
	begin()
	w.escape()
	if w.dialog != nil || len(core.asked) > 0 {
		t.Errorf("after Escape %v was asked", core.asked)
	}
	d = begin()
	pressIn(t, d.frame, "Ask")
	if said := texts(c.body); w.dialog != nil || len(core.asked) != 1 || !strings.Contains(said, "Not revoked, says the issuer.") || !strings.Contains(said, "No. 142") {
		t.Errorf("asked %v; the page says\n%s", core.asked, said)
	}
	if w.win.Canvas().Focused() != c.items[0].Item {
		t.Error("the keyboard is not at the certificate")
	}
	c.copy(c.items[0].of)
	if text := w.app.Clipboard().Content(); !strings.Contains(text, "Not revoked, says the issuer.\nAsked on 21 November 2026") {
		t.Errorf("copied\n%s", text)
	}
	core.issuers = func(context.Context) facts.Inquiry {
		return facts.Inquiry{Status: facts.Revoked, RevokedAt: now.AddDate(0, -1, 0)}
	}
	pressIn(t, begin().frame, "Ask")
	if said := texts(c.body); strings.Count(said, "This certificate was revoked on 21 October 2026.") != 1 || !strings.Contains(said, "No. 141") || strings.Contains(said, "Not revoked") ||
		!strings.HasPrefix(c.items[0].AccessibilityLabel(), "Revoked. ") {
		t.Errorf("revoked:\n%s", said)
	}
	if n := strings.Count(texts(c.body), "Swap…\n"); n != 1 {
		t.Errorf("%d buttons to swap it", n)
	}
	core.host = &facts.Host{Computer: core.host.Computer, Stores: core.host.Stores}
	w.look()
	if said := texts(c.body); strings.Contains(said, "revoked on") {
		t.Errorf("an answer of before stays:\n%s", said)
	}
}

// Cancel ends the asking, and the card stays as it was.
func TestCheckRevocationCancelled(t *testing.T) {
	core := newAsked(t)
	w := open(t, core, Options{Page: PageClients})
	c := w.clients()
	core.issuers = func(ctx context.Context) facts.Inquiry {
		w.dialog.(*changeDialog).close()
		<-ctx.Done()
		return facts.Inquiry{Problem: facts.Stopped}
	}
	before := texts(c.body)
	c.checkRevocation(c.items[0].of)
	pressIn(t, w.dialog.(*changeDialog).frame, "Ask")
	if w.dialog != nil || texts(c.body) != before {
		t.Errorf("%s", texts(c.body))
	}
}

// Where the issuer's certificate is not here nobody is asked, so the person is not asked either.
func TestCheckRevocationWithoutIssuer(t *testing.T) {
	core := newAsked(t)
	core.host.Stores[0].Entries = core.host.Stores[0].Entries[1:]
	w := open(t, core, Options{Page: PageClients})
	c := w.clients()
	c.checkRevocation(c.items[0].of)
	if said := texts(c.body); w.dialog != nil || len(core.asked) > 0 || !strings.Contains(said, "No. 143") || !strings.Contains(said, "The issuer was not asked about revocation.") {
		t.Errorf("%s", said)
	}
}

func TestGoldenRevocation(t *testing.T) {
	zone := time.Local
	time.Local = time.UTC
	t.Cleanup(func() { time.Local = zone })
	for _, lang := range []string{"en", "ja"} {
		core := newAsked(t)
		core.issuers = func(context.Context) facts.Inquiry {
			return facts.Inquiry{Status: facts.Good, ThisUpdate: now, NextUpdate: now.AddDate(0, 0, 3)}
		}
		w := open(t, core, Options{Lang: lang, Page: PageClients})
		c := w.clients()
		c.checkRevocation(c.items[0].of)
		test.AssertRendersToMarkup(t, fmt.Sprintf("revocation_ask_%s.xml", lang), w.win.Canvas())
		pressIn(t, w.dialog.(*changeDialog).frame, w.p.Text("ask-network.button"))
		test.AssertRendersToMarkup(t, fmt.Sprintf("revocation_good_%s.xml", lang), w.win.Canvas())
	}
}
