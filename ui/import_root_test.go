package ui

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// withRoot is a computer without the certificate, and the window with a file that holds this root beside it, on the page of
// programs.
func withRoot(t *testing.T, o Options, root *cert.Certificate, own ...issued) (*fakeCore, *window) {
	t.Helper()
	core := newMember(t, own...)
	core.host.Stores, core.host.Accounts = core.host.Stores[:1], nil
	core.host.Absent = nil
	file := fresh(t)
	if len(own) > 0 {
		file = own[0]
	}
	w := open(t, core, o)
	w.openFile(file.p12(t, thePIN, root.X509()))
	given(t, w, thePIN)
	key(w, fyne.KeyReturn)
	return core, w
}

const campus = "Trust the root “Campus Root” too"

// A root in the file is trusted only where it is ticked, and one that no public list knows only for whoever has its whole
// fingerprint, which the page that asks for it does not show.
func TestRootInTheFile(t *testing.T) {
	root := trusttest.Root(t, "Campus Root")
	fp := root.SHA256.String()
	core, w := withRoot(t, Options{}, root)
	shows(t, w, "(✓ Firefox)", "("+campus+". Only if whoever issued the certificate asks for it.", "trusted for: servers.)")
	tick(t, w, campus)
	s := seen(w)
	if !strings.Contains(s, "Check this root with whoever gave it to you.") || strings.Contains(strings.ReplaceAll(s, " ", ""), fp[:8]) || strings.Contains(s, root.CheckCode()) || w.body.Visible() {
		t.Fatalf("the page that asks is\n%s", s)
	}
	paste(t, w, strings.Repeat("0", 64))
	shows(t, w, "The fingerprint does not match.")
	key(w, fyne.KeyEscape)
	shows(t, w, "("+campus)
	lacks(t, w, "(✓ "+campus)
	if len(w.importing.file.Trust) > 0 {
		t.Fatal("it is in the plan without its fingerprint")
	}
	tick(t, w, campus)
	paste(t, w, groups(fp, 4))
	shows(t, w, "(✓ Firefox)", "Add “Campus Root” to Firefox, trusted for servers.", "(✓ "+campus)
	tick(t, w, campus)
	lacks(t, w, "Add “Campus Root”")
	tick(t, w, campus)
	paste(t, w, fp)
	press(t, w, "Import")
	shows(t, w, "Done: the certificate is in Firefox", "Firefox: done, and it works.", "Firefox: “Campus Root” is trusted.")
	steps := core.imported[0].Steps
	if len(steps) != 2 || steps[1].Op != change.Add || steps[1].SHA256 != fp || len(steps[1].For) != 1 || steps[1].For[0] != cert.Server {
		t.Errorf("%+v", steps)
	}
}

// Where the certificate is there already, its root still can come; where the root is trusted too, nothing is offered.
func TestRootAlone(t *testing.T) {
	root, own := trusttest.Root(t, "Campus Root"), fresh(t)
	core, w := withRoot(t, Options{}, root, own)
	shows(t, w, "Firefox has it already. Nothing to do.", "("+campus, "[Close]")
	lacks(t, w, "[Import]")
	tick(t, w, campus)
	paste(t, w, root.SHA256.String())
	shows(t, w, "(✓ Firefox. It has the certificate already.)", "Add “Campus Root” to Firefox, trusted for servers.", "[Import]")
	lacks(t, w, "Nothing to do", "Remember the PIN") // a root comes, and the PIN would not be kept
	press(t, w, "Import")
	if len(core.imported) != 1 || len(core.imported[0].Steps) != 1 {
		t.Fatalf("%+v", core.imported)
	}
	shows(t, w, "Firefox: “Campus Root” is trusted.")

	core = newMember(t)
	core.host.Stores[0].Entries = []trust.Entry{{Certificate: root, Trust: map[cert.Purpose]trust.Judgement{cert.Server: {Verdict: trust.Trusted}}}}
	core.host.Stores, core.host.Absent = core.host.Stores[:1], nil
	w = open(t, core, Options{})
	w.openFile(own.p12(t, thePIN, root.X509()))
	given(t, w, thePIN)
	lacks(t, w, "The file also holds a root")
	key(w, fyne.KeyReturn)
	lacks(t, w, campus)
}

// A root that public lists know needs no fingerprint.
func TestKnownRootInTheFile(t *testing.T) {
	g4 := known("digicert-trusted-root-g4")
	own := fresh(t)
	core := newMember(t)
	core.host.Stores, core.host.Absent = []facts.Store{{Info: trust.Info{ID: "nssdb:/x", Scope: trust.ScopeUser, Writable: true}}}, nil
	w := open(t, core, Options{})
	w.openFile(own.p12(t, thePIN, g4.X509()))
	given(t, w, thePIN)
	key(w, fyne.KeyReturn)
	tick(t, w, "Trust the root “DigiCert Trusted Root G4” too")
	if w.dialog != nil || len(w.importing.plan.Steps) != 2 {
		t.Fatalf("%+v in\n%s", w.importing.plan, seen(w))
	}
}

// A file that comes while a fingerprint is asked for waits until that is answered, and is then opened; it once took the file away
// to which the question belonged. Where that was left another way, the answer changes nothing.
func TestFileComesWhileVouching(t *testing.T) {
	root := trusttest.Root(t, "Campus Root")
	_, w := withRoot(t, Options{}, root)
	f := w.importing
	var waiting func()
	w.after = func(d time.Duration, f func()) {
		if d == drawEvery {
			waiting = f
		} else if d == 0 {
			f()
		}
	}
	tick(t, w, campus)
	w.dropped([]fyne.URI{storage.NewFileURI(former(t).p12(t, "other"))})
	for range 2 {
		if waiting(); w.importing != f || !f.file.Open() {
			t.Fatal("the question has lost its file")
		}
	}
	paste(t, w, root.SHA256.String())
	shows(t, w, "(✓ "+campus)
	waiting()
	shows(t, w, "Enter the access PIN for j20-0001.p12.")
	given(t, w, "other")
	shows(t, w, "No. 210")

	_, w = withRoot(t, Options{}, root)
	tick(t, w, campus)
	w.show(PageHistory)
	paste(t, w, root.SHA256.String())
	if w.dialog != nil || w.page != PageHistory {
		t.Errorf("on %s", w.page)
	}
}

// Of two roots one is taken back: the program that has the certificate already still gets the other.
func TestTwoRootsInTheFile(t *testing.T) {
	own := fresh(t)
	core := newMember(t)
	core.host.Stores, core.host.Absent = []facts.Store{{Info: trust.Info{ID: "nssdb:/x", Scope: trust.ScopeUser, Writable: true},
		Entries: []trust.Entry{{Certificate: own.Certificate, HasKey: true}}}}, nil
	w := open(t, core, Options{})
	w.openFile(own.p12(t, thePIN, known("digicert-trusted-root-g4").X509(), known("digicert-global-root-g2").X509()))
	given(t, w, thePIN)
	key(w, fyne.KeyReturn)
	one, other := "Trust the root “DigiCert Trusted Root G4” too", "Trust the root “DigiCert Global Root G2” too"
	for _, c := range []struct {
		press string
		steps int
	}{{one, 1}, {other, 2}, {one, 1}, {other, 0}} {
		tick(t, w, c.press)
		if n := len(w.importing.plan.Steps); n != c.steps {
			t.Fatalf("after a press on %q %d steps are planned, want %d:\n%s", c.press, n, c.steps, seen(w))
		}
	}
}

// What no program can hold is told of before anybody chooses.
func TestKeyThatGoesNowhere(t *testing.T) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(3), Subject: pkix.Name{CommonName: "山田 花子"}, NotBefore: now.AddDate(0, -1, 0), NotAfter: now.AddDate(1, 0, 0)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, public, private)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	w := opened(t, newMember(t), issued{cert.Parse(der), pkcs8}, Options{})
	key(w, fyne.KeyReturn)
	shows(t, w, "Firefox (自宅)", "is damaged.", "Firefox (仕事用), Chrome/Chromium, Thunderbird (a) and 1 more", "cannot hold a key of this kind.", "is of the kind Ed25519.", "[Back]", "[Close]")
	lacks(t, w, "[Import]", "(✓ Firefox", "are ticked")
}
