package change

import (
	"errors"
	"slices"
	"testing"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// holding puts an entry into a list of h.
func holding(h *facts.Host, id trust.StoreID, e trust.Entry) *facts.Host {
	i := slices.IndexFunc(h.Stores, func(s facts.Store) bool { return s.ID == id })
	if i < 0 {
		i = len(h.Stores)
		h.Stores = append(h.Stores, facts.Store{Info: trust.Info{ID: id, Scope: trust.ScopeUser, Writable: true}})
	}
	h.Stores[i].Entries = append(h.Stores[i].Entries, e)
	return h
}

// TestMovePlans: a root leaves the lists where it counts for nothing once it is in the one where it counts, by the rules for all
// roots.
func TestMovePlans(t *testing.T) {
	c, x := theCatalog(t), root(t, "company")
	here := trust.Entry{Certificate: x}
	type spot struct {
		op    Op
		store trust.StoreID
		admin bool
	}
	to := func(stores ...trust.StoreID) []trust.StoreID { return stores }
	for name, tt := range map[string]struct {
		host    *facts.Host
		r       Request
		want    []spot
		problem string
	}{
		"from the links":       {holding(lists(), "user/CA", here), Request{Op: Add, Stores: to("user/Root"), From: to("user/CA")}, []spot{{Add, "user/Root", false}, {Remove, "user/CA", false}}, ""},
		"from both":            {holding(holding(lists(), "user/CA", here), "user/MY", here), Request{Op: Trust, Stores: to("user/Root"), From: to("user/CA", "user/MY")}, []spot{{Add, "user/Root", false}, {Remove, "user/CA", false}, {Remove, "user/MY", false}}, ""},
		"for everybody":        {holding(lists(), "machine/MY", here), Request{Op: Add, Stores: to("machine/Root"), From: to("machine/MY")}, []spot{{Add, "machine/Root", true}, {Remove, "machine/MY", true}}, ""},
		"a root already":       {holding(holding(lists(), "user/CA", here), "user/Root", trust.Entry{Certificate: x, Trust: map[cert.Purpose]trust.Judgement{cert.Server: {Verdict: trust.Trusted}}}), Request{Op: Add, Stores: to("user/Root"), From: to("user/CA"), For: []cert.Purpose{cert.Server}}, []spot{{Remove, "user/CA", false}}, ""},
		"it is not there":      {lists(), Request{Op: Add, Stores: to("user/Root"), From: to("user/CA")}, []spot{{Add, "user/Root", false}}, ""},
		"its key is there":     {holding(lists(), "user/MY", trust.Entry{Certificate: x, HasKey: true}), Request{Op: Add, Stores: to("user/Root"), From: to("user/MY")}, []spot{{Add, "user/Root", false}}, ""},
		"another one's":        {holding(lists(), "user/CA", trust.Entry{Certificate: x, From: "machine/CA"}), Request{Op: Add, Stores: to("user/Root"), From: to("user/CA")}, []spot{{Add, "user/Root", false}}, ""},
		"to another owner":     {holding(lists(), "user/CA", here), Request{Op: Add, Stores: to("machine/Root"), From: to("user/CA")}, nil, "plan-malformed"},
		"to no list of roots":  {holding(lists(), "user/CA", here), Request{Op: Add, Stores: to("user/MY"), From: to("user/CA")}, nil, "plan-malformed"},
		"from the roots":       {lists(), Request{Op: Add, Stores: to("user/Root"), From: to("user/Root")}, nil, "plan-malformed"},
		"blocked and moved":    {holding(lists(), "user/CA", here), Request{Op: Distrust, Stores: to("user/Root"), From: to("user/CA")}, nil, "plan-malformed"},
		"nobody vouches":       {holding(lists(), "user/CA", here), Request{Op: Add, Stores: to("user/Root"), From: to("user/CA"), Fingerprint: "no"}, nil, "root-fingerprint-differs"},
		"a list that is not":   {lists(), Request{Op: Add, Stores: to("machine/Root"), From: to("machine/CA")}, nil, "store-nothing-there"},
		"a program's database": {lists(), Request{Op: Add, Stores: to("user/Root"), From: to("firefox:a")}, nil, "plan-malformed"},
	} {
		if tt.r.Certificate = x; tt.r.Fingerprint == "" {
			tt.r.Fingerprint = x.SHA256.String()
		}
		p, err := Propose(tt.host, c, tt.r)
		if problem, ok := errors.AsType[*message.Problem](err); tt.problem != "" && (!ok || problem.What.ID != tt.problem) || tt.problem == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var got []spot
		for _, s := range p.Steps {
			got = append(got, spot{s.Op, s.Store, s.NeedsAdmin})
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestMovable(t *testing.T) {
	h, x := lists(), root(t, "company")
	_, link, leaf := chain(t)
	linux := &facts.Host{Computer: facts.Computer{OS: "linux"}}
	for _, tt := range []struct {
		host *facts.Host
		id   trust.StoreID
		e    trust.Entry
		want bool
	}{
		{h, "user/CA", trust.Entry{Certificate: x}, true},
		{h, "machine/MY", trust.Entry{Certificate: x}, true},
		{h, "user/Root", trust.Entry{Certificate: x}, false},
		{h, "user/Disallowed", trust.Entry{Certificate: x}, false},
		{h, "firefox:a", trust.Entry{Certificate: x}, false},
		{h, "user/MY", trust.Entry{Certificate: x, HasKey: true}, false},
		{h, "user/CA", trust.Entry{Certificate: x, From: "machine/CA"}, false},
		{h, "user/CA", trust.Entry{Certificate: link}, false},
		{h, "user/MY", trust.Entry{Certificate: leaf}, false},
		{linux, "user/CA", trust.Entry{Certificate: x}, false},
	} {
		if got := Movable(tt.host, trust.Info{ID: tt.id, Scope: trust.ScopeUser}, tt.e); got != tt.want {
			t.Errorf("%s %s: %v", tt.id, tt.e.Certificate.Subject.Display(), got)
		}
	}
	if RootsBeside("machine/CA") != "machine/Root" || !slices.Equal(MovesFrom("user/Root"), []trust.StoreID{"user/CA", "user/MY"}) || MovesFrom("user/CA") != nil || MovesFrom("system") != nil {
		t.Error("which lists are of one owner")
	}
}

// TestMoveStops: where the person answers No to Windows, the root stays where it was, and other certificates move on.
func TestMoveStops(t *testing.T) {
	b, x, other := newBench(t), root(t, "refused"), root(t, "other")
	roots, links := newShelf(), newShelf()
	roots.fail = trust.ErrRefused
	b.open = func(id trust.StoreID) (trust.Writer, error) {
		if id == "user/Root" {
			return roots, nil
		}
		return links, nil
	}
	was := trust.State{Present: true, Native: "n"}
	links.states[x.SHA256], links.states[other.SHA256] = was, was
	plan := Plan{Steps: []Step{step(Add, x, trust.State{}, cert.Server), step(Remove, x, was), step(Remove, other, was)}}
	for i, id := range []trust.StoreID{"user/Root", "user/CA", "user/MY"} {
		plan.Steps[i].Store = id
	}
	_, out, err := b.Apply(t.Context(), task.Talk{}, plan, Of{})
	if err != nil || out[0].OK || out[0].Fault == nil || out[1].Seen != nil || out[1].Fault != nil || !out[2].OK {
		t.Errorf("%+v, %v", out, err)
	}
	if !links.states[x.SHA256].Present || links.states[other.SHA256].Present {
		t.Errorf("the list holds %v", links.states)
	}
}
