package change

import (
	"bytes"
	"context"
	"io"
	"net"
	"testing"

	"certviewer/cert"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// A key that is there already is proven, nothing is changed by that, and there is nothing to take back.
func TestProve(t *testing.T) {
	for _, dud := range []bool{false, true} {
		b, r := newRing(t)
		x := root(t, "person")
		r.keys[x.SHA256], r.states[x.SHA256], r.dud = secretKey, state("n", trust.Want{}), dud
		before, err := r.State(t.Context(), x)
		if err != nil {
			t.Fatal(err)
		}
		n, out, err := b.Apply(t.Context(), task.Talk{}, Plan{Steps: []Step{step(Prove, x, before)}}, Of{})
		if err != nil || out[0].OK == dud || dud && out[0].Fault.Code != "p12-not-proven" {
			t.Errorf("%v: %+v %v", dud, out, err)
		}
		if now, err := r.State(t.Context(), x); err != nil || seenState(now) != seenState(before) {
			t.Errorf("%v: %+v %v", dud, now, err)
		}
		if n != 0 {
			t.Errorf("%v: it has the number %d", dud, n)
		}
		if all, err := b.Journal.Records(); len(all) > 0 || err != nil {
			t.Errorf("%v: the history of changes has %v, %v", dud, all, err)
		}
	}
}

// A record of a proof alone, as earlier versions wrote it, has nothing to take back.
func TestOldRecordOfAProof(t *testing.T) {
	_, r := newRing(t)
	x := root(t, "person")
	now := state("n", trust.Want{})
	rec := Record{N: 1, Ended: true, Plan: Plan{Steps: []Step{step(Prove, x, now)}}, Steps: []Made{{Before: &now, Seen: &now}}}
	if _, err := Undo(t.Context(), rec, r.look); rec.Left() || problemID(err) != "undo-nothing" {
		t.Errorf("it left %v, %v", rec.Left(), err)
	}
}

// A shy ring wants its password when a key comes, not when it is opened.
type shy struct {
	*ring
	ask func(attempt int) ([]byte, error)
}

func (s shy) AddIdentity(ctx context.Context, x *cert.Certificate, key []byte, name string) error {
	if secret, err := s.ask(1); err != nil || string(secret) != "open" {
		return trust.ErrNeedPassword
	}
	return s.ring.AddIdentity(ctx, x, key, name)
}

// A store that was opened by an earlier step may ask for its password at a later one. It used to be answered as if it
// were the earlier one, and got none.
func TestPasswordOfALaterStep(t *testing.T) {
	b, r := newRing(t)
	b.Start = func(ctx context.Context, elevated bool, _ []trust.StoreID) (io.ReadWriteCloser, error) {
		ours, theirs := net.Pipe()
		go func() {
			defer theirs.Close()
			open := func(_ context.Context, _ trust.StoreID, ask func(int) ([]byte, error)) (trust.Writer, error) {
				return shy{r, ask}, nil
			}
			Child{Catalog: b.Catalog, Open: open}.Serve(ctx, theirs, theirs)
		}()
		return ours, nil
	}
	b.Key = func(Step) []byte { return bytes.Clone(secretKey) }
	x := root(t, "person")
	named := step(Prefs, x, trust.State{Present: true, Native: "old"})
	named.Account = "id1"
	asked := 0
	talk := task.Talk{Secret: func(context.Context, message.Message, int) ([]byte, error) {
		asked++
		return []byte("open"), nil
	}}
	_, out, err := b.Apply(t.Context(), talk, Plan{Steps: []Step{named, step(Import, x, trust.State{})}}, Of{})
	if err != nil || !out[0].OK || !out[1].OK || asked != 1 {
		t.Errorf("%+v %v, asked %d times", out, err, asked)
	}
}
