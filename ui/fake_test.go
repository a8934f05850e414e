package ui

import (
	"cmp"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"certviewer/app"
	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
	"certviewer/ui/look"
)

// now is when the tests take place.
var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// fakeCore answers with what it was given.
type fakeCore struct {
	keptCore
	importCore

	names   *catalog.Catalog // nil = the program's own
	host    *facts.Host
	answers []diagnose.Answer
	err     error
	gathers int
	gather  func(ctx context.Context, soFar func(*facts.Host)) (*facts.Host, error) // nil = host and err, at once
	chain   []*cert.Certificate                                                     // above every certificate
	listed  map[cert.Fingerprint]catalog.Membership

	notes   []message.Message                                                       // about whatever is proposed
	plan    change.Plan                                                             // what is proposed, whatever is asked for
	refusal error                                                                   // why nothing is proposed
	wanted  []change.Request                                                        // as it was proposed
	asked   []string                                                                // what was asked of the history and of the stores
	made    func(context.Context, task.Talk, change.Plan) ([]change.Outcome, error) // nil = every step is made
	records []change.Record
	killed  []change.Record // whose run was killed

	issuers func(context.Context) facts.Inquiry // what every issuer says
	system  *diagnose.SystemView                // what the system itself says of every certificate
	asking  func(context.Context)               // called while it is asked; nil = it answers at once
}

func (f *fakeCore) Names() *catalog.Catalog { return cmp.Or(f.names, knowledge()) }

func (f *fakeCore) Request(x diagnose.Fix) (change.Request, bool) {
	return change.Request{Op: change.Op(x.Op), Certificate: x.Certificate, Stores: x.Stores, From: x.From, For: x.For}, true
}

func (f *fakeCore) Propose(_ context.Context, _ trust.Where, rr ...change.Request) (change.Plan, *facts.Host, error) {
	for _, r := range rr {
		f.asked = append(f.asked, fmt.Sprintf("propose %s %v %v", r.Op, r.Stores, r.For))
		f.wanted = append(f.wanted, r)
	}
	return f.plan, f.host, f.refusal
}

func (f *fakeCore) Apply(ctx context.Context, talk task.Talk, p change.Plan) (int, []change.Outcome, error) {
	return f.ApplyUndo(ctx, talk, p, 0)
}

func (f *fakeCore) ApplyUndo(ctx context.Context, talk task.Talk, p change.Plan, n int) (int, []change.Outcome, error) {
	f.asked = append(f.asked, fmt.Sprintf("apply %d", n))
	return f.apply(ctx, talk, p)
}

func (f *fakeCore) ApplyRest(ctx context.Context, talk task.Talk, p change.Plan, n int) (int, []change.Outcome, error) {
	f.asked = append(f.asked, fmt.Sprintf("finish %d", n))
	return f.apply(ctx, talk, p)
}

func (f *fakeCore) apply(ctx context.Context, talk task.Talk, p change.Plan) (int, []change.Outcome, error) {
	if f.made != nil {
		out, err := f.made(ctx, talk, p)
		return 1, out, err
	}
	var out []change.Outcome
	for _, s := range p.Steps {
		out = append(out, change.Outcome{Step: s, OK: true, Seen: &trust.State{Present: true}})
	}
	return 1, out, nil
}

func (f *fakeCore) History(context.Context, trust.Where) ([]change.Record, error) {
	return f.records, nil
}

func (f *fakeCore) Interrupted(context.Context, trust.Where) ([]change.Record, error) {
	return f.killed, nil
}

func (f *fakeCore) UndoPlan(_ context.Context, _ trust.Where, n int) (change.Plan, error) {
	f.asked = append(f.asked, fmt.Sprintf("undo %d", n))
	return f.plan, f.refusal
}

func (f *fakeCore) RestPlan(_ context.Context, _ trust.Where, n int) (change.Plan, error) {
	f.asked = append(f.asked, fmt.Sprintf("rest %d", n))
	return f.plan, f.refusal
}

func (f *fakeCore) UndoNotes(*facts.Host, change.Plan) []message.Message { return f.notes }

// knowledge is the program's own, which is not changed.
var knowledge = sync.OnceValue(func() *catalog.Catalog {
	c, err := catalog.Load()
	if err != nil {
		panic(err)
	}
	return c
})

func (f *fakeCore) GatherEach(ctx context.Context, talk task.Talk, _ trust.Where, soFar func(*facts.Host)) (*facts.Host, error) {
	f.gathers++
	talk.Report(task.Progress{Doing: message.M("check-running.title", "done", 1, "total", 2), Done: 1, Total: 2})
	if f.gather != nil {
		return f.gather(ctx, soFar)
	}
	return f.host, f.err
}

func (f *fakeCore) About() app.About {
	return app.About{Version: "1.2.3", Built: now, Go: "go1.26.8", Toolkit: "v2.8.1", Knowledge: now.AddDate(0, -4, 0),
		Lists: []app.ListDate{{Programme: catalog.Microsoft, Date: now.AddDate(0, -5, 0)}}}
}

func (f *fakeCore) Clients(h *facts.Host) *app.Clients {
	return (&app.App{Catalog: knowledge()}).Clients(h)
}

func (f *fakeCore) Calendar(p *message.Printer, cc *app.Clients) ([]byte, error) {
	return (&app.App{Catalog: knowledge()}).Calendar(p, cc)
}

func (f *fakeCore) Judge(h *facts.Host, _ []diagnose.Topic) *app.Health {
	verdict := diagnose.OK
	for _, a := range f.answers {
		if a.Verdict == diagnose.Action {
			verdict = diagnose.Action
		}
	}
	return &app.Health{Version: "1.2.3", Host: h, Knowledge: now.AddDate(0, -4, 0), Verdict: verdict, Answers: f.answers}
}

func (f *fakeCore) RowsOf(h *facts.Host, _ string) []app.Row {
	rows := (&app.App{Catalog: knowledge()}).RowsOf(h, "")
	for i := range rows {
		rows[i].Programmes = f.listed[rows[i].Entry.Certificate.SHA256]
	}
	return rows
}

func (f *fakeCore) Portrait(h *facts.Host, c *cert.Certificate) *app.Portrait {
	p := &app.Portrait{Certificate: c, Chain: append([]*cert.Certificate{c}, f.chain...)}
	for _, r := range f.RowsOf(h, "") {
		if r.Entry.Certificate.SHA256 == c.SHA256 {
			p.Places = append(p.Places, r)
			if r.Entry.Standing == trust.Damaged {
				s := &facts.Store{Info: r.Store}
				p.Damaged = append(p.Damaged, diagnose.TrustDamaged(diagnose.Input{Host: h, Catalog: knowledge()}, s, r.Entry))
			}
		}
	}
	for _, a := range h.Applications {
		p.TrustedBy = append(p.TrustedBy, app.Sighting{Application: a, Purpose: cert.Server,
			Ruling: trust.Ruling{Judgement: trust.Judgement{Verdict: trust.Trusted}, Store: "firefox:a", Why: trust.WhyStated}})
	}
	return p
}

func (f *fakeCore) SystemView(ctx context.Context, _ *facts.Host, _ *app.Portrait) *diagnose.SystemView {
	if f.asking != nil {
		f.asking(ctx)
	}
	return f.system
}

// selfSigned makes a certificate whose bytes are not the same twice; its names and times are.
func selfSigned(t *testing.T, name string, ca bool, from, until time.Time) *cert.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(77), Subject: pkix.Name{CommonName: name}, NotBefore: from, NotAfter: until,
		IsCA: ca, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature}
	if ca {
		template.KeyUsage = x509.KeyUsageCertSign
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return cert.Parse(der)
}

// newFake is a computer with two profiles of Firefox, a list of its own, and a store that cannot be read.
func newFake(t *testing.T) *fakeCore {
	year := func(n int) time.Time { return now.AddDate(n, 0, 0) }
	entry := func(name string, ca bool, from, until time.Time) trust.Entry {
		return trust.Entry{Certificate: selfSigned(t, name, ca, from, until)}
	}
	host := &facts.Host{
		Computer: facts.Computer{OS: "linux", Name: "Debian GNU/Linux 12 (bookworm)", Clock: now},
		Stores: []facts.Store{
			{Info: trust.Info{ID: "firefox:a", Scope: trust.ScopeUser, Application: "firefox", Profile: "仕事用"}, Entries: []trust.Entry{
				entry("Charlie Root", true, year(-5), year(5)), entry("山田 花子", false, year(-2), now.AddDate(0, 0, 12))}},
			{Info: trust.Info{ID: "firefox:b", Scope: trust.ScopeUser, Application: "firefox", Profile: "自宅"},
				Problem: &trust.Problem{Code: trust.StoreDamaged, Detail: "page 3 is not a page"}},
			{Info: trust.Info{ID: "system", Scope: trust.ScopeComputer}, Entries: []trust.Entry{
				entry("Alpha Root", true, year(-20), year(-1)), entry("Bravo Root", true, year(-1), year(9))}},
		},
		Applications: []trust.Application{{ID: "firefox:a", Program: "firefox", Profile: "仕事用"}},
	}
	root := host.Stores[0].Entries[0].Certificate
	return &fakeCore{host: host, answers: []diagnose.Answer{
		{Topic: diagnose.WebexTSA, Verdict: diagnose.OK, Headline: message.M("webex-tsa-ok", "root", "DigiCert Trusted Root G4")},
		{Topic: diagnose.Stores, Verdict: diagnose.Action,
			Headline: message.M("stores-unknown-root", "root", "Charlie Root", "place", "Firefox", "check_code", "0A C8 99 88"),
			Findings: []diagnose.Finding{
				{Code: "stores-unknown-root", Severity: diagnose.Warning, Subject: root, Args: message.Args{"root": message.Text("Charlie Root"), "place": message.Text("Firefox"), "check_code": message.Text("0A C8 99 88")}},
				{Code: "stores-expired", Severity: diagnose.Info, Args: message.Args{"count": message.Number(1)}},
			}},
	}}
}

// open opens the window on a core, with all work done at once.
func open(t *testing.T, core Core, o Options) *window {
	t.Helper()
	a := test.NewTempApp(t)
	if o.Lang == "" {
		o.Lang = "en"
	}
	if o.Theme == "" {
		o.Theme = look.Light
	}
	o.Size = fyne.NewSize(1000, 700)
	w := newWindow(a, core, o)
	w.spawn = func(f func()) { f() }
	w.after = func(d time.Duration, f func()) {
		if d == 0 {
			f()
		}
	}
	t.Cleanup(w.win.Close)
	w.start()
	return w
}

var errNoHome = errors.New("no such folder")
