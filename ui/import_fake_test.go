package ui

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// importCore is the part of the fake computer that takes certificates. What there is to be decided the real core decides; what
// would be written is only told.
type importCore struct {
	running   []trust.StoreID // programs that are open now
	secrets   map[string]string
	keptWhy   error // why nothing can be remembered
	knownPIN  string
	imported  []change.Plan
	removed   []change.Plan
	backup    app.Backup
	removing  func(change.Plan) []change.Outcome                             // nil = every step is made
	importing func(context.Context, task.Talk, change.Plan) []change.Outcome // nil = every step is made
}

var real = &app.App{Catalog: knowledge()}

func (f *fakeCore) UnlockRemembered(ctx context.Context, file *app.P12) (bool, error) {
	return f.knownPIN != "" && file.Unlock(ctx, []byte(f.knownPIN)) == nil, nil
}

func (f *fakeCore) Installed(x *cert.Certificate) *app.P12 { return real.Installed(x) }

func (f *fakeCore) Destinations(h *facts.Host, file *app.P12) []app.Destination {
	return real.Destinations(h, file)
}

func (f *fakeCore) Superseded(h *facts.Host, file *app.P12) []*cert.Certificate {
	return real.Superseded(h, file)
}

func (f *fakeCore) Contents(h *facts.Host, file *app.P12) []app.Content {
	return real.Contents(h, file)
}

func (f *fakeCore) ImportNotes(h *facts.Host, file *app.P12) []message.Message {
	return real.ImportNotes(h, file)
}

func (f *fakeCore) PreviewImport(h *facts.Host, file *app.P12, stores []trust.StoreID) (change.Plan, error) {
	return real.PreviewImport(h, file, stores)
}

func (f *fakeCore) StillRunning(context.Context, []trust.Info) []trust.StoreID { return f.running }

func (f *fakeCore) ProposeImport(_ context.Context, _ trust.Where, file *app.P12, stores []trust.StoreID) (change.Plan, *facts.Host, error) {
	if f.refusal != nil {
		return change.Plan{}, f.host, f.refusal
	}
	p, err := real.PreviewImport(f.host, file, stores)
	return p, f.host, err
}

func (f *fakeCore) ApplyImport(ctx context.Context, talk task.Talk, file *app.P12, p change.Plan) (int, []change.Outcome, error) {
	f.imported = append(f.imported, p)
	var out []change.Outcome
	if f.importCore.importing != nil {
		out = f.importCore.importing(ctx, talk, p)
	} else {
		for i, s := range p.Steps {
			out = append(out, change.Outcome{Step: s, OK: true, Seen: &trust.State{Present: true}})
			talk.Report(task.Progress{Done: i + 1, Total: len(p.Steps)})
		}
	}
	f.put(out)
	return 1, out, nil
}

// put changes the fake computer as the outcomes say.
func (f *fakeCore) put(out []change.Outcome) {
	host := *f.host
	host.Stores = slices.Clone(host.Stores)
	for _, o := range out {
		i := slices.IndexFunc(host.Stores, func(s facts.Store) bool { return s.ID == o.Step.Store })
		if !o.OK || i < 0 {
			continue
		}
		x := o.Step.Certificate()
		entries := slices.DeleteFunc(slices.Clone(host.Stores[i].Entries), func(e trust.Entry) bool { return e.Certificate.SHA256 == x.SHA256 })
		if o.Step.Op == change.Import {
			entries = append(entries, trust.Entry{Certificate: x, HasKey: true, KeyOrder: len(entries) + 1})
		}
		if o.Step.Op == change.Prefs && o.Step.Account != "" {
			named := trust.Reference{Issuer: x.Issuer.Raw, Serial: x.Serial}
			host.Accounts = slices.Clone(host.Accounts)
			host.Accounts[0].Signing, host.Accounts[0].Encryption = named, named
		}
		if o.Step.Op == change.Import || o.Step.Op == change.Remove {
			host.Stores[i].Entries = entries
		}
	}
	f.host = &host
}

func (f *fakeCore) SwapLeavings(h *facts.Host, file *app.P12, out []change.Outcome) []app.Leaving {
	return real.SwapLeavings(h, file, out)
}

func (f *fakeCore) ProposeRemoval(_ context.Context, _ trust.Where, leave []app.Leaving) (p change.Plan, h *facts.Host, err error) {
	if f.refusal != nil {
		return change.Plan{}, f.host, f.refusal
	}
	for _, l := range leave {
		one, err := change.ProposeRemoval(f.host, knowledge(), change.Removal{Certificate: l.Certificate, Stores: []trust.StoreID{l.Store.ID}})
		if err != nil {
			return change.Plan{}, f.host, err
		}
		p.Steps = append(p.Steps, one.Steps...)
	}
	return p, f.host, nil
}

func (f *fakeCore) ApplyRemoval(_ context.Context, _ task.Talk, p change.Plan, b *app.Backup) (int, []change.Outcome, error) {
	f.removed = append(f.removed, p)
	f.backup = *b
	f.backup.Password = slices.Clone(b.Password)
	if f.importCore.removing != nil {
		return 2, f.importCore.removing(p), nil
	}
	b.Files = []string{b.Path}
	var out []change.Outcome
	for _, s := range p.Steps {
		out = append(out, change.Outcome{Step: s, OK: true, Seen: &trust.State{}})
	}
	f.put(out)
	return 2, out, nil
}

func (f *fakeCore) SwapRest(h *facts.Host, next *cert.Certificate, old []*cert.Certificate) []message.Message {
	return real.SwapRest(h, next, old)
}

func (f *fakeCore) SwapDone(h *facts.Host, next *cert.Certificate, old []*cert.Certificate) message.Message {
	return real.SwapDone(h, next, old)
}

func (f *fakeCore) PINOf(c *cert.Certificate) app.Remembered { return real.PINOf(c) }

func (f *fakeCore) Remember(_ context.Context, r app.Remembered, secret []byte) error {
	if f.keptWhy == nil {
		kept := maps.Clone(f.importCore.secrets)
		if kept == nil {
			kept = map[string]string{}
		}
		kept[string(r.Kind)] = string(secret)
		f.importCore.secrets = kept
	}
	return f.keptWhy
}

// An issued is a certificate for a person, with its key.
type issued struct {
	*cert.Certificate
	key []byte
}

// mailed is what the university issues: for signing in, and for mail or not.
func mailed(t *testing.T, serial int64, from, until time.Time, mail bool) issued {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "山田 花子", Organization: []string{"Example University"}},
		NotBefore: from, NotAfter: until, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	if mail {
		template.ExtKeyUsage = append(template.ExtKeyUsage, x509.ExtKeyUsageEmailProtection)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, &x509.Certificate{Subject: nii}, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return issued{cert.Parse(der), pkcs8}
}

// p12 writes the file that the person gets, with other certificates beside theirs.
func (i issued) p12(t *testing.T, pin string, with ...*x509.Certificate) string {
	t.Helper()
	key, err := x509.ParsePKCS8PrivateKey(i.key)
	if err != nil {
		t.Fatal(err)
	}
	file, err := pkcs12.LegacyDES.WithIterations(1).Encode(key, i.X509(), with, pin)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "j20-0001.p12")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// newMember is a computer with an old certificate in Firefox, Chromium and Thunderbird, which signs with it; a second
// profile of Firefox cannot be read, and there is no database of a third yet.
func newMember(t *testing.T, old ...issued) *fakeCore {
	t.Helper()
	core := newFake(t)
	store := func(id trust.StoreID, program, profile string) facts.Store {
		s := facts.Store{Info: trust.Info{ID: id, Scope: trust.ScopeUser, Application: program, Profile: profile, Writable: true, Path: "/home/hanako/" + string(id)}}
		for n, x := range old {
			s.Entries = append(s.Entries, trust.Entry{Certificate: x.Certificate, HasKey: true, KeyOrder: n + 1})
		}
		return s
	}
	locked := store("firefox:b", "firefox", "自宅")
	locked.Entries, locked.Problem = nil, &trust.Problem{Code: trust.StoreDamaged}
	core.host = &facts.Host{
		Computer: facts.Computer{OS: "linux", Clock: now},
		Stores:   []facts.Store{store("firefox:a", "firefox", "仕事用"), locked, store("chromium", "chromium", ""), store("thunderbird:a", "thunderbird", "")},
		Absent:   []trust.Info{{ID: "thunderbird:b", Scope: trust.ScopeUser, Application: "thunderbird", Profile: "second", Writable: true}},
	}
	for _, x := range old {
		named := trust.Reference{Name: "old", Issuer: x.Issuer.Raw, Serial: x.Serial}
		core.host.Accounts = []facts.Account{{Store: "thunderbird:a", ID: "id1", Address: "hanako@example.ac.jp", Signing: named, Encryption: named}}
	}
	return core
}

// secretField is the field with the keyboard.
func secretField(t *testing.T, w *window) *secretEntry {
	t.Helper()
	e, ok := w.win.Canvas().Focused().(*secretEntry)
	if !ok {
		t.Fatalf("the keyboard is at %T, not in a field for a secret:\n%s", w.win.Canvas().Focused(), seen(w))
	}
	return e
}

// types writes where the keyboard is.
func types(w *window, text string) {
	for _, r := range text {
		w.win.Canvas().Focused().TypedRune(r)
	}
}
