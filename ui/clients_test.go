package ui

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/ui/widgets"
)

// someones is a certificate for signing in, by an issuer.
func someones(t *testing.T, name string, issuer pkix.Name, from, until time.Time) *cert.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(4711), Subject: pkix.Name{CommonName: name, Organization: []string{"Example University"}},
		NotBefore: from, NotAfter: until, KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	der, err := x509.CreateCertificate(rand.Reader, template, &x509.Certificate{Subject: issuer}, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return cert.Parse(der)
}

var (
	nii     = pkix.Name{Country: []string{"JP"}, Organization: []string{"National Institute of Informatics"}, CommonName: "NII Open Domain S/MIME CA - G2"}
	company = pkix.Name{Organization: []string{"株式会社サンプル"}, CommonName: "社員証 CA"}
)

// newClients is a computer with an old and a new certificate of one person, a third that ends soon, and a program
// whose certificates cannot be read.
func newClients(t *testing.T) *fakeCore {
	with := func(c *cert.Certificate, order int) trust.Entry {
		return trust.Entry{Certificate: c, HasKey: order > 0, KeyOrder: order}
	}
	before := someones(t, "山田 花子", nii, now.AddDate(-2, 0, 0), now.AddDate(0, 3, 0))
	after := someones(t, "山田 花子", nii, now.AddDate(0, -1, 0), now.AddDate(2, 0, 0))
	staff := someones(t, "山田 花子 (非常勤)", company, now.AddDate(-1, 0, 0), now.AddDate(0, 0, 12))
	core := newFake(t)
	core.host = &facts.Host{
		Computer: facts.Computer{OS: "linux", Clock: now},
		Stores: []facts.Store{
			{Info: trust.Info{ID: "firefox:a", Scope: trust.ScopeUser, Application: "firefox", Profile: "仕事用"}, Entries: []trust.Entry{with(before, 1), with(after, 2), with(staff, 3)}},
			{Info: trust.Info{ID: "chromium", Scope: trust.ScopeUser, Application: "chromium"}, Entries: []trust.Entry{with(before, 2), with(after, 1)}},
			{Info: trust.Info{ID: "thunderbird:a", Scope: trust.ScopeUser, Application: "thunderbird"}, Problem: &trust.Problem{Code: trust.StoreLocked}},
		},
	}
	return core
}

func TestGoldenClients(t *testing.T) {
	zone := time.Local
	time.Local = time.UTC
	t.Cleanup(func() { time.Local = zone })
	for _, lang := range []string{"en", "ja"} {
		w := open(t, newClients(t), Options{Lang: lang, Page: PageClients})
		test.AssertRendersToMarkup(t, fmt.Sprintf("clients_%s.xml", lang), w.win.Canvas())
	}
}

func (w *window) clients() *clientsPage { return w.pages[PageClients].(*clientsPage) }

// order is the certificates as they stand on the page.
func (c *clientsPage) order() (out []string) {
	for _, i := range c.items {
		out = append(out, i.of.Certificate.Subject.CommonName()+" "+i.of.Certificate.NotAfter.Format(time.DateOnly))
	}
	return out
}

func TestClientsByKeyboard(t *testing.T) {
	w := open(t, newClients(t), Options{Page: PageClients})
	c := w.clients()
	want := "[山田 花子 (非常勤) 2026-12-03 山田 花子 2028-11-21 山田 花子 2027-02-21]"
	if got := fmt.Sprint(c.order()); got != want {
		t.Fatalf("%s, want %s", got, want)
	}
	at := func() int {
		for n, i := range c.items {
			if w.win.Canvas().Focused() == i.Item {
				return n
			}
		}
		return -1
	}
	press := func(keys ...fyne.KeyName) {
		for _, k := range keys {
			w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k})
		}
	}
	w.win.Canvas().Focus(c.items[0].Item)
	press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	if at() != 2 {
		t.Errorf("three down: at %d", at())
	}
	if c.page.Offset() == 0 {
		t.Error("what has the keyboard is out of view")
	}
	press(fyne.KeyHome)
	if at() != 0 {
		t.Errorf("home: at %d", at())
	}
	press(fyne.KeyEnd, fyne.KeyUp)
	if at() != 1 {
		t.Errorf("end and up: at %d", at())
	}
	w.look() // looks at the computer again: the cards are made anew
	if c = w.clients(); at() != 1 {
		t.Errorf("after a refresh the keyboard is at %d", at())
	}
	c.items[1].TypedShortcut(&fyne.ShortcutCopy{})
	if text := w.app.Clipboard().Content(); !strings.Contains(text, "山田 花子 – valid\n") || !strings.Contains(text, "4711") ||
		!strings.Contains(text, "Firefox: with its private key, the one that ends on 21 February 2027 is offered first\n") {
		t.Errorf("copied:\n%s", text)
	}
	press(fyne.KeyEscape)
	if at() != -1 || w.page != PageClients {
		t.Errorf("Escape: at %d on %s", at(), w.page)
	}
	w.win.Canvas().Focus(c.items[2].Item)
	press(fyne.KeyReturn)
	if all := w.certificates(); w.page != PageCertificates || !all.detail.large || all.detail.shown.SHA256 != c.items[2].of.Certificate.SHA256 {
		t.Errorf("Enter leads to %s", w.page)
	}
}

// The card of the health check that is about them leads to them.
func TestHealthLeadsToClients(t *testing.T) {
	core := newClients(t)
	core.answers = []diagnose.Answer{{Topic: diagnose.UPKIClient, Verdict: diagnose.NotNeeded, Headline: message.M("upki-client-not-needed")}}
	w := open(t, core, Options{})
	body := w.pages[PageHealth].(*healthPage).cards
	if !strings.Contains(texts(body), "Other certificates of yours are under “Client certificates”.") {
		t.Errorf("the card says\n%s", texts(body))
	}
	for _, o := range test.LaidOutObjects(body) {
		if b, ok := o.(*widgets.Button); ok && b.Text() == "Client certificates" {
			b.OnTapped()
		}
	}
	if w.page != PageClients {
		t.Errorf("it leads to %s", w.page)
	}
}

// What a screen reader says of an item: how it stands first.
func TestClientsLabels(t *testing.T) {
	w := open(t, newClients(t), Options{Lang: "ja", Page: PageClients})
	var got []string
	for _, i := range w.clients().items {
		got = append(got, i.AccessibilityLabel())
	}
	if want := "残り12日. 山田 花子 (非常勤). 有効期間の終了：2026年12月3日"; got[0] != want {
		t.Errorf("%q, want %q", got[0], want)
	}
}

// The card and the details count the days since a certificate ended alike, by the calendar.
func TestEndedDays(t *testing.T) {
	for ago, want := range map[time.Duration][2]string{
		time.Hour: {"Expired today", "今日、期限切れ"}, 16 * time.Hour: {"Expired yesterday", "1日前に期限切れ"}, 40 * time.Hour: {"Expired 2 days ago", "2日前に期限切れ"},
	} {
		for i, lang := range []string{"en", "ja"} {
			x := mailed(t, 1, now.AddDate(-2, 0, 0), now.Add(-ago), true)
			w := open(t, newMember(t, x), Options{Lang: lang, Page: PageClients})
			if s := texts(w.clients().body); !strings.Contains(s, want[i]+"\n") {
				t.Errorf("%v ago: %q is not in\n%s", ago, want[i], s)
			}
			w.show(PageCertificates)
			w.certificates().goTo(x.Certificate)
			if s := texts(w.certificates().detail.content()); !strings.Contains(s, want[i]+"\n") {
				t.Errorf("%v ago: %q is not in the details:\n%s", ago, want[i], s)
			}
		}
	}
}

func TestClientsMenu(t *testing.T) {
	w := open(t, newClients(t), Options{Page: PageClients})
	c := w.clients()
	for _, item := range c.menu(c.items[0].of).Items {
		if item.Label == "Copy the serial number (decimal)" {
			item.Action()
		}
	}
	if got := w.app.Clipboard().Content(); got != "4711" {
		t.Errorf("copied %q", got)
	}
}

func TestClientsEmpty(t *testing.T) {
	core := newClients(t)
	for i := range core.host.Stores {
		core.host.Stores[i].Entries = nil
	}
	w := open(t, core, Options{Page: PageClients})
	if text := texts(w.clients().body); !strings.Contains(text, "No client certificate was found in what could be read.") || strings.Contains(text, "Nothing to do.") {
		t.Errorf("with one store not read:\n%s", text)
	}
	core.host.Stores = core.host.Stores[:2]
	w = open(t, core, Options{Page: PageClients})
	if text := texts(w.clients().body); !strings.Contains(text, "There is no client certificate here. Nothing to do.") || strings.Contains(text, "Save dates") {
		t.Errorf("%s", text)
	}
}

// A search is there once there are many, and finds older ones with the newest.
func TestClientsSearch(t *testing.T) {
	core := newClients(t)
	for i := range manyClients {
		c := someones(t, fmt.Sprintf("j20-%04d", i), company, now.AddDate(-1, 0, 0), now.AddDate(1, 0, i))
		core.host.Stores[0].Entries = append(core.host.Stores[0].Entries, trust.Entry{Certificate: c, HasKey: true, KeyOrder: 10 + i})
	}
	w := open(t, core, Options{Page: PageClients})
	c := w.clients()
	if len(c.items) != manyClients+3 {
		t.Fatalf("%d items", len(c.items))
	}
	for search, want := range map[string]int{"nii": 2, "J20-0003": 1, "nobody": 0, "": manyClients + 3} {
		if c.search.SetText(search); len(c.items) != want {
			t.Errorf("%q: %d items, want %d", search, len(c.items), want)
		}
	}
}

// The dates are saved where the dialog says; what cannot be saved is said on this page.
func TestClientsSaveDates(t *testing.T) {
	w := open(t, newClients(t), Options{Page: PageClients})
	c := w.clients()
	data, err := w.core.Calendar(w.p, c.known)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "dates.ics")
	w.saveTo(path, data)
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, data) || bytes.Count(got, []byte("BEGIN:VEVENT")) != 2 {
		t.Errorf("%v\n%s", err, got)
	}
	w.saveTo(filepath.Join(t.TempDir(), "no such folder", "dates.ics"), data)
	if text := texts(c.body); !strings.Contains(text, "dates.ics could not be written.") {
		t.Errorf("the page says %s", text)
	}
	c.saveDates()
	if w.dialog == nil {
		t.Error("no dialog")
	}
	w.escape()
}

// texts is every text below o.
func texts(o fyne.CanvasObject) string {
	var b strings.Builder
	for _, x := range test.LaidOutObjects(o) {
		switch x := x.(type) {
		case *widgets.Text:
			b.WriteString(x.Text() + "\n")
		case *widgets.Button:
			b.WriteString(x.Text() + "\n")
		}
	}
	return b.String()
}
