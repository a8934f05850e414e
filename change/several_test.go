package change

import (
	"context"
	"crypto/sha256"
	"io"
	"net"
	"slices"
	"strings"
	"testing"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/task"
	"certviewer/trust"
)

// A store that fails keeps nobody from the others: its own later steps are left out, and all of that is in the journal,
// so that the rest can be made and what was made can be undone.
func TestOtherStoresGoOn(t *testing.T) {
	b := newBench(t)
	children := 0
	b.Start = func(ctx context.Context, elevated bool, _ []trust.StoreID) (io.ReadWriteCloser, error) {
		children++
		ours, theirs := net.Pipe()
		go func() {
			defer theirs.Close()
			Child{Catalog: b.Catalog, Open: func(_ context.Context, id trust.StoreID, _ func(int) ([]byte, error)) (trust.Writer, error) {
				if id == "b" {
					return nil, trust.ErrWrongPassword
				}
				return b.shelf, nil
			}}.Serve(ctx, theirs, theirs)
		}()
		return ours, nil
	}
	var p Plan
	for i, id := range []trust.StoreID{"a", "b", "a", "b", "c"} {
		s := step(Add, root(t, string(rune('u'+i))), trust.State{}, cert.Server)
		s.Store = id
		p.Steps = append(p.Steps, s)
	}
	n, out, err := b.Apply(t.Context(), task.Talk{}, p, Of{})
	if err != nil || children != 2 {
		t.Fatalf("%d children: %v", children, err)
	}
	for i, want := range []bool{true, false, true, false, true} {
		if out[i].OK != want || (out[i].Fault != nil) != (i == 1) {
			t.Errorf("step %d: %+v", i, out[i])
		}
	}
	if out[1].Fault.Code != "p12-primary-password-wrong" || len(b.shelf.states) != 3 {
		t.Errorf("%v; the store holds %d", out[1].Fault, len(b.shelf.states))
	}
	r, err := b.Journal.Record(n)
	if err != nil || !r.Ended || r.Made() != 3 {
		t.Fatalf("%+v, %v", r, err)
	}
	rest, err := Rest(t.Context(), r, b.shelf.look)
	if err != nil || len(rest.Steps) != 2 || rest.Steps[0].SHA256 != p.Steps[1].SHA256 || rest.Steps[1].SHA256 != p.Steps[3].SHA256 {
		t.Errorf("the rest is %+v, %v", rest, err)
	}
	one := p.Steps[1].Certificate()
	b.shelf.states[one.SHA256] = state("", trust.Want{For: []cert.Purpose{cert.Server}}) // somebody does it by hand
	if rest, err = Rest(t.Context(), r, b.shelf.look); err != nil || len(rest.Steps) != 1 || rest.Steps[0].SHA256 != p.Steps[3].SHA256 {
		t.Errorf("the rest is %+v, %v", rest, err)
	}
	delete(b.shelf.states, one.SHA256)
	back, err := Undo(t.Context(), r, b.shelf.look)
	if err != nil || len(back.Steps) != 3 {
		t.Fatal(back, err)
	}
	if _, out, err := b.Apply(t.Context(), task.Talk{}, back, Of{Undoes: n}); err != nil || !out[2].OK || len(b.shelf.states) != 0 {
		t.Errorf("%+v, %v; the store holds %d", out, err, len(b.shelf.states))
	}
}

func twoStores(entries ...trust.Entry) *facts.Host {
	return &facts.Host{Computer: facts.Computer{OS: "linux", Family: "debian"}, Stores: []facts.Store{
		{Info: trust.Info{ID: "firefox:a", Scope: trust.ScopeUser, Writable: true}, Entries: entries},
		{Info: trust.Info{ID: systemStore, Scope: trust.ScopeComputer}},
		{Info: trust.Info{ID: "nss-builtin", Scope: trust.ScopeComputer}},
	}}
}

// Several requests are one plan, those for the administrator last; what is so already is left out.
func TestProposeSeveral(t *testing.T) {
	c := theCatalog(t)
	g4 := c.RootByID("digicert-trusted-root-g4").Certificate()
	x, y := root(t, "x"), root(t, "y")
	host := twoStores(trust.Entry{Certificate: y}, trust.Entry{Certificate: x, Trust: map[cert.Purpose]trust.Judgement{cert.Server: {Verdict: trust.Distrusted}}})
	p, err := Propose(host, c,
		Request{Op: Trust, Certificate: g4, Stores: []trust.StoreID{systemStore}, For: cert.Purposes},
		Request{Op: Trust, Certificate: g4, Stores: []trust.StoreID{"firefox:a"}, For: []cert.Purpose{cert.Code}},
		Request{Op: Distrust, Certificate: x, Stores: []trust.StoreID{"firefox:a"}},
		Request{Op: Remove, Certificate: y, Stores: []trust.StoreID{"firefox:a"}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range p.Steps {
		got = append(got, string(s.Op)+" "+string(s.Store))
	}
	if want := []string{"add firefox:a", "remove firefox:a", "add system"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if _, err := Propose(host, c, Request{Op: Distrust, Certificate: x, Stores: []trust.StoreID{"firefox:a"}}); problemID(err) != "change-nothing" {
		t.Errorf("blocked twice: %v", err)
	}
	if _, err := Propose(host, c, Request{Op: Distrust, Certificate: x, Stores: []trust.StoreID{"nss-builtin"}}); problemID(err) != "change-built-in" {
		t.Errorf("what comes with the programs is changed: %v", err)
	}
	if _, err := Propose(host, c, Request{Op: Remove, Certificate: y, Stores: []trust.StoreID{"firefox:a"}},
		Request{Op: Trust, Certificate: x, Stores: []trust.StoreID{"firefox:a"}}); problemID(err) != "root-paste-fingerprint" {
		t.Errorf("one of two is refused: %v", err)
	}
}

// What the system's tools leave out on purpose is not in the bundle: the reading side sees no more than that. It can be
// added all the same, and left out again.
func TestLeftOutOfTheBundle(t *testing.T) {
	b := newBench(t)
	x := root(t, "x")
	out := trust.State{Native: "!", Trust: map[cert.Purpose]trust.Judgement{cert.Server: {Verdict: trust.Distrusted}}}
	if seenState(out) != seenState(trust.State{}) {
		t.Fatal("the two sides see different things")
	}
	s := step(Distrust, x, trust.State{})
	s.Store, s.NeedsAdmin = systemStore, true
	if !asked(s, out) || asked(s, state("x", trust.Want{For: cert.Purposes})) {
		t.Error("what was read back is not what was asked for")
	}
	b.shelf.states[x.SHA256] = out
	s = step(Add, x, trust.State{}, cert.Purposes...)
	s.Store, s.NeedsAdmin = systemStore, true
	if _, made, err := b.Apply(t.Context(), task.Talk{}, Plan{Steps: []Step{s}}, Of{}); err != nil || !made[0].OK {
		t.Fatal(made, err)
	}
	r, _ := b.Journal.Record(1)
	back, err := Undo(t.Context(), r, b.shelf.look)
	if err != nil || back.Steps[0].Before.Native != "!" {
		t.Fatal(back, err)
	}
	if _, made, err := b.Apply(t.Context(), task.Talk{}, back, Of{Undoes: 1}); err != nil || !made[0].OK {
		t.Error(made, err)
	}
}

// What a face offers is what Propose accepts.
func TestWhatCanBeAskedFor(t *testing.T) {
	c := theCatalog(t)
	host := twoStores()
	for i, want := range []bool{true, true, false} {
		if got := Changes(host, host.Stores[i].Info); got != want {
			t.Errorf("%s can be changed: %v", host.Stores[i].ID, got)
		}
	}
	if host.Computer.Family = "other"; Changes(host, host.Stores[1].Info) {
		t.Error("the bundle of an unknown system can be changed")
	}
	host.Computer.Family = "debian"
	nss, bundle := host.Stores[0].Info, host.Stores[1].Info
	if got := Expresses(nss, cert.Purposes); slices.Contains(got, cert.Timestamp) || len(got) != 4 {
		t.Errorf("NSS: %v", got)
	}
	if got := Expresses(bundle, []cert.Purpose{cert.Server}); !slices.Equal(got, cert.Purposes) || len(Expresses(bundle, nil)) > 0 {
		t.Errorf("the bundle: %v", got)
	}
	for name, tt := range map[string]struct {
		x               *cert.Certificate
		possible, usual int
		limit           string
	}{
		"nobody knows it":    {root(t, "x"), 5, 1, ""},
		"of the catalogue":   {c.RootByID("digicert-trusted-root-g4").Certificate(), 5, 4, ""},
		"for mail only":      {c.RootByID("verisign-class3-pca-g3").Certificate(), 1, 1, "root-mail-only"},
		"not offered at all": {c.RootByID("verisign-class3-pca-g5").Certificate(), 0, 0, "root-mail-only"},
		"not whole":          {cert.Parse([]byte{0x30, 0x80}), 0, 0, ""},
	} {
		possible, usual := Offer(c, tt.x)
		if len(possible) != tt.possible || len(usual) != tt.usual {
			t.Errorf("%s: %v, %v", name, possible, usual)
		}
		if limit, ok := Limit(c, tt.x); ok != (tt.limit != "") || limit.ID != tt.limit {
			t.Errorf("%s: %q", name, limit.ID)
		}
		for _, s := range []trust.Info{nss, bundle} {
			want := Expresses(s, usual)
			if s.ID == systemStore && tt.limit != "" || len(want) == 0 {
				continue
			}
			if _, err := Propose(host, c, Request{Op: Trust, Certificate: tt.x, Stores: []trust.StoreID{s.ID}, For: want, Fingerprint: tt.x.SHA256.String()}); err != nil {
				t.Errorf("%s in %s: %v", name, s.ID, err)
			}
		}
	}
	key, admin := trust.Entry{HasKey: true}, trust.Entry{Origin: trust.Admin}
	if MayRemove(nss, key) || !MayRemove(nss, trust.Entry{}) || MayRemove(bundle, trust.Entry{Origin: trust.Distribution}) || !MayRemove(bundle, admin) {
		t.Error("removal")
	}
	if MayBlock(bundle, admin) || !MayBlock(bundle, trust.Entry{Origin: trust.Distribution}) || !MayBlock(nss, key) ||
		MayBlock(nss, trust.Entry{Trust: map[cert.Purpose]trust.Judgement{cert.Server: {Verdict: trust.Distrusted}}}) {
		t.Error("blocking")
	}
}

// A fingerprint counts however it was written, and only whole.
func TestVouched(t *testing.T) {
	c, x := theCatalog(t), root(t, "x")
	fp := x.SHA256.String()
	var colons []string
	for i := 0; i < len(fp); i += 2 {
		colons = append(colons, fp[i:i+2])
	}
	for _, good := range []string{fp, strings.ToUpper(fp), strings.Join(colons, ":"), " " + strings.Join(colons, "\u3000") + "\n",
		"sha256 Fingerprint=" + strings.ToUpper(strings.Join(colons, ":")), "SHA-256：" + fp, "0x" + fp} {
		if err := Vouched(c, x, good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for bad, want := range map[string]string{"": "root-paste-fingerprint", " \t": "root-paste-fingerprint", fp[:63]: "root-fingerprint-differs",
		fp + "0": "root-fingerprint-differs", x.CheckCode(): "root-fingerprint-differs", x.SHA1Hex(): "root-fingerprint-differs",
		"SHA-1 " + fp: "root-fingerprint-differs", "rubbish": "root-fingerprint-differs"} {
		if err := Vouched(c, x, bad); problemID(err) != want {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if Vouched(c, c.RootByID("digicert-trusted-root-g4").Certificate(), "") != nil {
		t.Error("a public root needs a fingerprint")
	}
}

// A certificate that has its private key is not removed as a root is: that is told before a plan is shown, not by the child.
func TestProposeLeavesKeys(t *testing.T) {
	c, x := theCatalog(t), root(t, "x")
	host := &facts.Host{Computer: facts.Computer{OS: "linux"}}
	host.Stores = []facts.Store{{Info: trust.Info{ID: "firefox:a", Application: "firefox", Scope: trust.ScopeUser, Writable: true}, Entries: []trust.Entry{{Certificate: x, HasKey: true}}}}
	ask := Request{Op: Remove, Certificate: x, Stores: []trust.StoreID{"firefox:a"}}
	if _, err := Propose(host, c, ask); problemID(err) != "change-has-key" {
		t.Error(err)
	}
	host.Stores[0].Entries[0].HasKey = false
	if p, err := Propose(host, c, ask); err != nil || len(p.Steps) != 1 {
		t.Errorf("%+v, %v", p, err)
	}
}

// Trust in a key that everybody has is ended for good: nobody is promised that it can be taken back, and a plan for that is refused.
func TestEndsKnownBad(t *testing.T) {
	c, x := *theCatalog(t), root(t, "x")
	for op, want := range map[Op]bool{Distrust: true, Remove: true, Prove: false} {
		p := Plan{Steps: []Step{step(op, x, trust.State{})}}
		if p.EndsKnownBad(&c) {
			t.Errorf("%s of any certificate", op)
		}
		leaked := c
		leaked.Bad = []catalog.Bad{{Name: "leaked", SPKI: sha256.Sum256(x.SPKI)}}
		if p.EndsKnownBad(&leaked) != want {
			t.Errorf("%s: %v", op, !want)
		}
		back := step(Restore, x, trust.State{})
		trusted := state("x", trust.Want{For: []cert.Purpose{cert.Email}})
		back.Of, back.Before = op, &trusted
		if err := (Plan{Steps: []Step{back}}).Check(&leaked); problemID(err) != "root-known-bad" {
			t.Errorf("back to trust: %v", err)
		}
	}
}

// What the system's bundle would not do is told before a plan is shown, and before an administrator is asked.
func TestProposeSystemsOwn(t *testing.T) {
	c, x := theCatalog(t), root(t, "x")
	for _, test := range []struct {
		family string
		op     Op
		origin trust.Origin
		want   string
	}{
		{"debian", Remove, trust.Distribution, "change-shipped"},
		{"fedora", Remove, trust.Distribution, "change-shipped"},
		{"debian", Remove, trust.Admin, ""},
		{"debian", Distrust, trust.Admin, "change-added"},
		{"fedora", Distrust, trust.Admin, ""},
		{"debian", Distrust, trust.Distribution, ""},
	} {
		host := &facts.Host{Computer: facts.Computer{OS: "linux", Family: test.family}, Stores: []facts.Store{{
			Info:    trust.Info{ID: "system", Scope: trust.ScopeComputer},
			Entries: []trust.Entry{{Certificate: x, Origin: test.origin}},
		}}}
		p, err := Propose(host, c, Request{Op: test.op, Certificate: x, Stores: []trust.StoreID{"system"}})
		if problemID(err) != test.want || (err == nil) != (len(p.Steps) == 1) {
			t.Errorf("%+v: %+v, %v", test, p, err)
		}
	}
}
