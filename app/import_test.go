package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// keeps is a store of a person's program with these certificates, each with its key.
func keeps(id trust.StoreID, own ...*cert.Certificate) facts.Store {
	program, _, _ := strings.Cut(string(id), ":")
	s := facts.Store{Info: trust.Info{ID: id, Scope: trust.ScopeUser, Application: program, Path: "/" + string(id), Writable: true}}
	for _, c := range own {
		s.Entries = append(s.Entries, trust.Entry{Certificate: c, HasKey: true, Native: "u,u,u"})
	}
	return s
}

func hostOf(stores ...facts.Store) *facts.Host {
	return &facts.Host{Computer: facts.Computer{OS: "linux", Clock: someday}, Stores: stores}
}

func TestDestinations(t *testing.T) {
	a := gatherer(t)
	old, _ := issuing{issuer: "CA", person: "hanako", from: someday.AddDate(-1, 0, 0)}.issue(t)
	next, key := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
	f := unlocked(t, pack(t, next, key))
	running, locked, bound, empty := keeps("firefox:b"), keeps("firefox:c"), keeps("firefox:d"), keeps("nssdb:/x")
	running.Running = true
	locked.Problem = &trust.Problem{Code: trust.StoreLocked}
	bound.Writable = false
	empty.Problem = &trust.Problem{Code: trust.StoreNothingThere}
	system := facts.Store{Info: trust.Info{ID: "system", Scope: trust.ScopeComputer}}
	host := hostOf(keeps("firefox:a", old), running, locked, bound, empty, keeps("thunderbird:a", next), system)
	host.Absent = []trust.Info{{ID: "chromium", Scope: trust.ScopeUser, Writable: true}}
	var got []string
	for _, d := range a.Destinations(host, f) {
		line := string(d.Store.ID)
		for word, yes := range map[string]bool{" usual": d.Usual(), " has": d.Has, " absent": d.Absent, " running": d.Running} {
			if yes {
				line += word
			}
		}
		if d.Problem != nil {
			line += " " + d.Problem.Code
		}
		if len(d.Replace) == 1 && d.Replace[0].SHA256 == old.SHA256 {
			line += " replaces"
		}
		got = append(got, line)
	}
	want := []string{"firefox:a usual replaces", "firefox:b usual running", "firefox:c store-locked", "firefox:d change-read-only",
		"nssdb:/x absent", "thunderbird:a has", "chromium absent"}
	for i := range got {
		words := strings.Fields(got[i])
		slices.Sort(words[1:])
		got[i] = strings.Join(words, " ")
	}
	for i := range want {
		words := strings.Fields(want[i])
		slices.Sort(words[1:])
		want[i] = strings.Join(words, " ")
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}

	chosen := func(names ...trust.StoreID) (out []trust.StoreID) {
		dd, err := a.Choose(host, f, names)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range dd {
			out = append(out, d.Store.ID)
		}
		return out
	}
	if got := chosen(); !slices.Equal(got, []trust.StoreID{"firefox:a", "firefox:b", "firefox:c", "firefox:d", "thunderbird:a"}) {
		t.Error("without names:", got)
	}
	if got := chosen("chromium", "firefox:d"); !slices.Equal(got, []trust.StoreID{"chromium", "firefox:d"}) {
		t.Error("by name:", got)
	}
	_, err := a.Choose(host, f, []trust.StoreID{"system"})
	isProblem(t, err, "p12-no-keys-there")
}

// What a person names as old counts instead of what the rule finds, and for the newest certificate alone.
func TestSuperseded(t *testing.T) {
	a := gatherer(t)
	older, _ := issuing{issuer: "CA", person: "hanako", from: someday.AddDate(-2, 0, 0)}.issue(t)
	old, _ := issuing{issuer: "CA", person: "hanako", from: someday.AddDate(-1, 0, 0)}.issue(t)
	stranger, _ := issuing{issuer: "CA", person: "taro", from: someday.AddDate(-1, 0, 0)}.issue(t)
	next, key := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
	f := unlocked(t, pack(t, next, key))
	without := keeps("nssdb:/y")
	without.Entries = []trust.Entry{{Certificate: older}} // somebody's who wrote a mail
	host := hostOf(keeps("firefox:a", old, stranger, next), keeps("firefox:b", old), without)
	names := func() (out []string) {
		for _, c := range a.Superseded(host, f) {
			out = append(out, c.Subject.CommonName()+c.NotBefore.Format(" 2006"))
		}
		return out
	}
	if got := names(); !slices.Equal(got, []string{"hanako 2025"}) {
		t.Error("by the rule:", got)
	}
	f.Old = []*cert.Certificate{stranger}
	if got := names(); !slices.Equal(got, []string{"taro 2025"}) {
		t.Error("by name:", got)
	}
	f.Old = []*cert.Certificate{next}
	if got := names(); got != nil {
		t.Error("it takes its own place:", got)
	}
	if ids := a.identitiesFor(host, f); len(ids) != 1 || ids[0].Prove {
		t.Errorf("%+v", ids)
	}
}

func TestImportNotes(t *testing.T) {
	a := gatherer(t)
	root, rootKey := trusttest.RootWithKey(t, "Campus Root")
	newer, _ := issuing{issuer: "Campus Root", person: "hanako", from: someday, root: root, key: rootKey}.issue(t)
	old, _ := issuing{issuer: "Campus Root", person: "hanako", from: someday.AddDate(-2, 0, 0), root: root, key: rootKey, mail: true}.issue(t)
	next, key := issuing{issuer: "Campus Root", person: "hanako", from: someday.AddDate(-1, 0, 0), root: root, key: rootKey}.issue(t)
	f := unlocked(t, pack(t, next, key, root))
	notes := func(host *facts.Host) (out []string) {
		for _, m := range a.ImportNotes(host, f) {
			out = append(out, m.ID)
		}
		return out
	}
	if got := notes(hostOf(keeps("firefox:a"))); !slices.Equal(got, []string{"p12-root-inside"}) {
		t.Error(got)
	}
	if got := notes(hostOf(keeps("firefox:a", newer))); !slices.Equal(got, []string{"p12-older", "p12-root-inside"}) {
		t.Error(got)
	}
	host := hostOf(keeps("thunderbird:a", old))
	host.Accounts = []facts.Account{{Store: "thunderbird:a", ID: "id1", Signing: trust.Reference{Issuer: old.Issuer.Raw, Serial: old.Serial}}}
	if got := notes(host); !slices.Equal(got, []string{"upki-client-not-for-mail", "p12-root-inside"}) {
		t.Error(got)
	}

	c := a.Contents(hostOf(), f)
	if len(c) != 1 || c[0].Missing != nil || len(f.Roots()) != 1 || !slices.Equal(c[0].Purposes, []cert.Purpose{cert.Client}) {
		t.Errorf("%+v", c)
	}
	// A link that another program has completes the way, and is said to come from there.
	link, linkKey := subordinate(t, "Campus Link", root, rootKey)
	next, key = issuing{issuer: "Campus Link", person: "hanako", from: someday, root: link, key: linkKey}.issue(t)
	f = unlocked(t, pack(t, next, key))
	elsewhere := keeps("chromium")
	elsewhere.Entries = []trust.Entry{{Certificate: link}}
	if c := a.Contents(hostOf(elsewhere), f); c[0].Missing == nil || c[0].Missing.CommonName() != "Campus Root" || len(c[0].Links) != 1 || c[0].Links[0].From != "chromium" {
		t.Errorf("%+v", c)
	}
	if got := notes(hostOf(elsewhere)); !slices.Equal(got, []string{"p12-chain-completed"}) {
		t.Error(got)
	}
}

// A running program counts where something is to be changed, and only there.
func TestProposeImportWhileRunning(t *testing.T) {
	next, key := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
	f := unlocked(t, pack(t, next, key))
	info := func(id trust.StoreID) trust.Info { return keeps(id).Info }
	a := gatherer(t, trusttest.NewMemory(info("firefox:a"), trust.Entry{Certificate: next, HasKey: true}), trusttest.NewMemory(info("chromium")))
	a.Running = func(_ context.Context, i trust.Info) bool { return i.ID == "firefox:a" }
	p, host, err := a.ProposeImport(t.Context(), trust.Where{}, f, []trust.StoreID{"firefox:a", "chromium"})
	if err != nil || host == nil || len(p.Steps) != 1 || p.Steps[0].Store != "chromium" {
		t.Errorf("%+v %v", p, err)
	}
	f.Prove = true
	_, _, err = a.ProposeImport(t.Context(), trust.Where{}, f, []trust.StoreID{"firefox:a", "chromium"})
	isProblem(t, err, "p12-app-running")
	f.Prove = false
	_, _, err = a.ProposeImport(t.Context(), trust.Where{}, f, []trust.StoreID{"firefox:a"})
	isProblem(t, err, "p12-already-there")
	_, _, err = a.ProposeImport(t.Context(), trust.Where{}, f, []trust.StoreID{"opera"})
	if _, unknown := errors.AsType[*trust.UnknownStoreError](err); !unknown {
		t.Error(err)
	}
	isProblem(t, err, "store-nothing-there")
}

// A certificate that stores have already is no file: its key stays where it is.
func TestInstalled(t *testing.T) {
	a := gatherer(t)
	next, _ := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
	f := a.Installed(next)
	if f.IsFile() || f.NeedsPIN() || !f.Open() || f.Name != "hanako" || f.key(change.Step{SHA256: next.SHA256.String()}) != nil {
		t.Errorf("%+v", f)
	}
	f.Prove = true
	p, err := a.PreviewImport(hostOf(keeps("firefox:a", next)), f, []trust.StoreID{"firefox:a"})
	if err != nil || len(p.Steps) != 1 || p.Steps[0].Op != change.Prove {
		t.Errorf("%+v %v", p, err)
	}
}

// A certificate that is not good now is never called good: neither one that has ended nor one that begins later. Where a newer
// one is here, that is said instead.
func TestUntimely(t *testing.T) {
	a := gatherer(t)
	for want, from := range map[string]time.Time{"": someday.AddDate(-1, 0, 0), "p12-ended": someday.AddDate(-3, 0, 0), "p12-not-yet": someday.AddDate(1, 0, 0)} {
		x, key := issuing{issuer: "CA", person: "hanako", from: from}.issue(t)
		f := unlocked(t, pack(t, x, key))
		var notes []string
		for _, m := range a.ImportNotes(hostOf(keeps("firefox:a")), f) {
			notes = append(notes, m.ID)
		}
		if want == "" && notes != nil || want != "" && !slices.Equal(notes, []string{want}) {
			t.Errorf("%s: %q", want, notes)
		}
		why := message.For("en").Block(ContentsMessage(hostOf(), x)).Lines[0].Text
		if strings.Contains(why, "good until") != (want == "") {
			t.Errorf("%s: %q", want, why)
		}
	}
	old, key := issuing{issuer: "CA", person: "hanako", from: someday.AddDate(-3, 0, 0)}.issue(t)
	newer, _ := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
	if mm := a.ImportNotes(hostOf(keeps("firefox:a", newer)), unlocked(t, pack(t, old, key))); len(mm) != 1 || mm[0].ID != "p12-older" {
		t.Errorf("%+v", mm)
	}
}
