package app

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"certviewer/facts"
	"certviewer/task"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// dead is a store on a network folder that does not answer.
type dead struct{ *trusttest.Memory }

func (dead) Entries(ctx context.Context) ([]trust.Entry, error) {
	select {} // not even when ctx ends: a system call cannot be interrupted
}

func gatherer(t *testing.T, stores ...trust.Store) *App {
	t.Helper()
	a, err := New(Deps{
		Open:     func(context.Context, trust.Where) ([]trust.Store, error) { return stores, nil },
		Computer: func(context.Context) facts.Computer { return facts.Computer{OS: "linux"} },
		Now:      time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func memory(t *testing.T, id trust.StoreID) trust.Store {
	return trusttest.NewMemory(trust.Info{ID: id, Scope: trust.ScopeUser}, trust.Entry{Certificate: trusttest.Root(t, string(id))})
}

// What was read is shown before the slowest store has answered; nobody need wait for that one.
func TestGatherShowsWhatIsThere(t *testing.T) {
	a := gatherer(t, dead{trusttest.NewMemory(trust.Info{ID: "chromium", Scope: trust.ScopeUser})}, memory(t, "firefox:a"), memory(t, "system"))
	ctx, enough := context.WithCancelCause(t.Context())
	defer enough(nil)
	var parts []*facts.Host
	host, err := a.GatherEach(ctx, task.Talk{}, trust.Where{}, func(h *facts.Host) {
		parts = append(parts, h)
		if len(parts) == 2 {
			enough(task.ErrEnough)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(parts) != 2 || len(parts[0].Stores) != 1 || len(parts[1].Stores) != 2 || len(parts[1].Applications) != 0 {
		t.Errorf("parts are %+v", parts)
	}
	if n := len(host.Stores); n != 3 {
		t.Fatalf("%d stores, want 3", n)
	}
	if p := host.Stores[0].Problem; p == nil || p.Code != trust.StoreNotAwaited {
		t.Errorf("the store that was not awaited has the problem %v", p)
	}
	for _, s := range host.Stores[1:] {
		if s.Problem != nil || len(s.Entries) != 1 {
			t.Errorf("%s: %v, %d entries", s.ID, s.Problem, len(s.Entries))
		}
	}
}

// Any other end of the context is an end without a result.
func TestGatherCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if host, err := gatherer(t, memory(t, "system")).Gather(ctx, task.Talk{}, trust.Where{}); host != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, %v", host, err)
	}
}

// What settings say comes with the stores, and which program runs with its store.
func TestGatherSettings(t *testing.T) {
	a := gatherer(t, memory(t, "thunderbird:a"), memory(t, "firefox:a"))
	a.Settings = func(_ context.Context, _ trust.Where, infos []trust.Info) (out facts.Settings) {
		for _, i := range infos {
			out.Accounts = append(out.Accounts, facts.Account{Store: i.ID})
		}
		return out
	}
	a.Running = func(_ context.Context, i trust.Info) bool { return i.ID == "firefox:a" }
	host, err := a.Gather(t.Context(), task.Talk{}, trust.Where{})
	if err != nil {
		t.Fatal(err)
	}
	if len(host.Accounts) != 2 || host.Accounts[1].Store != "firefox:a" {
		t.Errorf("accounts: %+v", host.Accounts)
	}
	if len(host.Stores) != 2 || host.Stores[0].Running || !host.Stores[1].Running {
		t.Errorf("stores: %+v", host.Stores)
	}
}

// verifier is a store whose library believes none of its records.
type verifier struct{ *trusttest.Memory }

func (v verifier) VerifiedEntries(ctx context.Context, first func([]trust.Entry)) ([]trust.Entry, error) {
	ee, err := v.Entries(ctx)
	if first != nil {
		first(slices.Clone(ee))
	}
	for i := range ee {
		ee[i].Standing = trust.Damaged
	}
	return ee, err
}

// A store is shown at its word while its records are checked, and in the same place with what programs believe after that.
func TestGatherShowsBeforeItIsChecked(t *testing.T) {
	info := trust.Info{ID: "firefox:a", Scope: trust.ScopeUser}
	one := verifier{trusttest.NewMemory(info, trust.Entry{Certificate: trusttest.Root(t, "root")})}
	slow := make(chan struct{})
	a := gatherer(t, one, hanging{memory(t, "system"), slow})
	var shown []trust.Standing
	_, err := a.GatherEach(t.Context(), task.Talk{}, trust.Where{}, func(h *facts.Host) {
		if len(h.Stores) != 1 || len(h.Stores[0].Entries) != 1 || h.Stores[0].ID != "firefox:a" {
			t.Errorf("shown: %+v", h.Stores)
			return
		}
		shown = append(shown, h.Stores[0].Entries[0].Standing)
		if len(shown) == 2 {
			close(slow)
		}
	})
	if err != nil || !slices.Equal(shown, []trust.Standing{"", trust.Damaged}) {
		t.Errorf("shown %q, %v", shown, err)
	}
}

// hanging is a store that answers once it may.
type hanging struct {
	trust.Store
	may chan struct{}
}

func (h hanging) Entries(ctx context.Context) ([]trust.Entry, error) {
	<-h.may
	return h.Store.Entries(ctx)
}

// A list of what stores hold asks neither for settings nor for who runs; whatever judges or changes does.
func TestGatherStoredLooksAtStoresAlone(t *testing.T) {
	for name, want := range map[string]bool{"judged": true, "listed": false, "imported": true} {
		a := gatherer(t, memory(t, "firefox:a"))
		var settings, running atomic.Bool
		a.Settings = func(context.Context, trust.Where, []trust.Info) facts.Settings {
			settings.Store(true)
			return facts.Settings{}
		}
		a.Running = func(context.Context, trust.Info) bool { running.Store(true); return false }
		next, key := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
		var err error
		switch name {
		case "judged":
			_, err = a.Gather(t.Context(), task.Talk{}, trust.Where{})
		case "listed":
			_, err = a.GatherStored(t.Context(), task.Talk{}, trust.Where{})
		case "imported":
			_, err = a.GatherOwn(t.Context(), task.Talk{}, trust.Where{}, unlocked(t, pack(t, next, key)))
		}
		if err != nil {
			t.Fatal(err)
		}
		if settings.Load() != want || running.Load() != want {
			t.Errorf("%s: settings %v, running %v, want %v", name, settings.Load(), running.Load(), want)
		}
	}
}

// A judgement is made of what programs believe; a list takes the stores at their word.
func TestGatherAsksWhatIsBelieved(t *testing.T) {
	info := trust.Info{ID: "firefox:a", Scope: trust.ScopeUser}
	a := gatherer(t, verifier{trusttest.NewMemory(info, trust.Entry{Certificate: trusttest.Root(t, "root")})}, memory(t, "system"))
	for name, tt := range map[string]struct {
		gather func(context.Context, task.Talk, trust.Where) (*facts.Host, error)
		want   trust.Standing
	}{
		"judged": {a.Gather, trust.Damaged},
		"listed": {a.GatherStored, ""},
		"shown": {func(ctx context.Context, talk task.Talk, w trust.Where) (*facts.Host, error) {
			return a.GatherEach(ctx, talk, w, func(*facts.Host) {})
		}, trust.Damaged},
	} {
		host, err := tt.gather(t.Context(), task.Talk{}, trust.Where{})
		if err != nil {
			t.Fatal(err)
		}
		if got := host.Stores[0].Entries[0].Standing; got != tt.want || host.Stores[1].Entries[0].Standing != "" {
			t.Errorf("%s: %q, want %q; %+v", name, got, tt.want, host.Stores[1])
		}
	}
	host, err := a.Gather(t.Context(), task.Talk{}, trust.Where{})
	if err != nil {
		t.Fatal(err)
	}
	p := a.Portrait(host, host.Stores[0].Entries[0].Certificate)
	if len(p.Damaged) != 1 || p.Damaged[0].Stores[0] != "firefox:a" {
		t.Errorf("the portrait tells %+v", p.Damaged)
	}
}
