package change

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// lists is a Windows whose lists are empty.
func lists() *facts.Host {
	h := &facts.Host{Computer: facts.Computer{OS: "windows"}}
	for _, id := range []trust.StoreID{"user/Root", "user/CA", "user/MY", "user/Disallowed", "machine/Root", "machine/MY", "machine/Disallowed", "machine/AuthRoot", "firefox:a"} {
		s := facts.Store{Info: trust.Info{ID: id, Scope: trust.ScopeUser, Writable: true}}
		if windowsList(id) != "" && id[0] == 'm' {
			s.Scope = trust.ScopeComputer
		}
		h.Stores = append(h.Stores, s)
	}
	return h
}

// TestWindowsAbilities: what can be asked for of Windows' lists.
func TestWindowsAbilities(t *testing.T) {
	h := lists()
	var changes, keys, roots []trust.StoreID
	for _, s := range h.Stores {
		if Changes(h, s.Info) {
			changes = append(changes, s.ID)
		}
		if TakesKeys(h, s.Info) {
			keys = append(keys, s.ID)
		}
		if windowsList(s.ID) != "" && len(Expresses(s.Info, cert.Purposes)) == len(cert.Purposes) {
			roots = append(roots, s.ID)
		}
	}
	if want := []trust.StoreID{"user/Root", "user/CA", "user/MY", "user/Disallowed", "machine/Root", "machine/MY", "machine/Disallowed"}; !slices.Equal(changes, want) {
		t.Errorf("can be changed: %v", changes) // Firefox's is read here, and not written
	}
	if want := []trust.StoreID{"user/MY"}; !slices.Equal(keys, want) {
		t.Errorf("take keys: %v", keys)
	}
	if want := []trust.StoreID{"user/Root", "machine/Root"}; !slices.Equal(roots, want) {
		t.Errorf("trust: %v", roots)
	}
	firefox := trust.Info{ID: "firefox:a", Scope: trust.ScopeUser, Application: "firefox"}
	if !ByHand(h, firefox) || ByHand(&facts.Host{Computer: facts.Computer{OS: "linux"}}, firefox) || ByHand(h, trust.Info{ID: "user/MY", Scope: trust.ScopeUser}) {
		t.Error("what is changed by hand")
	}
	if !HoldsKeys(firefox) || !HoldsKeys(trust.Info{ID: "user/MY"}) || HoldsKeys(trust.Info{ID: "user/Root"}) {
		t.Error("what holds keys at all")
	}
	if got := Expresses(h.Stores[0].Info, []cert.Purpose{cert.Timestamp}); !slices.Equal(got, []cert.Purpose{cert.Timestamp}) {
		t.Errorf("time stamps alone: %v", got)
	}
	if MayRemove(h.Stores[0].Info, trust.Entry{From: "machine/Root"}) || !MayRemove(h.Stores[0].Info, trust.Entry{}) {
		t.Error("what is inherited can be removed, or the person's own cannot")
	}
}

// TestWindowsPlans: which list a request changes, and what for.
func TestWindowsPlans(t *testing.T) {
	c, h := theCatalog(t), lists()
	g4 := c.RootByID("digicert-trusted-root-g4").Certificate()
	for _, tt := range []struct {
		name    string
		r       Request
		store   trust.StoreID
		op      Op
		pp      []cert.Purpose
		admin   bool
		problem string
	}{
		{name: "as the catalogue offers it", r: Request{Op: Add, Stores: []trust.StoreID{"user/Root"}}, store: "user/Root", op: Add, pp: []cert.Purpose{cert.Server, cert.Email, cert.Code, cert.Timestamp}},
		{name: "for time stamps", r: Request{Op: Add, Stores: []trust.StoreID{"user/Root"}, For: []cert.Purpose{cert.Timestamp}}, store: "user/Root", op: Add, pp: []cert.Purpose{cert.Timestamp}},
		{name: "for everybody", r: Request{Op: Add, Stores: []trust.StoreID{"machine/Root"}, For: []cert.Purpose{cert.Code}}, store: "machine/Root", op: Add, pp: []cert.Purpose{cert.Code}, admin: true},
		{name: "as a link", r: Request{Op: Add, Stores: []trust.StoreID{"user/CA"}}, store: "user/CA", op: Add, pp: []cert.Purpose{}},
		{name: "trusted where nothing is", r: Request{Op: Add, Stores: []trust.StoreID{"user/CA"}, For: []cert.Purpose{cert.Server}}, problem: "change-purpose"},
		{name: "blocked", r: Request{Op: Distrust, Stores: []trust.StoreID{"user/Root"}}, store: "user/Disallowed", op: Distrust, pp: []cert.Purpose{}},
		{name: "blocked for everybody", r: Request{Op: Distrust, Stores: []trust.StoreID{"machine/Root"}}, store: "machine/Disallowed", op: Distrust, pp: []cert.Purpose{}, admin: true},
	} {
		tt.r.Certificate = g4
		tt.r.Stores = tt.r.Where()
		p, err := Propose(h, c, tt.r)
		if tt.problem != "" {
			if problem, ok := errors.AsType[*message.Problem](err); !ok || problem.What.ID != tt.problem {
				t.Errorf("%s: %v", tt.name, err)
			}
			continue
		}
		if err != nil || len(p.Steps) != 1 {
			t.Errorf("%s: %+v, %v", tt.name, p, err)
			continue
		}
		if s := p.Steps[0]; s.Store != tt.store || s.Op != tt.op || !slices.Equal(s.For, tt.pp) || s.NeedsAdmin != tt.admin || !bytes.Equal(s.DER, g4.Raw) || forAdmin(s) != tt.admin {
			t.Errorf("%s: %+v", tt.name, s)
		}
	}
	if where := (Request{Op: Distrust, Stores: []trust.StoreID{"firefox:a", "system"}}).Where(); !slices.Equal(where, []trust.StoreID{"firefox:a", "system"}) {
		t.Errorf("elsewhere what is blocked is blocked in its place: %v", where)
	}
}

// TestWindowsImport: the links of an identity go where Windows' programs look for them.
func TestWindowsImport(t *testing.T) {
	c, h := theCatalog(t), lists()
	root, key := trusttest.RootWithKey(t, "issuer")
	leaf := trusttest.Issued(t, "person.example", root, key)
	link := trusttest.Root(t, "not of the chain")
	p, err := ProposeImport(h, c, []Identity{{Certificate: leaf, With: []*cert.Certificate{root, link}}}, []trust.StoreID{"user/MY"})
	if err != nil || len(p.Steps) != 1 || p.Steps[0].Op != Import || p.Steps[0].Store != "user/MY" {
		t.Fatalf("a root is never imported along: %+v, %v", p, err)
	}
	for _, id := range []trust.StoreID{"user/Root", "machine/MY", "firefox:a"} {
		if _, err := ProposeImport(h, c, []Identity{{Certificate: leaf}}, []trust.StoreID{id}); err == nil {
			t.Errorf("%s takes keys", id)
		}
	}
	for list, want := range map[trust.StoreID]trust.StoreID{"user/MY": "user/CA", "firefox:a": "firefox:a"} {
		i := slices.IndexFunc(h.Stores, func(s facts.Store) bool { return s.ID == list })
		if got := linksTo(h, &h.Stores[i]); got.ID != want {
			t.Errorf("links beside %s go to %s", list, got.ID)
		}
	}
	if got := linksTo(&facts.Host{}, &facts.Store{Info: trust.Info{ID: "user/MY", Scope: trust.ScopeUser}}); got.ID != "user/CA" || got.Scope != trust.ScopeUser {
		t.Errorf("a list that was not looked at: %+v", got.Info)
	}
}

// Where Firefox is changed by hand a plan used to be shown, which then ended in “no permission”.
func TestProposeByHand(t *testing.T) {
	root, key := trusttest.RootWithKey(t, "Test root")
	vouched := root.SHA256.String()
	link := trusttest.Issued(t, "www.example.jp", root, key)
	for what, c := range map[string]struct {
		r    Request
		has  []trust.Entry
		want string
	}{
		"to add": {Request{Op: Add, Certificate: root, Fingerprint: vouched}, nil, "Under “Authorities” press “Import…”, choose the file, and tick what it is for."},
		"to add what is there": {Request{Op: Add, Certificate: root, Fingerprint: vouched}, []trust.Entry{{Certificate: root}},
			"Under “Authorities” choose it, press “Edit Trust…”, and tick what it is for."},
		"to remove": {Request{Op: Remove, Certificate: link}, []trust.Entry{{Certificate: link}}, "Under “Authorities” choose it, and press “Delete or Distrust…”."},
		"to block":  {Request{Op: Distrust, Certificate: root}, nil, "Under “Authorities” choose it, and press “Delete or Distrust…”."},
	} {
		h := lists()
		at := len(h.Stores) - 1
		h.Stores[at].Application, h.Stores[at].Entries = "firefox", c.has
		c.r.Stores = []trust.StoreID{"firefox:a"}
		_, err := Propose(h, theCatalog(t), c.r)
		if problemID(err) != "root-by-hand" {
			t.Errorf("%s: %v", what, err)
			continue
		}
		p, _ := errors.AsType[*message.Problem](err)
		b := message.For("en").Block(p.What)
		if b.Title != "Firefox: change it in Firefox itself." || len(b.Lines) != 4 || b.Lines[2].Text != c.want {
			t.Errorf("%s: %+v", what, b)
		}
		if b := message.For("ja").Block(p.What); len(b.Lines) != 4 {
			t.Errorf("%s: %+v", what, b)
		}
	}
	h := lists()
	h.Stores[len(h.Stores)-1].Application = "firefox"
	if _, err := Propose(h, theCatalog(t), Request{Op: Remove, Certificate: root, Stores: []trust.StoreID{"firefox:a"}}); problemID(err) != "change-nothing" {
		t.Errorf("nothing is to be done: %v", err)
	}
}

// A root that is among the intermediates already is there, and not trusted.
func TestAlreadyThereWithoutTrust(t *testing.T) {
	x := root(t, "Test root")
	for list, want := range map[trust.StoreID]string{"user/CA": "Already here, without trust. Nothing to do.", "user/Root": "Already here and trusted. Nothing to do."} {
		h := lists()
		at := slices.IndexFunc(h.Stores, func(s facts.Store) bool { return s.ID == list })
		e := trust.Entry{Certificate: x, Trust: map[cert.Purpose]trust.Judgement{}}
		if list == "user/Root" {
			e.Trust[cert.Server] = trust.Judgement{Verdict: trust.Trusted}
		}
		h.Stores[at].Entries = []trust.Entry{e}
		_, err := Propose(h, theCatalog(t), Request{Op: Add, Certificate: x, Stores: []trust.StoreID{list}, Fingerprint: x.SHA256.String()})
		p, ok := errors.AsType[*message.Problem](err)
		if !ok || message.For("en").Block(p.What).Title != want {
			t.Errorf("%s: %v", list, err)
		}
	}
}
