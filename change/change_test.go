package change

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// shelf is a store in memory that tests can look into.
type shelf struct {
	mu     sync.Mutex
	states map[cert.Fingerprint]trust.State
	die    func(op string, when string) // called in the middle of things
	fail   error
}

func newShelf() *shelf { return &shelf{states: map[cert.Fingerprint]trust.State{}} }

func native(w trust.Want) string {
	if w.Distrust {
		return "p,p,p"
	}
	return fmt.Sprint(w.For)
}

func state(name string, w trust.Want) trust.State {
	s := trust.State{Present: true, Name: name, Native: native(w), Trust: map[cert.Purpose]trust.Judgement{}}
	for _, p := range cert.Purposes {
		switch {
		case w.Distrust:
			s.Trust[p] = trust.Judgement{Verdict: trust.Distrusted, How: trust.Explicit}
		case slices.Contains(w.For, p):
			s.Trust[p] = trust.Judgement{Verdict: trust.Trusted, How: trust.Explicit}
		}
	}
	return s
}

func (s *shelf) at(op, when string) {
	if s.die != nil {
		s.die(op, when)
	}
}

func (s *shelf) put(x *cert.Certificate, st trust.State, op string) error {
	if s.fail != nil {
		return s.fail
	}
	s.at(op, "before")
	s.mu.Lock()
	if st.Present {
		s.states[x.SHA256] = st
	} else {
		delete(s.states, x.SHA256)
	}
	s.mu.Unlock()
	s.at(op, "after")
	return nil
}

func (s *shelf) State(_ context.Context, x *cert.Certificate) (trust.State, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.states[x.SHA256], nil
}
func (s *shelf) Add(_ context.Context, x *cert.Certificate, name string, w trust.Want) error {
	return s.put(x, state(name, w), "add")
}
func (s *shelf) SetTrust(_ context.Context, x *cert.Certificate, w trust.Want) error {
	return s.put(x, state("", w), "trust")
}
func (s *shelf) Remove(_ context.Context, x *cert.Certificate) error {
	return s.put(x, trust.State{}, "remove")
}
func (s *shelf) Restore(_ context.Context, x *cert.Certificate, before trust.State) error {
	return s.put(x, before, "restore")
}
func (s *shelf) Close() error { return nil }

func (s *shelf) look(_ context.Context, step Step) (trust.State, error) {
	if step.Op == Create {
		return trust.State{Present: true}, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.states[step.Certificate().SHA256], nil
}

func (s *shelf) copy() map[cert.Fingerprint]trust.State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.states)
}

// root makes a root certificate of its own.
func root(t testing.TB, name string) *cert.Certificate {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	n := pkix.Name{CommonName: name}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: n, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, k.Public(), k)
	if err != nil {
		t.Fatal(err)
	}
	return cert.Parse(der)
}

// chain makes a root, a CA below it, and a person's certificate.
func chain(t testing.TB) (top, link, leaf *cert.Certificate) {
	t.Helper()
	var parent *x509.Certificate
	var by *ecdsa.PrivateKey
	for i, at := range []**cert.Certificate{&top, &link, &leaf} {
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		tmpl := &x509.Certificate{SerialNumber: big.NewInt(int64(i + 1)), Subject: pkix.Name{CommonName: fmt.Sprint("level ", i)}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: i < 2, BasicConstraintsValid: true}
		if parent == nil {
			parent, by = tmpl, k
		}
		der, err := x509.CreateCertificate(rand.Reader, tmpl, parent, k.Public(), by)
		if err != nil {
			t.Fatal(err)
		}
		*at = cert.Parse(der)
		parent, by = (*at).X509(), k
	}
	return top, link, leaf
}

func theCatalog(t testing.TB) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// bench is a parent with a child in another goroutine.
type bench struct {
	Applier
	shelf *shelf
	cut   func(conn net.Conn) io.ReadWriteCloser // puts something between the two
	seen  []string                               // what the opener was asked for

	open   func(trust.StoreID) (trust.Writer, error) // nil: the shelf
	create func(context.Context, trust.StoreID) error
}

func newBench(t testing.TB) *bench {
	b := &bench{shelf: newShelf()}
	b.Applier = Applier{Journal: Journal{filepath.Join(t.TempDir(), "journal"), lockOnce()}, Catalog: theCatalog(t), Now: time.Now, Version: "test"}
	b.Start = func(ctx context.Context, elevated bool, _ []trust.StoreID) (io.ReadWriteCloser, error) {
		ours, theirs := net.Pipe()
		go func() {
			defer theirs.Close()
			Child{Catalog: b.Catalog, Elevated: elevated, Create: b.create, Open: func(_ context.Context, id trust.StoreID, _ func(int) ([]byte, error)) (trust.Writer, error) {
				b.seen = append(b.seen, string(id))
				if b.open != nil {
					return b.open(id)
				}
				return b.shelf, nil
			}}.Serve(ctx, theirs, theirs)
		}()
		if b.cut != nil {
			return b.cut(ours), nil
		}
		return ours, nil
	}
	return b
}

// lockOnce is a lock among the parents of one test.
func lockOnce() func(string) (func(), bool, error) {
	var mu sync.Mutex
	return func(string) (func(), bool, error) {
		if !mu.TryLock() {
			return nil, true, errors.New("locked")
		}
		return mu.Unlock, false, nil
	}
}

func step(op Op, x *cert.Certificate, before trust.State, pp ...cert.Purpose) Step {
	return Step{Op: op, Store: "nssdb:/x", SHA256: x.SHA256.String(), DER: x.Raw, Name: "n", For: pp, Expect: seenState(before)}
}

func TestApplyAndUndo(t *testing.T) {
	b := newBench(t)
	x, y := root(t, "x"), root(t, "y")
	b.shelf.states[y.SHA256] = state("y", trust.Want{For: []cert.Purpose{cert.Email}})
	first := b.shelf.copy()
	p := Plan{Steps: []Step{
		step(Add, x, trust.State{}, cert.Server, cert.Email),
		step(Distrust, y, first[y.SHA256]),
		step(Remove, x, state("n", trust.Want{For: []cert.Purpose{cert.Server, cert.Email}})),
	}}
	n, out, err := b.Apply(t.Context(), task.Talk{}, p, Of{})
	if err != nil || n != 1 || len(out) != 3 {
		t.Fatal(n, out, err)
	}
	for i, o := range out {
		if !o.OK {
			t.Errorf("step %d: %v", i, o.Fault)
		}
	}
	if s := b.shelf.states[y.SHA256]; s.Native != "p,p,p" || len(b.shelf.states) != 1 {
		t.Errorf("%v", b.shelf.states)
	}
	r, err := b.Journal.Record(1)
	if err != nil || !r.Whole() || !r.Ended {
		t.Fatal(r, err)
	}
	back, err := Undo(t.Context(), r, b.shelf.look)
	if err != nil {
		t.Fatal(err)
	}
	if _, out, err = b.Apply(t.Context(), task.Talk{}, back, Of{Undoes: 1}); err != nil || !out[len(out)-1].OK {
		t.Fatal(out, err)
	}
	if got := b.shelf.copy(); fmt.Sprint(got) != fmt.Sprint(first) {
		t.Errorf("after undo %v, before %v", got, first)
	}
	all, err := b.Journal.Records()
	if err != nil || len(all) != 2 || all[0].UndoneBy != 2 {
		t.Errorf("%+v, %v", all, err)
	}
	if _, err := Undo(t.Context(), all[0], b.shelf.look); problemID(err) != "undo-already" {
		t.Errorf("undone twice: %v", err)
	}
}

func problemID(err error) string {
	if p, ok := errors.AsType[*message.Problem](err); ok {
		return p.What.ID
	}
	if err == nil {
		return ""
	}
	return "no problem: " + err.Error()
}

func TestStoreMovedOn(t *testing.T) {
	b := newBench(t)
	x, y := root(t, "x"), root(t, "y")
	p := Plan{Steps: []Step{step(Add, x, trust.State{}, cert.Server), step(Trust, y, state("", trust.Want{}), cert.Server)}}
	_, out, err := b.Apply(t.Context(), task.Talk{}, p, Of{})
	if err != nil || !out[0].OK || out[1].OK || out[1].Fault.Code != "change-store-moved" {
		t.Fatal(out, err)
	}
	if _, there := b.shelf.states[y.SHA256]; there {
		t.Error("the step was made all the same")
	}
	r, _ := b.Journal.Record(1)
	b.shelf.states[x.SHA256] = state("", trust.Want{Distrust: true}) // somebody else's change
	if _, err := Undo(t.Context(), r, b.shelf.look); problemID(err) != "undo-moved-on" {
		t.Errorf("undo of what moved on: %v", err)
	}
}

// Plans that nobody may make are refused by the parent, and by a child that is given them all the same.
func TestRefused(t *testing.T) {
	c := theCatalog(t)
	x := root(t, "x")
	g3 := c.RootByID("verisign-class3-pca-g3").Certificate()
	good := step(Add, x, trust.State{}, cert.Server)
	edit := func(f func(*Step)) Plan { s := good; f(&s); return Plan{Steps: []Step{s}} }
	for name, test := range map[string]struct {
		plan Plan
		want string
	}{
		"no steps":               {Plan{}, "plan-malformed"},
		"too many steps":         {Plan{Steps: make([]Step, maxSteps+1)}, "plan-malformed"},
		"another operation":      {edit(func(s *Step) { s.Op = "format" }), "plan-malformed"},
		"no store":               {edit(func(s *Step) { s.Store = "" }), "plan-malformed"},
		"another certificate":    {edit(func(s *Step) { s.SHA256 = strings.Repeat("0", 64) }), "plan-malformed"},
		"no certificate":         {edit(func(s *Step) { s.DER = nil }), "plan-malformed"},
		"trailing bytes":         {edit(func(s *Step) { s.DER = append(slices.Clone(s.DER), 0) }), "plan-malformed"},
		"unknown purpose":        {edit(func(s *Step) { s.For = []cert.Purpose{"everything"} }), "plan-malformed"},
		"a state without reason": {edit(func(s *Step) { s.Before = &trust.State{} }), "plan-malformed"},
		"removal with purposes":  {edit(func(s *Step) { s.Op = Remove }), "plan-malformed"},
		"G3 for servers":         {Plan{Steps: []Step{step(Add, g3, trust.State{}, cert.Email, cert.Server)}}, "root-mail-only"},
		"G3 for mail":            {Plan{Steps: []Step{step(Add, g3, trust.State{}, cert.Email)}}, ""},
		"good":                   {edit(func(*Step) {}), ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := problemID(unwrapAll(test.plan.Check(c))); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			b := newBench(t)
			if _, _, err := b.Apply(t.Context(), task.Talk{}, test.plan, Of{}); (err == nil) != (test.want == "") {
				t.Errorf("apply: %v", err)
			}
			if test.want == "" {
				return
			}
			if _, err := os.Stat(b.Journal.Dir); err == nil {
				t.Error("a refused plan left a journal")
			}
			// A child that is given the plan directly makes nothing of it and opens nothing.
			conn, _ := b.Start(t.Context(), false, nil)
			defer conn.Close()
			l := newLine(conn, conn)
			go l.say(hello{test.plan})
			var r report
			if err := l.hear(&r); err != nil || r.Fault == nil || r.Fault.Code != test.want {
				t.Errorf("the child said %+v, %v", r, err)
			}
			if len(b.seen) > 0 {
				t.Errorf("the child opened %v", b.seen)
			}
		})
	}
}

// unwrapAll finds the problem below the number of its step.
func unwrapAll(err error) error {
	if p, ok := errors.AsType[*message.Problem](err); ok {
		return p
	}
	return err
}

// A child with administrator's rights makes administrator's steps in the system's bundle and no others; a child without
// makes none of those.
func TestElevation(t *testing.T) {
	x := root(t, "x")
	for name, test := range map[string]struct {
		store           trust.StoreID
		needs, elevated bool
		ok              bool
	}{
		"user":                        {"nssdb:/x", false, false, true},
		"administrator":               {"system", true, true, true},
		"a user's step, elevated":     {"nssdb:/x", false, true, false},
		"another store, elevated":     {"nssdb:/x", true, true, false},
		"an administrator's, by user": {"system", true, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			start := b.Start
			b.Start = func(ctx context.Context, _ bool, _ []trust.StoreID) (io.ReadWriteCloser, error) {
				return start(ctx, test.elevated, nil)
			}
			s := step(Add, x, trust.State{}, cert.Server)
			s.Store, s.NeedsAdmin = test.store, test.needs
			_, out, err := b.Apply(t.Context(), task.Talk{}, Plan{Steps: []Step{s}}, Of{})
			if err != nil || out[0].OK != test.ok {
				t.Fatal(out, err)
			}
			if !test.ok && len(b.seen) > 0 {
				t.Errorf("the child opened %v", b.seen)
			}
		})
	}
}

func TestOneAtATime(t *testing.T) {
	b := newBench(t)
	unlock, err := b.Journal.lock()
	if err != nil {
		t.Fatal(err)
	}
	p := Plan{Steps: []Step{step(Add, root(t, "x"), trust.State{}, cert.Server)}}
	if _, _, err := b.Apply(t.Context(), task.Talk{}, p, Of{}); problemID(err) != "other-certviewer-busy" {
		t.Errorf("two at once: %v", err)
	}
	unlock()
	if _, _, err := b.Apply(t.Context(), task.Talk{}, p, Of{}); err != nil {
		t.Error(err)
	}
}
