package change

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// A ring is a shelf that holds private keys too, whose program's one account names a certificate.
type ring struct {
	*shelf
	keys    map[cert.Fingerprint][]byte
	names   string // the certificate that the account names
	dud     bool   // keys that come in do not work
	stays   bool   // keys are not given out
	created bool
}

func (r *ring) State(ctx context.Context, x *cert.Certificate) (trust.State, error) {
	s, err := r.shelf.State(ctx, x)
	s.HasKey = r.keys[x.SHA256] != nil
	return s, err
}

func (r *ring) AddIdentity(_ context.Context, x *cert.Certificate, key []byte, name string) error {
	r.keys[x.SHA256] = bytes.Clone(key)
	return r.put(x, state(name, trust.Want{}), "import")
}

func (r *ring) Prove(_ context.Context, x *cert.Certificate) error {
	if r.dud {
		return fmt.Errorf("%w: the signature does not fit", trust.ErrNotProven)
	}
	return nil
}

func (r *ring) Key(_ context.Context, x *cert.Certificate) ([]byte, error) {
	if r.stays {
		return nil, trust.ErrKeyStays
	}
	return bytes.Clone(r.keys[x.SHA256]), nil
}

func (r *ring) RemoveIdentity(_ context.Context, x *cert.Certificate) error {
	delete(r.keys, x.SHA256)
	return r.put(x, trust.State{}, "remove-identity")
}

func (r *ring) AccountState(_ context.Context, account string) (trust.State, error) {
	if account != "id1" {
		return trust.State{}, trust.ErrNoAccount
	}
	return trust.State{Present: true, Native: r.names, Exact: fmt.Appendf(nil, "%q", r.names)}, nil
}

func (r *ring) Appoint(_ context.Context, _ string, x *cert.Certificate) error {
	r.names = x.SHA256.String()
	return nil
}

func (r *ring) RestoreAccount(_ context.Context, _ string, before trust.State) error {
	r.names = before.Native
	return nil
}

func (r *ring) look(ctx context.Context, s Step) (trust.State, error) {
	switch {
	case s.Op == Create:
		return trust.State{Present: r.created}, nil
	case s.what() == Prefs:
		st, err := r.AccountState(ctx, s.Account)
		st.Exact = nil
		return st, err
	}
	return r.State(ctx, s.Certificate())
}

func newRing(t *testing.T) (*bench, *ring) {
	b := newBench(t)
	r := &ring{shelf: b.shelf, keys: map[cert.Fingerprint][]byte{}, names: "old", created: true}
	b.open = func(trust.StoreID) (trust.Writer, error) {
		if !r.created {
			return nil, trust.ErrAbsent
		}
		return r, nil
	}
	b.create = func(context.Context, trust.StoreID) error {
		r.created = true
		return nil
	}
	return b, r
}

var secretKey = []byte("the very secret key 0123456789")

// An import makes the database, brings the key, names the certificate in the account, and all of it is taken back. The key is
// in nothing that is written down.
func TestImportAndUndo(t *testing.T) {
	b, r := newRing(t)
	r.created = false
	x := root(t, "person")
	b.Key = func(s Step) []byte { return bytes.Clone(secretKey) }
	named := step(Prefs, x, trust.State{Present: true, Native: "old"})
	named.Account = "id1"
	p := Plan{Steps: []Step{create("nssdb:/x"), step(Import, x, trust.State{}), named}}
	_, out, err := b.Apply(t.Context(), task.Talk{}, p, Of{})
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range out {
		if !o.OK {
			t.Fatalf("step %d: %v", i, o.Fault)
		}
	}
	if string(r.keys[x.SHA256]) != string(secretKey) || r.names != x.SHA256.String() {
		t.Errorf("%q, %s", r.keys, r.names)
	}
	files, _ := filepath.Glob(filepath.Join(b.Journal.Dir, "*"))
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(text, secretKey) || bytes.Contains(text, []byte("dGhlIHZlcnkgc2VjcmV0")) {
			t.Errorf("the key is in %s", f)
		}
	}
	rec, err := b.Journal.Record(1)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Undo(t.Context(), rec, r.look)
	if err != nil || len(back.Steps) != 2 || back.Check(b.Catalog) != nil {
		t.Fatal(back, err)
	}
	if _, out, err = b.Apply(t.Context(), task.Talk{}, back, Of{Undoes: 1}); err != nil || !out[0].OK || !out[1].OK {
		t.Fatal(out, err)
	}
	if len(r.keys)+len(r.states) != 0 || r.names != "old" {
		t.Errorf("left behind: %v %v %s", r.keys, r.states, r.names)
	}
}

func TestImportNeedsItsKey(t *testing.T) {
	b, r := newRing(t)
	x := root(t, "person")
	_, out, err := b.Apply(t.Context(), task.Talk{}, Plan{Steps: []Step{step(Import, x, trust.State{})}}, Of{})
	if err != nil || out[0].OK || out[0].Fault.Code != "p12-import-anew" || len(r.states) != 0 {
		t.Errorf("%+v %v %v", out, r.states, err)
	}
	rec, _ := b.Journal.Record(1)
	if _, err := Rest(t.Context(), rec, r.look); problemID(err) != "p12-import-anew" {
		t.Error(err)
	}
}

// What is stored and does not work is told, stays, and can be taken back.
func TestImportNotProven(t *testing.T) {
	b, r := newRing(t)
	r.dud = true
	b.Key = func(s Step) []byte { return bytes.Clone(secretKey) }
	x := root(t, "person")
	_, out, err := b.Apply(t.Context(), task.Talk{}, Plan{Steps: []Step{step(Import, x, trust.State{})}}, Of{})
	if err != nil || out[0].OK || out[0].Fault.Code != "p12-not-proven" || out[0].Seen == nil {
		t.Fatalf("%+v %v", out, err)
	}
	rec, _ := b.Journal.Record(1)
	back, err := Undo(t.Context(), rec, r.look)
	if err != nil {
		t.Fatal(err)
	}
	if _, out, err = b.Apply(t.Context(), task.Talk{}, back, Of{Undoes: 1}); err != nil || !out[0].OK || len(r.keys) != 0 {
		t.Error(out, err, r.keys)
	}
}

// A private key leaves once its backup is safe, and not otherwise.
func TestRemovalKeepsABackup(t *testing.T) {
	broken := errors.New("no space")
	full := &message.Problem{What: message.M("backup-failed", "file", "old.p12"), Cause: broken}
	for _, tt := range []struct {
		name   string
		backup func(context.Context, Step, []byte) error
		stays  bool
		code   string
	}{
		{"backed up", func(_ context.Context, _ Step, key []byte) error {
			if string(key) != string(secretKey) {
				return fmt.Errorf("key %q", key)
			}
			return nil
		}, false, ""},
		{"nobody to keep it", nil, false, "change-has-key"},
		{"backup fails", func(context.Context, Step, []byte) error { return broken }, false, "unexpected"},
		{"disk full", func(context.Context, Step, []byte) error { return full }, false, "backup-failed"},
		{"key stays", func(_ context.Context, _ Step, key []byte) error {
			if key == nil {
				return trust.ErrKeyStays
			}
			return nil
		}, true, "swap-key-not-exportable"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, r := newRing(t)
			x := root(t, "person")
			r.stays, r.keys[x.SHA256], r.states[x.SHA256] = tt.stays, bytes.Clone(secretKey), state("n", trust.Want{})
			b.Backup = tt.backup
			before, _ := r.State(t.Context(), x)
			s := step(Remove, x, before)
			s.Key = true
			_, out, err := b.Apply(t.Context(), task.Talk{}, Plan{Steps: []Step{s}}, Of{})
			if err != nil {
				t.Fatal(err)
			}
			if tt.code == "" {
				if !out[0].OK || len(r.keys) != 0 {
					t.Fatalf("%+v %v", out[0], r.keys)
				}
				rec, _ := b.Journal.Record(1)
				if _, err := Undo(t.Context(), rec, r.look); problemID(err) != "undo-no-key" {
					t.Error(err)
				}
				return
			}
			if out[0].OK || out[0].Fault.Code != tt.code || len(r.keys) != 1 || len(r.states) != 1 {
				t.Errorf("%+v, keys %d", out[0].Fault, len(r.keys))
			}
			if named := out[0].Fault.File; (named == "old.p12") != (tt.code == "backup-failed") {
				t.Errorf("the fault names %q", named)
			}
			rec, _ := b.Journal.Record(1)
			if _, err := Rest(t.Context(), rec, r.look); problemID(err) != "swap-anew" {
				t.Errorf("the history would go on: %v", err)
			}
		})
	}
}

// A plan whose steps go beyond their operation is refused, whoever wrote it.
func TestIdentityPlansRefused(t *testing.T) {
	c := theCatalog(t)
	x := root(t, "x")
	for name, change := range map[string]func(*Step){
		"import with trust":          func(s *Step) { s.For = []cert.Purpose{cert.Server} },
		"import takes a key away":    func(s *Step) { s.Key = true },
		"an account, and an import":  func(s *Step) { s.Account = "id1" },
		"of something":               func(s *Step) { s.Of = Add },
		"create of a certificate":    func(s *Step) { s.Op = Create },
		"trust takes a key away":     func(s *Step) { s.Op, s.Key = Trust, true },
		"an administrator's removal": func(s *Step) { s.Op, s.Key, s.NeedsAdmin = Remove, true, true },
		"restore of nothing known":   func(s *Step) { s.Op, s.Before = Restore, &trust.State{} },
	} {
		s := step(Import, x, trust.State{})
		if err := (Plan{Steps: []Step{s}}).Check(c); err != nil {
			t.Fatal(err)
		}
		change(&s)
		if err := (Plan{Steps: []Step{s}}).Check(c); problemID(err) != "plan-malformed" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What an import needs besides its certificate is found in its file and in other stores, and no root comes along.
func TestProposeImport(t *testing.T) {
	top, link, leaf := chain(t)
	host := &facts.Host{Computer: facts.Computer{OS: "linux"}, Stores: []facts.Store{
		{Info: trust.Info{ID: "firefox:a", Scope: trust.ScopeUser, Application: "firefox", Writable: true}},
		{Info: trust.Info{ID: "chromium", Scope: trust.ScopeUser, Application: "chromium", Writable: true}, Entries: []trust.Entry{{Certificate: link}, {Certificate: top}}},
	}, Absent: []trust.Info{{ID: "thunderbird:b", Scope: trust.ScopeUser, Application: "thunderbird", Writable: true}}}
	id := Identity{Certificate: leaf, With: []*cert.Certificate{top}}
	if ll := id.Links(host); len(ll) != 1 || ll[0].Certificate.SHA256 != link.SHA256 || ll[0].From != "chromium" {
		t.Errorf("%+v", ll)
	}
	p, err := ProposeImport(host, theCatalog(t), []Identity{id}, []trust.StoreID{"firefox:a", "chromium", "thunderbird:b"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range p.Steps {
		got = append(got, fmt.Sprintf("%s %s", s.Op, s.Store))
	}
	want := "import firefox:a, add firefox:a, import chromium, create thunderbird:b, import thunderbird:b, add thunderbird:b"
	if strings.Join(got, ", ") != want {
		t.Errorf("%s, want %s", got, want)
	}
	host.Stores[0].Entries = []trust.Entry{{Certificate: leaf, HasKey: true}}
	if _, err := ProposeImport(host, theCatalog(t), []Identity{id}, []trust.StoreID{"firefox:a"}); problemID(err) != "p12-already-there" {
		t.Error(err)
	}
	if _, err := ProposeImport(host, theCatalog(t), []Identity{id}, []trust.StoreID{"firefox:b"}); problemID(err) != "store-nothing-there" {
		t.Error(err)
	}
}

// A link leaves with the last certificate that needs it, and never one that somebody trusts.
func TestProposeRemoval(t *testing.T) {
	top, link, leaf := chain(t)
	st := facts.Store{Info: trust.Info{ID: "chromium", Scope: trust.ScopeUser, Writable: true}, Entries: []trust.Entry{
		{Certificate: leaf, HasKey: true}, {Certificate: link}, {Certificate: top},
	}}
	host := &facts.Host{Computer: facts.Computer{OS: "linux"}, Stores: []facts.Store{st}}
	r := Removal{Certificate: leaf, Stores: []trust.StoreID{"chromium"}, Links: true}
	p, err := ProposeRemoval(host, theCatalog(t), r)
	if err != nil || len(p.Steps) != 2 || !p.Steps[0].Key || p.Steps[1].Key || p.Steps[1].SHA256 != link.SHA256.String() {
		t.Fatalf("%+v %v", p, err)
	}
	host.Stores[0].Entries[1].Trust = map[cert.Purpose]trust.Judgement{cert.Server: {Verdict: trust.Trusted}}
	if p, err = ProposeRemoval(host, theCatalog(t), r); err != nil || len(p.Steps) != 1 {
		t.Errorf("a trusted link leaves: %+v %v", p, err)
	}
	host.Stores[0].Entries = slices.Delete(host.Stores[0].Entries, 0, 1)
	if _, err := ProposeRemoval(host, theCatalog(t), r); problemID(err) != "change-nothing" {
		t.Error(err)
	}
}
