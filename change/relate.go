package change

import "slices"

// An Of says which earlier change another one is about; the zero Of, about none. The rest of an undo is about two.
type Of struct {
	Undoes    int `json:"undoes,omitempty"`    // the change that this one takes back
	Completes int `json:"completes,omitempty"` // the change whose missing steps this one makes
}

// RestOf is what a change is about that makes the missing steps of r. However often a change is gone on with, all of it
// is about the first, which has the whole of what the person asked for.
func RestOf(r Record) Of {
	o := Of{Undoes: r.Undoes, Completes: r.Completes}
	if o.Completes == 0 {
		o.Completes = r.N
	}
	return o
}

// relate tells each of all records, the oldest first, which later one took it back, and which made what it left out. It
// goes from the newest on, for an undo that was itself taken back undoes nothing, and finishes nothing. To take a change
// back is to take back what finished it, too: both are what the person asked for.
func relate(all []Record) {
	along := map[int]bool{} // taken back with the change that they finish, as far as is known
	for i, r := range slices.Backward(all) {
		if !r.Whole() || all[i].UndoneBy > 0 {
			continue
		}
		earlier := all[:i]
		undone := slices.IndexFunc(earlier, func(x Record) bool { return r.Undoes > 0 && x.N == r.Undoes })
		for k, x := range earlier {
			switch {
			case k == undone && along[k]: // by itself, before that
				all[k].UndoneBy, along[k] = r.N, false
			case k == undone:
				setOnce(&all[k].UndoneBy, r.N)
			case undone >= 0 && x.Completes == r.Undoes && x.UndoneBy == 0:
				all[k].UndoneBy, along[k] = r.N, true
			case undone >= 0 && x.Undoes == r.Undoes && !x.Whole(): // an undo that did not come this far
				setOnce(&all[k].FinishedBy, r.N)
			}
			if r.Completes > 0 && x.Undoes == r.Completes && !x.Whole() { // what it had put back was made again
				setOnce(&all[k].UndoneBy, r.N)
			}
			if r.Completes > 0 && (x.N == r.Completes || x.Completes == r.Completes) && !x.Whole() {
				setOnce(&all[k].FinishedBy, r.N)
			}
		}
	}
}

func setOnce(at *int, n int) {
	if *at == 0 {
		*at = n
	}
}

// Unfinished reports whether steps of the change are lacking that nobody made or took back since.
func (r Record) Unfinished() bool {
	return !r.Whole() && r.FinishedBy == 0 && r.UndoneBy == 0
}

// Left reports whether there is something of the change that can be taken back.
func (r Record) Left() bool {
	for i, m := range r.Steps {
		if m.Seen != nil && r.Plan.Steps[i].Undoable() {
			return r.UndoneBy == 0
		}
	}
	return false
}

// together is a record with the steps that others made to finish it, in the order in which they were made.
func together(r Record, all []Record) Record {
	r.Plan.Steps, r.Steps = slices.Clone(r.Plan.Steps), slices.Clone(r.Steps)
	for _, x := range all {
		if x.Completes == r.N && x.N > r.N && x.UndoneBy == 0 {
			r.Plan.Steps, r.Steps = append(r.Plan.Steps, x.Plan.Steps...), append(r.Steps, x.Steps...)
		}
	}
	return r
}
