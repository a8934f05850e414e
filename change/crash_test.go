package change

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"certviewer/cert"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// mortal is the connection to a child; it is cut before the nth message in either direction.
type mortal struct {
	net.Conn
	left *atomic.Int32
}

func (m mortal) Read(b []byte) (int, error) {
	n, err := m.Conn.Read(b)
	if m.left.Add(-1) < 0 {
		m.Conn.Close()
		return 0, io.ErrUnexpectedEOF
	}
	return n, err
}

func (m mortal) Write(b []byte) (int, error) {
	if m.left.Add(-1) < 0 {
		m.Conn.Close()
		return 0, io.ErrClosedPipe
	}
	return m.Conn.Write(b)
}

// A plan of 20 steps is cut at each message. Afterwards the journal, held against the store, tells each step's fate, the
// rest can be made, and undo gives the first state, wherever it was cut.
func TestCutAtEveryMessage(t *testing.T) {
	var certs []*cert.Certificate
	for i := range 20 {
		certs = append(certs, root(t, fmt.Sprint("root ", i)))
	}
	cuts := 0
	for cut := int32(0); ; cut++ {
		b := newBench(t)
		var p Plan
		for i, c := range certs {
			if i%2 == 1 {
				b.shelf.states[c.SHA256] = state("old", trust.Want{For: []cert.Purpose{cert.Email}})
				p.Steps = append(p.Steps, step(Trust, c, b.shelf.states[c.SHA256], cert.Server))
				continue
			}
			p.Steps = append(p.Steps, step(Add, c, trust.State{}, cert.Server))
		}
		first := b.shelf.copy()
		left := new(atomic.Int32)
		left.Store(cut)
		b.cut = func(c net.Conn) io.ReadWriteCloser { return mortal{c, left} }
		n, out, err := b.Apply(t.Context(), task.Talk{}, p, Of{})
		if err != nil {
			t.Fatalf("cut %d: %v", cut, err)
		}
		if out[len(out)-1].OK {
			break // it was never cut
		}
		cuts++
		killed, err := b.Journal.Unfinished()
		if err != nil || len(killed) != 1 || killed[0].N != n {
			t.Fatalf("cut %d: %v is unfinished, %v", cut, killed, err)
		}
		rec := killed[0]
		if rec, err = b.Journal.Recover(t.Context(), rec, b.shelf.look); err != nil || !rec.Ended {
			t.Fatal(rec.Ended, err)
		}
		for i, s := range p.Steps {
			now := b.shelf.states[s.Certificate().SHA256]
			made := asked(s, now)
			if was := seenState(now) == seenState(first[s.Certificate().SHA256]); !made && !was {
				t.Fatalf("cut %d: step %d is neither made nor not: %+v", cut, i, now)
			}
			if told := rec.Steps[i].made(); told != made {
				t.Fatalf("cut %d: step %d: the journal says %v, the store %v", cut, i, told, made)
			}
		}
		b.cut = nil
		if cut%2 == 0 {
			rest, err := Rest(t.Context(), rec, b.shelf.look)
			if problemID(err) == "history-whole" && rec.Whole() {
				continue
			}
			if err != nil {
				t.Fatalf("cut %d: %v", cut, err)
			}
			if _, out, err := b.Apply(t.Context(), task.Talk{}, rest, RestOf(rec)); err != nil || !out[len(out)-1].OK {
				t.Fatalf("cut %d: the rest: %v %v", cut, out[len(out)-1].Fault, err)
			}
			for i, s := range p.Steps {
				if !asked(s, b.shelf.states[s.Certificate().SHA256]) {
					t.Fatalf("cut %d: step %d is not made after the rest was", cut, i)
				}
			}
			continue
		}
		back, err := Undo(t.Context(), rec, b.shelf.look)
		if problemID(err) == "undo-nothing" {
			continue
		}
		if err != nil {
			t.Fatalf("cut %d: %v", cut, err)
		}
		if _, out, err := b.Apply(t.Context(), task.Talk{}, back, Of{Undoes: n}); err != nil || !out[len(out)-1].OK {
			t.Fatalf("cut %d: undo: %v %v", cut, out, err)
		}
		if got := b.shelf.copy(); fmt.Sprint(got) != fmt.Sprint(first) {
			t.Fatalf("cut %d: after undo %v, at first %v", cut, got, first)
		}
	}
	if cuts < 60 {
		t.Errorf("cut %d times only", cuts)
	}
}

// What is not on the disk does not happen: when the journal cannot be written, no step is made.
func TestNoJournalNoChange(t *testing.T) {
	b := newBench(t)
	if err := os.WriteFile(b.Journal.Dir, nil, 0o600); err != nil { // a file where the folder should be
		t.Fatal(err)
	}
	p := Plan{Steps: []Step{step(Add, root(t, "x"), trust.State{}, cert.Server)}}
	if _, _, err := b.Apply(t.Context(), task.Talk{}, p, Of{}); problemID(err) != "no-record" {
		t.Errorf("%v", err)
	}
	if len(b.shelf.states) > 0 {
		t.Error("a change without a record")
	}
}

// Where no record can be begun no store is opened, which may write to it, and the person is asked for nothing.
func TestRecordNotBegun(t *testing.T) {
	for _, admin := range []bool{false, true} {
		b := newBench(t)
		if err := os.MkdirAll(b.Journal.path(1), 0o700); err != nil { // a folder where the file should be
			t.Fatal(err)
		}
		s := step(Add, root(t, "x"), trust.State{}, cert.Server)
		if admin {
			s.NeedsAdmin, s.Store = true, systemStore
		}
		b.Start = func(context.Context, bool, []trust.StoreID) (io.ReadWriteCloser, error) {
			t.Error("a child was started")
			return nil, errors.ErrUnsupported
		}
		if n, _, err := b.Apply(t.Context(), task.Talk{}, Plan{Steps: []Step{s}}, Of{}); n != 0 || problemID(err) != "no-record" {
			t.Errorf("admin %v: %d %v", admin, n, err)
		}
	}
}

// A closing is the dialogue of a parent, which calls what is given before it ends.
type closing struct {
	net.Conn
	before func()
}

func (c closing) Close() error {
	c.before()
	return c.Conn.Close()
}

// The record is ended before the child closes its store, which may take as long as the change; of one that did not come to its
// end, afterwards.
func TestEndOfRecord(t *testing.T) {
	x := root(t, "x")
	whole := []Step{step(Add, x, trust.State{}, cert.Server)}
	for _, steps := range [][]Step{whole, append(whole, step(Distrust, x, trust.State{}))} { // the second step finds another state
		b := newBench(t)
		var ended []bool
		b.cut = func(c net.Conn) io.ReadWriteCloser {
			return closing{c, func() {
				r, err := b.Journal.Record(1)
				ended = append(ended, err == nil && r.Ended)
			}}
		}
		if _, _, err := b.Apply(t.Context(), task.Talk{}, Plan{Steps: steps}, Of{}); err != nil {
			t.Fatal(err)
		}
		if want := len(steps) == 1; len(ended) == 0 || ended[0] != want {
			t.Errorf("%d steps: ended before the child: %v, want %v", len(steps), ended, want)
		}
		if file, err := os.ReadFile(b.Journal.path(1)); err != nil || strings.Count(string(file), `"end":true`) != 1 {
			t.Errorf("%d steps: %s %v", len(steps), file, err)
		}
	}
}

// A full disk is called that, and in the middle of a change nobody says that nothing was changed.
func TestNoSpaceForTheJournal(t *testing.T) {
	f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	w := &writer{f: f}
	for variant, out := range map[message.Arg][]Outcome{nil: {{}, {}}, message.Text("rest"): {{}, {Seen: &trust.State{}}}} {
		p, ok := errors.AsType[*message.Problem](w.j.lost(w.add(entry{End: true}), out))
		if !ok || p.What.ID != "disk-full" || p.What.Args["variant"] != variant {
			t.Errorf("%+v: %+v", out, p)
		}
	}
	if err := w.j.lost(nil, nil); err != nil {
		t.Error(err)
	}
}

// Where a listing cannot write down what became of an interrupted change, it does not speak of a change that was not made.
func TestNotMended(t *testing.T) {
	b := newBench(t)
	err := b.Journal.mend(1, nil) // it is not there
	p, ok := errors.AsType[*message.Problem](err)
	if !ok || p.What.ID != "no-record" || p.What.Args["variant"] != message.Text("mend") {
		t.Error(err)
	}
}

// A folder that cannot be read is no empty history, and a record that cannot be read is there.
func TestClosedJournal(t *testing.T) {
	b := newBench(t)
	if err := os.WriteFile(b.Journal.Dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Journal.Records(); problemID(err) != "history-closed" {
		t.Error(err)
	}
	if err := os.Remove(b.Journal.Dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(b.Journal.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(b.Journal.path(1), []byte("rubbish"), 0o600); err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]string{1: "history-record-unreadable", 2: "history-no-such"} {
		if _, err := b.Journal.Undo(t.Context(), n, b.shelf.look); problemID(err) != want {
			t.Errorf("%d: %v", n, err)
		}
	}
}

// A last line that a crash cut off never happened; a file that somebody edited tells nothing.
func TestReadJournal(t *testing.T) {
	b := newBench(t)
	x := root(t, "x")
	if _, _, err := b.Apply(t.Context(), task.Talk{}, Plan{Steps: []Step{step(Add, x, trust.State{}, cert.Server)}}, Of{}); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(b.Journal.path(1))
	if err != nil {
		t.Fatal(err)
	}
	begins := strings.IndexByte(string(whole), '\n')
	for i := range whole {
		if err := os.WriteFile(b.Journal.path(1), whole[:i], 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := b.Journal.read(1)
		if err == nil && r.Ended && i < len(whole)-1 {
			t.Fatalf("cut at %d of %d, and it ended", i, len(whole))
		}
		// A run that was killed before its first line was whole has done nothing: it used to be told for ever as a record
		// that cannot be read.
		if all, err := b.Journal.Records(); err != nil || len(all) > 0 != (i >= begins) || len(all) > 0 && len(all[0].Plan.Steps) == 0 {
			t.Fatalf("cut at %d of %d, of which %d are the first line: %+v, %v", i, len(whole), begins, all, err)
		}
	}
	if n, _, err := b.Apply(t.Context(), task.Talk{}, Plan{Steps: []Step{step(Distrust, x, b.shelf.states[x.SHA256])}}, Of{}); n != 2 || err != nil {
		t.Errorf("the number of a change that was not begun is taken again: %d, %v", n, err)
	}
	for name, text := range map[string]string{
		"empty": "", "no beginning": `{"end":true}` + "\n", "two beginnings": string(whole) + string(whole), "rubbish": "rubbish",
		"no steps": `{"begin":{}}` + "\n", "nothing to restore": strings.Replace(string(whole), `"op":"add"`, `"op":"restore"`, 1),
	} {
		if err := os.WriteFile(b.Journal.path(1), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if r, err := b.Journal.Record(1); err == nil {
			t.Errorf("%s: %+v", name, r)
		}
		if _, err := b.Journal.Records(); err != nil {
			t.Errorf("%s: the others are not told: %v", name, err)
		}
	}
}

// Of the system's bundle no look from here tells whether a step that was killed had begun: what it had put there can be taken back.
func TestRecoverSystem(t *testing.T) {
	for store, left := range map[trust.StoreID]bool{"firefox:a": false, "system": true} {
		b := newBench(t)
		s := step(Add, root(t, "x"), trust.State{}, cert.Purposes...)
		s.Store, s.NeedsAdmin = store, store == "system"
		w, n, err := b.Journal.begin(Record{Plan: Plan{Steps: []Step{s}}})
		first := 0
		if err := errors.Join(err, w.add(entry{Ready: &first, Before: &trust.State{}})); err != nil {
			t.Fatal(err)
		}
		w.close() // as if both processes had been killed here
		r, err := b.Journal.Record(n)
		if err != nil {
			t.Fatal(err)
		}
		r, err = b.Journal.Recover(t.Context(), r, b.shelf.look)
		if err != nil || !r.Ended || r.Made() != 0 || r.Left() != left {
			t.Errorf("%s: %+v, %v", store, r, err)
		}
		back, err := b.Journal.Undo(t.Context(), n, b.shelf.look)
		if (err == nil) != left || left && (len(back.Steps) != 1 || back.Steps[0].Before.Present || !back.Steps[0].NeedsAdmin) {
			t.Errorf("%s: its undo is %+v, %v", store, back, err)
		}
	}
}

// The Primary Password is asked for through the parent, and stands nowhere on the disk.
func TestPassword(t *testing.T) {
	b := newBench(t)
	x := root(t, "x")
	b.Start = func(ctx context.Context, _ bool, _ []trust.StoreID) (io.ReadWriteCloser, error) {
		ours, theirs := net.Pipe()
		go func() {
			defer theirs.Close()
			Child{Catalog: b.Catalog, Open: func(_ context.Context, _ trust.StoreID, secret func(int) ([]byte, error)) (trust.Writer, error) {
				for attempt := 1; ; attempt++ {
					s, err := secret(attempt)
					if err != nil {
						return nil, err
					}
					if string(s) == "correct horse" {
						return b.shelf, nil
					}
				}
			}}.Serve(ctx, theirs, theirs)
		}()
		return ours, nil
	}
	for name, test := range map[string]struct {
		answers []string
		want    string
	}{
		"right at once":      {[]string{"correct horse"}, ""},
		"right at the third": {[]string{"a", "b", "correct horse"}, ""},
		"wrong three times":  {[]string{"a", "b", "c"}, "p12-primary-password-wrong"},
	} {
		t.Run(name, func(t *testing.T) {
			delete(b.shelf.states, x.SHA256)
			talk := task.Talk{Secret: func(_ context.Context, _ message.Message, attempt int) ([]byte, error) {
				if attempt >= len(test.answers) {
					return nil, errors.New("asked once more")
				}
				return []byte(test.answers[attempt]), nil
			}}
			n, out, err := b.Apply(t.Context(), talk, Plan{Steps: []Step{step(Add, x, trust.State{}, cert.Server)}}, Of{})
			if err != nil || out[0].OK != (test.want == "") || !out[0].OK && out[0].Fault.Code != test.want {
				t.Fatal(out, err)
			}
			text, _ := os.ReadFile(b.Journal.path(n))
			if strings.Contains(string(text), "horse") || strings.Contains(string(text), "Y29ycmVjdCBob3JzZQ") {
				t.Error("the password is in the journal")
			}
		})
	}
}

// Whatever a parent says to it, an elevated child opens the system's bundle only, and only for a plan that holds.
func FuzzElevatedChild(f *testing.F) {
	c := theCatalog(f)
	x := root(f, "x")
	s := step(Add, x, trust.State{}, cert.Server)
	s.Store, s.NeedsAdmin = "system", true
	f.Add(string(mustJSON(f, hello{Plan{Steps: []Step{s}}})) + "\n" + `{"go":0}` + "\n")
	s.Store = "nssdb:/etc"
	f.Add(string(mustJSON(f, hello{Plan{Steps: []Step{s}}})) + "\n" + `{"go":0}` + "\n")
	f.Add(`{"plan":{"steps":[{"op":"remove","store":"system","needs_admin":true}]}}` + "\n" + `{"go":0}` + "\n")
	f.Fuzz(func(t *testing.T, said string) {
		shelf := newShelf()
		child := Child{Catalog: c, Elevated: true, Open: func(_ context.Context, id trust.StoreID, _ func(int) ([]byte, error)) (trust.Writer, error) {
			if id != systemStore {
				t.Errorf("opened %q", id)
			}
			return shelf, nil
		}}
		child.Serve(t.Context(), strings.NewReader(said), io.Discard)
		for fp := range shelf.states {
			if fp != x.SHA256 && !strings.Contains(said, fp.String()) {
				t.Errorf("touched %s, which the plan does not name", fp)
			}
		}
	})
}

func mustJSON(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A run that comes to its end while the lock is waited for is not judged again, and is not told as interrupted.
func TestEndedMeanwhile(t *testing.T) {
	b := newBench(t)
	x := root(t, "x")
	s := step(Add, x, trust.State{}, cert.Server)
	w, n, err := b.Journal.begin(Record{Plan: Plan{Steps: []Step{s}}})
	if err != nil {
		t.Fatal(err)
	}
	first, now := 0, state("n", trust.Want{For: []cert.Purpose{cert.Server}})
	if err := w.add(entry{Ready: &first, Before: &trust.State{}}); err != nil {
		t.Fatal(err)
	}
	killed, err := b.Journal.Record(n)
	if err != nil {
		t.Fatal(err)
	}
	lock := b.Journal.Lock
	b.Journal.Lock = func(path string) (func(), bool, error) {
		if err := errors.Join(w.note(entry{Done: &first, Seen: &now}), w.end()); err != nil {
			t.Error(err)
		}
		return lock(path)
	}
	if all, err := b.Journal.Unfinished(); len(all) > 0 || err != nil {
		t.Errorf("unfinished: %+v, %v", all, err)
	}
	r, err := b.Journal.Recover(t.Context(), killed, func(context.Context, Step) (trust.State, error) {
		t.Error("the store was looked at")
		return trust.State{}, nil
	})
	if err != nil || !r.Whole() || r.Steps[0].Fault != nil {
		t.Errorf("%+v, %v", r, err)
	}
}

// Whoever wants no more while a child gets ready is obeyed before the step: it is in no record, and the run has an end.
func TestGivenUpWhileReady(t *testing.T) {
	b := newBench(t)
	ctx, cancel := context.WithCancel(t.Context())
	open := b.Start
	b.Start = func(_ context.Context, elevated bool, stores []trust.StoreID) (io.ReadWriteCloser, error) {
		cancel() // the child is there all the same, and answers
		return open(t.Context(), elevated, stores)
	}
	b.cut = func(c net.Conn) io.ReadWriteCloser { return lasting{c} }
	n, out, err := b.Apply(ctx, task.Talk{}, Plan{Steps: []Step{step(Add, root(t, "x"), trust.State{}, cert.Server)}}, Of{})
	if err != nil || out[0].Seen != nil || out[0].Fault != nil || len(b.shelf.states) > 0 {
		t.Fatalf("%+v, %v", out, err)
	}
	r, err := b.Journal.Record(n)
	if err != nil || !r.Ended || r.Steps[0].Before != nil {
		t.Errorf("%+v, %v", r, err)
	}
}

// A lasting dialogue is one whose other end does not hear at once that it is closed.
type lasting struct{ net.Conn }

func (lasting) Close() error { return nil }
