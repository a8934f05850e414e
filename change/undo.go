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

// Undo returns the plan that takes change r back: each step that was made, the last one first, to what was there
// before it. It refuses when a store has moved on, when the change was taken back already, and when a step cannot be.
func Undo(ctx context.Context, r Record, look Look) (Plan, error) {
	if r.UndoneBy > 0 {
		return Plan{}, &message.Problem{What: message.M("undo-already", "n", r.N)}
	}
	var p Plan
	type spot struct {
		store         trust.StoreID
		cert, account string
		prefs         bool
	}
	then := map[spot]trust.State{} // what the steps planned so far leave behind
	for i, m := range slices.Backward(r.Steps) {
		if m.Seen == nil || m.Before == nil {
			continue
		}
		s := r.Plan.Steps[i]
		if s.Op == Create || s.Op == Prove {
			continue // an empty database changes nothing, and it may not be empty any more; a proof changed nothing
		}
		if m.Before.HasKey && !m.Seen.HasKey {
			return Plan{}, &message.Problem{What: noKey(r)}
		}
		at := spot{s.Store, s.SHA256, s.Account, s.what() == Prefs}
		now, planned := then[at]
		if !planned {
			var err error
			if now, err = look(ctx, s); err != nil {
				return Plan{}, fmt.Errorf("step %d: %w", i, err)
			}
		}
		then[at] = *m.Before
		if seenState(now) != seenState(*m.Seen) {
			return Plan{}, &message.Problem{What: message.M("undo-moved-on", "place", catalog.PlaceName(s.Store, nil), "date", message.Day(r.Time))}
		}
		p.Steps = append(p.Steps, Step{
			Op: Restore, Of: s.what(), Store: s.Store, SHA256: s.SHA256, DER: s.DER, Name: m.Before.Name, Before: m.Before,
			Expect: seenState(now), NeedsAdmin: s.NeedsAdmin, Account: s.Account, Key: !m.Before.HasKey && m.Seen.HasKey,
		})
	}
	if len(p.Steps) == 0 {
		return Plan{}, &message.Problem{What: message.M("undo-nothing", "n", r.N)}
	}
	return p, nil
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
// back and Rest completes.
func (j Journal) Recover(ctx context.Context, r Record, look Look) (Record, error) {
	unlock, err := j.lock()
	if err != nil {
		return r, err
	}
	defer unlock()
	var lines []entry
	for i, m := range r.Steps {
		if m.Before == nil || m.Seen != nil || m.Fault != nil {
			continue
		}
		s := r.Plan.Steps[i]
		now, err := look(ctx, s)
		if err != nil {
			return r, err
		}
		e := entry{Done: &i}
		if seenState(now) != seenState(*m.Before) {
			e.Seen = &now
		}
		if e.Seen == nil || !asked(s, now) {
			e.Fault = &Fault{Code: "change-interrupted-step"}
		}
		lines = append(lines, e)
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
	unlock()
	return out, nil
}

// Rest returns the plan of the steps that were not made and are still lacking, with what look sees now: a person confirms
// it again. Where nothing lacks the error is block history-whole; private keys come and leave elsewhere: blocks
// p12-import-anew and swap-anew.
func Rest(ctx context.Context, r Record, look Look) (Plan, error) {
	var p Plan
	for i, s := range r.Plan.Steps {
		if i < len(r.Steps) && r.Steps[i].made() {
			continue
		}
		now, err := look(ctx, s)
		if err != nil {
			return Plan{}, fmt.Errorf("step %d: %w", i, err)
		}
		switch {
		case s.Op == Import: // the key is in no record
			return Plan{}, &message.Problem{What: message.M("p12-import-anew")}
		case s.Op == Create && now.Present, judges(s.Op) && asked(s, now):
			continue // somebody has done it since, such as an earlier Rest
		case s.Op == Remove && s.Key: // its backup is made where the removal is proposed
			return Plan{}, &message.Problem{What: message.M("swap-anew")}
		case s.Op == Add && now.Present:
			s.Op = Trust
		}
		s.Expect = seenState(now)
		p.Steps = append(p.Steps, s)
	}
	if len(p.Steps) == 0 {
		return Plan{}, &message.Problem{What: message.M("history-whole", "n", r.N)}
	}
	return p, nil
}

// judges reports whether an operation is about trust, so that what a store holds says whether it was made.
func judges(op Op) bool { return op == Add || op == Trust || op == Distrust || op == Remove }
