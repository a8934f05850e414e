package change

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"certviewer/cert"
	"certviewer/task"
	"certviewer/trust"
)

// family is a change of three roots of which one could be added, change 1.
func family(t *testing.T) (*bench, []*cert.Certificate) {
	t.Helper()
	b := newBench(t)
	certs := []*cert.Certificate{root(t, "x"), root(t, "y"), root(t, "z")}
	var p Plan
	for _, c := range certs {
		p.Steps = append(p.Steps, step(Add, c, trust.State{}, cert.Server))
	}
	b.only(t, 1, p, Of{})
	return b, certs
}

// only makes the first steps of a plan: after them the disk is full.
func (b *bench) only(t *testing.T, steps int, p Plan, about Of) int {
	t.Helper()
	b.shelf.die = func(_, when string) {
		if when == "after" {
			if steps--; steps == 0 {
				b.shelf.fail = trust.ErrNoSpace
			}
		}
	}
	n, _, err := b.Apply(t.Context(), task.Talk{}, p, about)
	if b.shelf.die, b.shelf.fail = nil, nil; err != nil {
		t.Fatal(err)
	}
	return n
}

func (b *bench) goOn(t *testing.T, n int) int {
	t.Helper()
	rest, err := b.Journal.Rest(t.Context(), n, b.shelf.look)
	if err != nil {
		t.Fatal(err)
	}
	r, err := b.Journal.Record(n)
	if err != nil {
		t.Fatal(err)
	}
	m, out, err := b.Apply(t.Context(), task.Talk{}, rest, RestOf(r))
	if err != nil || !out[len(out)-1].OK {
		t.Fatalf("the rest of %d: %+v, %v", n, out, err)
	}
	return m
}

func (b *bench) undo(t *testing.T, n int) int {
	t.Helper()
	back, err := b.Journal.Undo(t.Context(), n, b.shelf.look)
	if err != nil {
		t.Fatal(err)
	}
	m, out, err := b.Apply(t.Context(), task.Talk{}, back, Of{Undoes: n})
	if err != nil || !out[len(out)-1].OK {
		t.Fatalf("undo of %d: %+v, %v", n, out, err)
	}
	return m
}

// history is each record as "number: made of planned", then "finished N" and "undone N" where that is so, then what can be
// done about it.
func (b *bench) history(t *testing.T) (out []string) {
	t.Helper()
	all, err := b.Journal.Records()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		s := fmt.Sprintf("%d: %d of %d", r.N, r.Made(), len(r.Plan.Steps))
		if r.FinishedBy > 0 {
			s += fmt.Sprint(", finished ", r.FinishedBy)
		}
		if r.UndoneBy > 0 {
			s += fmt.Sprint(", undone ", r.UndoneBy)
		}
		if r.Unfinished() {
			s += ", go on"
		}
		if r.Left() {
			s += ", undo"
		}
		out = append(out, s)
	}
	return out
}

func (b *bench) tells(t *testing.T, holds int, want ...string) {
	t.Helper()
	if got := b.history(t); !slices.Equal(got, want) {
		t.Errorf("the history tells\n%q, want\n%q", got, want)
	}
	if len(b.shelf.states) != holds {
		t.Errorf("the store holds %d, want %d", len(b.shelf.states), holds)
	}
}

// A change that was interrupted and then finished is one change: the first record tells that it was finished, and its undo
// takes back all that the person asked for.
func TestFinishedLater(t *testing.T) {
	b, certs := family(t)
	b.tells(t, 1, "1: 1 of 3, go on, undo")
	b.goOn(t, 1)
	b.tells(t, 3, "1: 1 of 3, finished 2, undo", "2: 2 of 2, undo")
	if _, err := b.Journal.Rest(t.Context(), 1, b.shelf.look); problemID(err) != "history-finished" {
		t.Errorf("finished twice: %v", err)
	}
	back, err := b.Journal.Undo(t.Context(), 1, b.shelf.look)
	if err != nil || len(back.Steps) != 3 || back.Steps[2].SHA256 != certs[0].SHA256.String() {
		t.Fatalf("%+v, %v", back, err)
	}
	b.undo(t, 1)
	b.tells(t, 0, "1: 1 of 3, undone 3", "2: 2 of 2, undone 3", "3: 3 of 3, undo")
	for n := range 2 {
		if _, err := b.Journal.Undo(t.Context(), n+1, b.shelf.look); problemID(err) != "undo-already" {
			t.Errorf("%d undone twice: %v", n+1, err)
		}
		if _, err := b.Journal.Rest(t.Context(), n+1, b.shelf.look); problemID(err) != "undo-already" {
			t.Errorf("%d: the rest of what was taken back: %v", n+1, err)
		}
	}
}

// The run that finishes a change may be taken back by itself: the first record is then as unfinished as before, and can be
// finished again.
func TestOnlyTheRestUndone(t *testing.T) {
	b, _ := family(t)
	b.undo(t, b.goOn(t, 1))
	b.tells(t, 1, "1: 1 of 3, go on, undo", "2: 2 of 2, undone 3", "3: 2 of 2, undo")
	b.goOn(t, 1)
	b.tells(t, 3, "1: 1 of 3, finished 4, undo", "2: 2 of 2, undone 3", "3: 2 of 2, undo", "4: 2 of 2, undo")
	b.undo(t, 1)
	b.tells(t, 0, "1: 1 of 3, undone 5", "2: 2 of 2, undone 3", "3: 2 of 2, undo", "4: 2 of 2, undone 5", "5: 3 of 3, undo")
}

// However often it stops, and whichever record is gone on with: all of it finishes the first.
func TestFinishedInThree(t *testing.T) {
	for _, n := range []int{1, 2} {
		b, _ := family(t)
		rest, err := b.Journal.Rest(t.Context(), 1, b.shelf.look)
		if err != nil {
			t.Fatal(err)
		}
		b.only(t, 1, rest, Of{Completes: 1})
		b.tells(t, 2, "1: 1 of 3, go on, undo", "2: 1 of 2, go on, undo")
		b.goOn(t, n)
		b.tells(t, 3, "1: 1 of 3, finished 3, undo", "2: 1 of 2, finished 3, undo", "3: 1 of 1, undo")
		b.undo(t, 1)
		b.tells(t, 0, "1: 1 of 3, undone 4", "2: 1 of 2, undone 4", "3: 1 of 1, undone 4", "4: 3 of 3, undo")
	}
}

// An undo that was interrupted is gone on with from its own record, or by asking for it again. It used to be refused: what
// the first attempt had put back counted as somebody else's change.
func TestUndoInTwo(t *testing.T) {
	for name, again := range map[string]func(*testing.T, *bench){
		"gone on with": func(t *testing.T, b *bench) { b.goOn(t, 3) },
		"asked again":  func(t *testing.T, b *bench) { b.undo(t, 1) },
	} {
		t.Run(name, func(t *testing.T) {
			b, _ := family(t)
			b.goOn(t, 1)
			back, err := b.Journal.Undo(t.Context(), 1, b.shelf.look)
			if err != nil {
				t.Fatal(err)
			}
			b.only(t, 2, back, Of{Undoes: 1})
			b.tells(t, 1, "1: 1 of 3, finished 2, undo", "2: 2 of 2, undo", "3: 2 of 3, go on, undo")
			again(t, b)
			b.tells(t, 0, "1: 1 of 3, undone 4", "2: 2 of 2, undone 4", "3: 2 of 3, finished 4, undo", "4: 1 of 1, undo")
		})
	}
}

// A change that was interrupted, and its undo too: to go on with the change makes again what the undo had put back. That
// used to be left out, and the change was told as finished all the same.
func TestGoOnAfterHalfAnUndo(t *testing.T) {
	half := func(t *testing.T) *bench {
		b := newBench(t)
		var p Plan
		for _, name := range []string{"x", "y", "z"} {
			p.Steps = append(p.Steps, step(Add, root(t, name), trust.State{}, cert.Server))
		}
		b.only(t, 2, p, Of{})
		back, err := b.Journal.Undo(t.Context(), 1, b.shelf.look)
		if err != nil {
			t.Fatal(err)
		}
		b.only(t, 1, back, Of{Undoes: 1})
		b.tells(t, 1, "1: 2 of 3, go on, undo", "2: 1 of 2, go on, undo")
		return b
	}
	b := half(t)
	b.goOn(t, 1)
	b.tells(t, 3, "1: 2 of 3, finished 3, undo", "2: 1 of 2, undone 3", "3: 2 of 2, undo")
	b.undo(t, 1)
	b.tells(t, 0, "1: 2 of 3, undone 4", "2: 1 of 2, finished 4, undo", "3: 2 of 2, undone 4", "4: 3 of 3, undo")

	b = half(t)
	b.undo(t, b.goOn(t, 1))
	b.tells(t, 1, "1: 2 of 3, go on, undo", "2: 1 of 2, go on, undo", "3: 2 of 2, undone 4", "4: 2 of 2, undo")

	b = half(t)
	b.goOn(t, 2)
	b.tells(t, 0, "1: 2 of 3, undone 3", "2: 1 of 2, finished 3, undo", "3: 1 of 1, undo")
}

// An undo that was itself taken back undoes nothing.
func TestUndoOfAnUndo(t *testing.T) {
	b := newBench(t)
	p := Plan{Steps: []Step{step(Add, root(t, "x"), trust.State{}, cert.Server)}}
	b.only(t, 1, p, Of{})
	b.undo(t, b.undo(t, 1))
	b.tells(t, 1, "1: 1 of 1, undo", "2: 1 of 1, undone 3", "3: 1 of 1, undo")
	b.undo(t, 1)
	b.tells(t, 0, "1: 1 of 1, undone 4", "2: 1 of 1, undone 3", "3: 1 of 1, undo", "4: 1 of 1, undo")
}

// What a later change of this program did is not told as somebody else's.
func TestLaterChangeFirst(t *testing.T) {
	b := newBench(t)
	x := root(t, "x")
	b.only(t, 1, Plan{Steps: []Step{step(Add, x, trust.State{}, cert.Server)}}, Of{})
	b.only(t, 1, Plan{Steps: []Step{step(Trust, x, b.shelf.states[x.SHA256], cert.Email)}}, Of{})
	if _, err := b.Journal.Undo(t.Context(), 1, b.shelf.look); problemID(err) != "undo-later" {
		t.Error(err)
	}
	later := b.shelf.states[x.SHA256]
	b.shelf.states[x.SHA256] = state("", trust.Want{Distrust: true}) // and then it was somebody else
	if _, err := b.Journal.Undo(t.Context(), 1, b.shelf.look); problemID(err) != "undo-moved-on" {
		t.Error(err)
	}
	b.shelf.states[x.SHA256] = later
	b.undo(t, 2)
	b.undo(t, 1)
	if len(b.shelf.states) > 0 {
		t.Error("it is still there")
	}
}

// The folder of a profile may have gone since, though the program still lists it: nobody has changed anything there then.
func TestUndoWhereNothingIs(t *testing.T) {
	b := newBench(t)
	x := root(t, "x")
	b.shelf.states[x.SHA256] = state("", trust.Want{For: []cert.Purpose{cert.Email}})
	b.only(t, 1, Plan{Steps: []Step{step(Trust, x, b.shelf.states[x.SHA256], cert.Server)}}, Of{})
	gone := func(context.Context, Step) (trust.State, error) { return trust.State{}, nil }
	if _, err := b.Journal.Undo(t.Context(), 1, gone); problemID(err) != trust.StoreNothingThere {
		t.Error(err)
	}
	left := func(_ context.Context, s Step) (trust.State, error) { return trust.State{Present: s.Op == Create}, nil }
	if _, err := b.Journal.Undo(t.Context(), 1, left); problemID(err) != "undo-moved-on" {
		t.Error(err)
	}
}

// Somebody undid it by hand.
func TestUndoneByHand(t *testing.T) {
	b, certs := family(t)
	delete(b.shelf.states, certs[0].SHA256)
	if _, err := b.Journal.Undo(t.Context(), 1, b.shelf.look); problemID(err) != "undo-nothing" {
		t.Error(err)
	}
}

// A record that somebody edited is about nothing that is not there, and about nothing later than itself.
func TestRelateEdited(t *testing.T) {
	x := root(t, "x")
	now := state("", trust.Want{})
	whole := func(n int, o Of) Record {
		return Record{N: n, Of: o, Ended: true, Plan: Plan{Steps: []Step{step(Add, x, trust.State{})}}, Steps: []Made{{Seen: &now}}}
	}
	all := []Record{whole(1, Of{2, 2}), whole(2, Of{2, 2}), whole(3, Of{-1, -1}), whole(4, Of{99, 99})}
	relate(all)
	for _, r := range all {
		if r.UndoneBy != 0 || r.FinishedBy != 0 {
			t.Errorf("%d: undone by %d, finished by %d", r.N, r.UndoneBy, r.FinishedBy)
		}
	}
}
