package change

import (
	"context"
	"fmt"
	"io"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// A street is stores side by side, each with its own shelf and children.
type street struct {
	mu       sync.Mutex
	shelves  map[trust.StoreID]*shelf
	children []string
	locked   []trust.StoreID // have a password
	gone     trust.StoreID   // its child dies
	together chan struct{}   // every store must be open before the first is changed
}

func (s *street) start(b *bench) {
	b.Children = 4
	b.Start = func(ctx context.Context, elevated bool, stores []trust.StoreID) (io.ReadWriteCloser, error) {
		s.mu.Lock()
		s.children = append(s.children, fmt.Sprint(stores, elevated))
		s.mu.Unlock()
		ours, theirs := net.Pipe()
		go func() {
			defer theirs.Close()
			Child{Catalog: b.Catalog, Elevated: elevated, Open: func(_ context.Context, id trust.StoreID, secret func(int) ([]byte, error)) (trust.Writer, error) {
				if s.together != nil {
					s.together <- struct{}{}
					for len(s.together) < cap(s.together) {
						time.Sleep(time.Millisecond)
					}
				}
				if id == s.gone {
					theirs.Close()
				}
				if slices.Contains(s.locked, id) {
					if _, err := secret(1); err != nil {
						return nil, err
					}
				}
				s.mu.Lock()
				defer s.mu.Unlock()
				return s.shelves[id], nil
			}}.Serve(ctx, theirs, theirs)
		}()
		return ours, nil
	}
}

func newStreet(t *testing.T, ids ...trust.StoreID) (*street, *bench, Plan) {
	b, s := newBench(t), &street{shelves: map[trust.StoreID]*shelf{}}
	s.start(b)
	var p Plan
	for _, id := range ids {
		if s.shelves[id] == nil {
			s.shelves[id] = newShelf()
		}
		st := step(Add, root(t, fmt.Sprint(len(p.Steps))), trust.State{}, cert.Server)
		st.Store, st.NeedsAdmin = id, id == systemStore
		p.Steps = append(p.Steps, st)
	}
	return s, b, p
}

// Stores are changed side by side, the steps of one by one child in their order, and an administrator's last.
func TestSideBySide(t *testing.T) {
	s, b, p := newStreet(t, "a", "b", systemStore, "a", "c")
	s.together = make(chan struct{}, 3) // a, b and c are open at once, or this hangs
	go func() {
		for len(s.together) < 3 {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(50 * time.Millisecond)
		<-s.together // the administrator's place
	}()
	var done []int
	_, out, err := b.Apply(t.Context(), task.Talk{Progress: func(x task.Progress) {
		s.mu.Lock()
		defer s.mu.Unlock()
		done = append(done, x.Done)
	}}, p, Of{})
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range out {
		if !o.OK {
			t.Errorf("step %d: %v", i, o.Fault)
		}
	}
	if slices.Sort(done); !slices.Equal(done, []int{1, 2, 3, 4, 5}) {
		t.Errorf("progress %v", done)
	}
	if last := s.children[len(s.children)-1]; len(s.children) != 4 || last != "[system] true" {
		t.Errorf("children %q", s.children)
	}
	r, err := b.Journal.Record(1)
	if err != nil || !r.Ended || !r.Whole() {
		t.Errorf("%+v, %v", r, err)
	}
}

// Questions come one at a time, in the order of the plan, however fast each store is.
func TestQuestionsInTurn(t *testing.T) {
	s, b, p := newStreet(t, "a", "b", "c", "d", "e")
	s.locked = []trust.StoreID{"a", "b", "c", "d", "e"}
	var asked []string
	open := false
	talk := task.Talk{Secret: func(_ context.Context, what message.Message, _ int) ([]byte, error) {
		s.mu.Lock()
		if open {
			t.Error("two questions at once")
		}
		open = true
		asked = append(asked, fmt.Sprint(what.Args["store"]))
		s.mu.Unlock()
		time.Sleep(2 * time.Millisecond)
		s.mu.Lock()
		open = false
		s.mu.Unlock()
		return []byte("secret"), nil
	}}
	if _, out, err := b.Apply(t.Context(), talk, p, Of{}); err != nil || !slices.Equal(asked, []string{"a", "b", "c", "d", "e"}) {
		t.Errorf("asked %q: %+v, %v", asked, out, err)
	}
}

// Of a child that dies the record stays open, and the other stores come to their ends.
func TestOneOfManyDies(t *testing.T) {
	s, b, p := newStreet(t, "a", "b", "c", systemStore)
	s.gone = "b"
	_, out, err := b.Apply(t.Context(), task.Talk{}, p, Of{})
	if err != nil || !out[0].OK || out[1].OK || !out[2].OK || out[1].Fault.Code != "change-interrupted-step" || out[3].OK || out[3].Fault != nil {
		t.Fatalf("%+v, %v", out, err)
	}
	if r, err := b.Journal.Record(1); err != nil || r.Ended || r.Made() != 2 {
		t.Errorf("%+v, %v", r, err)
	}
}
