package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// told writes leavings as lines: where, whether it stays, whether that is for the person to say, and why.
func told(ll []Leaving) string {
	var out []string
	for _, l := range ll {
		line := string(l.Store.ID) + " removes"
		if l.Keep {
			line = string(l.Store.ID) + " keeps"
		}
		if !l.May {
			line += "!"
		}
		if reason, ok := l.Why.Args["reason"].(message.Message); ok {
			line += " " + reason.ID
		}
		out = append(out, line)
	}
	return strings.Join(out, ", ")
}

// What opens mail stays, what only signed in leaves, and nothing leaves where the new one is not shown to work.
func TestLeavings(t *testing.T) {
	a := gatherer(t)
	signsIn, _ := issuing{issuer: "CA", person: "hanako", from: someday.AddDate(-1, 0, 0)}.issue(t)
	mails, _ := issuing{issuer: "CA", person: "hanako", from: someday.AddDate(-1, 0, 0), mail: true}.issue(t)
	next, _ := issuing{issuer: "CA", person: "hanako", from: someday, mail: true}.issue(t)
	names := func(c *cert.Certificate) []facts.Account {
		return []facts.Account{{Store: "thunderbird:a", ID: "id1", Encryption: trust.Reference{Issuer: c.Issuer.Raw, Serial: c.Serial}}}
	}
	running := keeps("firefox:a", signsIn, next)
	running.Running = true
	outcome := func(op change.Op, ok bool, code string) []change.Outcome {
		o := change.Outcome{OK: ok, Step: change.Step{Op: op, Store: "firefox:a", SHA256: next.SHA256.String()}}
		if code != "" {
			o.Fault = &change.Fault{Code: code}
		}
		return []change.Outcome{o}
	}
	for what, c := range map[string]struct {
		old      *cert.Certificate
		stores   []facts.Store
		accounts []facts.Account
		outcomes []change.Outcome
		want     string
	}{
		"signed in alone":               {signsIn, []facts.Store{keeps("firefox:a", signsIn, next), keeps("chromium", next, signsIn)}, nil, nil, "firefox:a removes, chromium removes"},
		"in a mail program":             {mails, []facts.Store{keeps("firefox:a", mails, next), keeps("thunderbird:a", mails, next)}, nil, nil, "firefox:a removes, thunderbird:a keeps"},
		"mail, in no mail program":      {mails, []facts.Store{keeps("firefox:a", mails, next), keeps("chromium", mails, next)}, nil, nil, "firefox:a keeps, chromium keeps"},
		"signed in, in a mail program":  {signsIn, []facts.Store{keeps("thunderbird:a", signsIn, next)}, nil, nil, "thunderbird:a removes"},
		"an account names it":           {signsIn, []facts.Store{keeps("thunderbird:a", signsIn, next)}, names(signsIn), nil, "thunderbird:a keeps"},
		"an account names the new one":  {signsIn, []facts.Store{keeps("thunderbird:a", signsIn, next)}, names(next), nil, "thunderbird:a removes"},
		"the new one is not there":      {signsIn, []facts.Store{keeps("firefox:a", signsIn), keeps("chromium", signsIn, next)}, nil, nil, "firefox:a keeps! reason.new-not-there, chromium removes"},
		"its program runs":              {signsIn, []facts.Store{running}, nil, nil, "firefox:a keeps! reason.running"},
		"the proof went well":           {signsIn, []facts.Store{keeps("firefox:a", signsIn, next)}, nil, outcome(change.Prove, true, ""), "firefox:a removes"},
		"the import was not proven":     {signsIn, []facts.Store{keeps("firefox:a", signsIn, next)}, nil, outcome(change.Import, false, "p12-not-proven"), "firefox:a keeps! reason.not-proven"},
		"no password for the proof":     {signsIn, []facts.Store{keeps("firefox:a", signsIn, next)}, nil, outcome(change.Prove, false, "p12-primary-password"), "firefox:a keeps! reason.password"},
		"not tried":                     {signsIn, []facts.Store{keeps("firefox:a", signsIn, next)}, nil, outcome(change.Prove, false, ""), "firefox:a keeps! reason.other"},
		"the settings were not changed": {signsIn, []facts.Store{keeps("firefox:a", signsIn, next)}, nil, outcome(change.Prefs, false, "prefs-pinned"), "firefox:a removes"},
		"nowhere":                       {signsIn, []facts.Store{keeps("firefox:a", next)}, nil, nil, ""},
	} {
		host := hostOf(c.stores...)
		host.Accounts = c.accounts
		if got := told(a.Leavings(host, next, []*cert.Certificate{c.old}, c.outcomes)); got != c.want {
			t.Errorf("%s: %s, want %s", what, got, c.want)
		}
	}
}

// Two old certificates of one store leave together with the link that only they needed; one that the new one needs
// stays, and so does everything in other stores.
func TestPreviewRemoval(t *testing.T) {
	a := gatherer(t)
	root, rootKey := trusttest.RootWithKey(t, "Campus Root")
	link, linkKey := subordinate(t, "Old Link", root, rootKey)
	is := issuing{issuer: "Old Link", person: "hanako", from: someday.AddDate(-2, 0, 0), root: link, key: linkKey}
	older, _ := is.issue(t)
	is.from = someday.AddDate(-1, 0, 0)
	old, _ := is.issue(t)
	next, _ := issuing{issuer: "Campus Root", person: "hanako", from: someday, root: root, key: rootKey}.issue(t)
	shared, _ := issuing{issuer: "Old Link", person: "hanako", from: someday, root: link, key: linkKey}.issue(t)
	store := func(id trust.StoreID, own ...*cert.Certificate) facts.Store {
		s := keeps(id, own...)
		s.Entries = append(s.Entries, trust.Entry{Certificate: link, Native: ",,"})
		return s
	}
	lines := func(host *facts.Host, f *P12) (out []string) {
		p, err := a.PreviewRemoval(host, a.SwapLeavings(host, f, nil))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range p.Steps {
			line := string(s.Store) + " " + s.Certificate().Subject.CommonName()
			if s.Key {
				line += "+"
			}
			out = append(out, line)
		}
		return out
	}
	f := a.Installed(next)
	f.Old = []*cert.Certificate{older, old}
	host := hostOf(store("firefox:a", older, old, next), store("chromium", old, next))
	want := []string{"firefox:a hanako+", "chromium hanako+", "chromium Old Link", "firefox:a hanako+", "firefox:a Old Link"}
	got := lines(host, f)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(host.Stores[0].Entries) != 4 {
		t.Error("what was seen has changed")
	}
	f = a.Installed(shared)
	f.Old = []*cert.Certificate{old}
	if got := lines(hostOf(store("firefox:a", old, shared)), f); !slices.Equal(got, []string{"firefox:a hanako+"}) {
		t.Errorf("the new one needs the link: %q", got)
	}
}

// Removal is refused while a program runs that it touches.
func TestProposeRemoval(t *testing.T) {
	old, _ := issuing{issuer: "CA", person: "hanako", from: someday.AddDate(-1, 0, 0)}.issue(t)
	next, _ := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
	a := gatherer(t, trusttest.NewMemory(keeps("firefox:a").Info, keeps("firefox:a", old, next).Entries...))
	leave := []Leaving{{Certificate: old, Store: keeps("firefox:a").Info}}
	if p, _, err := a.ProposeRemoval(t.Context(), trust.Where{}, leave); err != nil || len(p.Steps) != 1 || !p.Steps[0].Key {
		t.Errorf("%+v %v", p, err)
	}
	a.Running = func(context.Context, trust.Info) bool { return true }
	_, _, err := a.ProposeRemoval(t.Context(), trust.Where{}, leave)
	isProblem(t, err, "p12-app-running")
}

func TestSwapRest(t *testing.T) {
	a := gatherer(t)
	old, _ := issuing{issuer: "CA", person: "hanako", from: someday.AddDate(-1, 0, 0)}.issue(t)
	next, _ := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
	host := hostOf(keeps("firefox:a", next), keeps("nssdb:/a", old, next), keeps("chromium", old))
	host.Choices = []facts.Choice{{Store: "firefox:a", Host: "sso.univ.example", Certificate: trust.Reference{Issuer: old.Issuer.Raw, Serial: old.Serial}}}
	host.Networks = []facts.Network{{Name: "wired", Certificates: []*cert.Certificate{old}}, {SSID: "eduroam", Certificates: []*cert.Certificate{next}}}
	var got []string
	for _, m := range a.SwapRest(host, next, []*cert.Certificate{old}) {
		got = append(got, m.ID+" "+message.For("en").Block(m).Lines[0].Text)
	}
	want := []string{
		"swap-restart Until then the certificate used before stays in use.",
		"swap-remembered-choice It would send the old one, or none, without asking.",
		"swap-wifi The connection “wired” names it.",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if rest := a.SwapRest(host, next, nil); message.For("en").Block(rest[0]).Title != "Close completely and open again: Firefox and the folder you named." {
		t.Errorf("%+v", rest[0])
	}
	done := message.For("en").Block(a.SwapDone(host, next, []*cert.Certificate{old}))
	if done.Lines[0].Text != "Checked in: Firefox and the folder you named. Old one kept in: the folder you named and Chrome/Chromium." {
		t.Error(done.Lines[0].Text)
	}
	done = message.For("en").Block(a.SwapDone(hostOf(keeps("firefox:a", next)), next, []*cert.Certificate{old}))
	if done.Lines[0].Text != "Checked in: Firefox. Old one kept in: nowhere." {
		t.Error(done.Lines[0].Text)
	}
}

// What a swap would leave is known before the import: keys are there, a database that is yet to be made too, and accounts name
// the new one.
func TestForesee(t *testing.T) {
	a := gatherer(t)
	old, _ := issuing{issuer: "CA", person: "hanako", from: someday.AddDate(-1, 0, 0), mail: true}.issue(t)
	next, key := issuing{issuer: "CA", person: "hanako", from: someday, mail: true}.issue(t)
	f := unlocked(t, pack(t, next, key))
	host := hostOf(keeps("thunderbird:a", old))
	host.Absent = []trust.Info{{ID: "chromium", Scope: trust.ScopeUser, Writable: true}}
	of := trust.Reference{Issuer: old.Issuer.Raw, Serial: old.Serial}
	host.Accounts = []facts.Account{{Store: "thunderbird:a", ID: "id1", Signing: of, Encryption: of}}
	p, err := a.PreviewImport(host, f, []trust.StoreID{"thunderbird:a", "chromium"})
	if err != nil {
		t.Fatal(err)
	}
	after := Foresee(host, p)
	if len(after.Stores) != 2 || !holdsKey(after.Stores[0], next) || !holdsKey(after.Stores[0], old) || !holdsKey(after.Stores[1], next) {
		t.Errorf("%+v", after.Stores)
	}
	if m := after.Accounts[0]; !m.Signing.Means(next) || !m.Encryption.Means(next) {
		t.Errorf("%+v", m)
	}
	if len(host.Stores) != 1 || holdsKey(host.Stores[0], next) || !host.Accounts[0].Signing.Means(old) {
		t.Error("what was seen has changed")
	}
}
