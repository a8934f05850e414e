package change

import (
	"context"
	"fmt"
	"slices"

	"certviewer/catalog"
	"certviewer/message"
	"certviewer/trust"
)

// A Look says what there is now of what a step is about, as the reading side sees it: all of a State but Exact.
type Look func(context.Context, Step) (trust.State, error)

// Undo returns the plan that takes change n back, with what was made later to finish it: see the function Undo.
func (j Journal) Undo(ctx context.Context, n int, look Look) (Plan, error) {
	r, all, err := j.among(n)
	if err != nil {
		return Plan{}, err
	}
	return Undo(ctx, together(r, all), look, all...)
}

// Undo returns the plan that takes change r back: each step that was made, the last one first, to what was there
// before it. What is so already is left alone. It refuses when a store has moved on, when the change was taken back already,
// and when a step cannot be. others are what the history has beside r, to say which of them stands in the way.
func Undo(ctx context.Context, r Record, look Look, others ...Record) (Plan, error) {
	if r.UndoneBy > 0 {
		return Plan{}, &message.Problem{What: message.M("undo-already", "n", r.N)}
	}
	var p Plan
	first := map[spot]trust.State{} // what was there before all of it
	for i, m := range slices.Backward(r.Steps) {
		if m.Before != nil {
			first[r.Plan.Steps[i].spot()] = *m.Before
		}
	}
	then := map[spot]trust.State{} // what the steps planned so far leave behind
	for i, m := range slices.Backward(r.Steps) {
		s := r.Plan.Steps[i]
		if m.Seen == nil || m.Before == nil || !s.Undoable() {
			continue
		}
		if m.Before.HasKey && !m.Seen.HasKey && !s.Shared {
			return Plan{}, &message.Problem{What: noKey(r)}
		}
		at := s.spot()
		now, planned := then[at]
		if !planned {
			var err error
			if now, err = look(ctx, s); err != nil {
				return Plan{}, fmt.Errorf("step %d: %w", i, err)
			}
		}
		switch seenState(now) {
		case seenState(*m.Seen):
		case seenState(first[at]): // an undo that was interrupted came this far
			then[at] = now
			continue
		default:
			if base, err := look(ctx, create(s.Store)); err == nil && !base.Present && s.what() != Create {
				return Plan{}, &message.Problem{What: message.M(trust.StoreNothingThere, "place", catalog.PlaceName(s.Store, nil))}
			}
			return Plan{}, &message.Problem{What: movedOn(r, s, now, others)}
		}
		then[at] = *m.Before
		p.Steps = append(p.Steps, Step{
			Op: Restore, Of: s.what(), Store: s.Store, SHA256: s.SHA256, DER: s.DER, Name: m.Before.Name, Before: m.Before,
			Expect: seenState(now), NeedsAdmin: s.NeedsAdmin, Account: s.Account, Key: !m.Before.HasKey && m.Seen.HasKey,
		})
	}
	if len(p.Steps) == 0 {
		m := message.M("undo-nothing", "n", r.N)
		if r.Left() {
			m.Args["variant"] = message.Text("since")
		}
		return Plan{}, &message.Problem{What: m}
	}
	return p, nil
}

// A spot is what a step is about: a certificate in a store, or a setting of its program.
type spot struct {
	store         trust.StoreID
	cert, account string
	prefs         bool
}

func (s Step) spot() spot { return spot{s.Store, s.SHA256, s.Account, s.what() == Prefs} }

// movedOn says why what a step left is not there any more: what is there is of a later change of the history, which has to be
// taken back first, or somebody else's.
func movedOn(r Record, s Step, now trust.State, others []Record) message.Message {
	place := catalog.PlaceName(s.Store, nil)
	for _, x := range slices.Backward(others) {
		for i, m := range x.Steps {
			if x.N > r.N && x.UndoneBy == 0 && m.Seen != nil && x.Plan.Steps[i].spot() == s.spot() && seenState(*m.Seen) == seenState(now) {
				return message.M("undo-later", "n", r.N, "later", x.N, "place", place)
			}
		}
	}
	return message.M("undo-moved-on", "place", place, "date", message.Day(r.Time))
}

// noKey says where a private key is that a change took away. One that left when an import was taken back has no backup:
// it is in the file that it came from.
func noKey(r Record) message.Message {
	if r.Undoes > 0 {
		return message.M("undo-no-key", "variant", "import")
	}
	return message.M("undo-no-key", "date", message.Day(r.Time))
}

// Recover finds out what became of a change whose run was killed, from what the store holds now, and ends its record.
// It makes no step again. A step that was announced and not reported was not made when the store still holds what was
// there before; it was made when it holds what the step asked for; anything else is half of it, which Undo takes
// back and Rest completes. Of the system's bundle it is half of it in any case: a file may be there which the
// distribution's tool has not taken in yet, and would with its next run.
func (j Journal) Recover(ctx context.Context, r Record, look Look) (Record, error) {
	unlock, err := j.lock()
	if err != nil {
		return r, err
	}
	defer unlock()
	switch now, err := j.read(r.N); { // its run may have come to its end until the lock was free
	case err != nil:
		return r, err
	case now.Ended:
		return j.Record(r.N)
	default:
		r = now
	}
	var lines []entry
	looked := map[trust.StoreID]bool{}
	for i, m := range r.Steps {
		if m.Before == nil || m.Seen != nil || m.Fault != nil {
			continue
		}
		s := r.Plan.Steps[i]
		looked[s.Store] = true
		now, err := look(ctx, s)
		if err != nil {
			return r, err
		}
		e := entry{Done: &i}
		same := seenState(now) == seenState(*m.Before)
		if !same || s.Store == systemStore {
			e.Seen = &now
		}
		if same || !asked(s, now) {
			e.Fault = &Fault{Code: "change-interrupted-step"}
		}
		lines = append(lines, e)
	}
	for i, s := range r.Plan.Steps {
		if r.Steps[i].Before != nil && !looked[s.Store] {
			looked[s.Store] = true
			look(ctx, s) // nothing is to be found out; but a child that was killed left it open, and this clears up after it
		}
	}
	if err := j.mend(r.N, lines); err != nil {
		return r, err
	}
	return j.Record(r.N)
}

// Unfinished returns the changes whose run was killed. While another certviewer is at work there is none to tell.
func (j Journal) Unfinished() ([]Record, error) {
	all, err := j.Records()
	if err != nil {
		return nil, err
	}
	out := slices.DeleteFunc(all, func(r Record) bool { return r.Ended })
	if len(out) == 0 {
		return nil, nil
	}
	unlock, err := j.lock()
	if err != nil {
		return nil, nil // its run goes on
	}
	defer unlock()
	return slices.DeleteFunc(out, func(r Record) bool { // it may have come to its end until the lock was free
		now, err := j.read(r.N)
		return err == nil && now.Ended
	}), nil
}

// Rest returns the plan of what change n left out: see the function Rest.
func (j Journal) Rest(ctx context.Context, n int, look Look) (Plan, error) {
	r, all, err := j.among(n)
	if err != nil {
		return Plan{}, err
	}
	return Rest(ctx, r, look, all...)
}

// Rest returns the plan of the steps that were not made, or were put back by an undo that was itself interrupted (others
// are what the history has beside r), and are still lacking, with what look sees now: a person confirms
// it again. Where nothing lacks the error is block history-whole or history-finished, and undo-already where the rest would
// be half of what was taken back; private keys come and leave elsewhere: blocks p12-import-anew and swap-anew.
func Rest(ctx context.Context, r Record, look Look, others ...Record) (Plan, error) {
	switch {
	case r.UndoneBy > 0:
		return Plan{}, &message.Problem{What: message.M("undo-already", "n", r.N)}
	case r.FinishedBy > 0:
		return Plan{}, &message.Problem{What: message.M("history-finished", "n", r.N, "later", r.FinishedBy)}
	}
	var p Plan
	var back map[spot]bool
	if !r.Whole() {
		back = putBack(r, others)
	}
	for i, s := range r.Plan.Steps {
		if i < len(r.Steps) && r.Steps[i].made() && !back[s.spot()] {
			continue
		}
		now, err := look(ctx, s)
		if err != nil {
			return Plan{}, fmt.Errorf("step %d: %w", i, err)
		}
		switch {
		case tells(s.Op) && asked(s, now):
			continue // somebody has done it since, such as an earlier Rest
		case s.Op == Import: // the key is in no record
			return Plan{}, &message.Problem{What: message.M("p12-import-anew")}
		case s.Op == Remove && s.Key: // its backup is made where the removal is proposed
			return Plan{}, &message.Problem{What: message.M("swap-anew")}
		case s.Op == Add && now.Present:
			s.Op = Trust
		}
		s.Expect = seenState(now)
		p.Steps = append(p.Steps, s)
	}
	if len(p.Steps) == 0 {
		m := message.M("history-whole", "n", r.N)
		if !r.Whole() {
			m.Args["variant"] = message.Text("since")
		}
		return Plan{}, &message.Problem{What: m}
	}
	return p, nil
}

// putBack is what undos of r have put back that did not come to their end.
func putBack(r Record, others []Record) map[spot]bool {
	out := map[spot]bool{}
	for _, x := range others {
		for i, m := range x.Steps {
			if x.Undoes == r.N && x.UndoneBy == 0 && m.made() {
				out[x.Plan.Steps[i].spot()] = true
			}
		}
	}
	return out
}

// tells reports whether what a store holds says of an operation whether it was made. Of a proof it does not, nor of a
// program's settings.
func tells(op Op) bool { return op != Prove && op != Prefs }
