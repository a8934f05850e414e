package app

import (
	"slices"
	"time"

	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// UndoNotes is what to say of a plan before it is made, beside what it changes: where it takes an imported certificate out again
// although the one that it took the place of has left since, its program has neither. The history knows of that; where it cannot be
// read there is nothing to say.
func (a *App) UndoNotes(host *facts.Host, p change.Plan) (out []message.Message) {
	leaves := func(s change.Step) bool { return s.Op == change.Restore && s.Of == change.Import && s.Key }
	if !slices.ContainsFunc(p.Steps, leaves) {
		return nil // the history may be long
	}
	j, err := a.journal()
	if err != nil {
		return nil
	}
	all, err := j.Records()
	if err != nil {
		return nil
	}
	for _, s := range p.Steps {
		if !leaves(s) {
			continue
		}
		if day, ok := gone(host, all, s); ok {
			out = append(out, message.M("undo-leaves-neither", "app", placeOf(host, s.Store), "date", message.Day(day)))
		}
	}
	return out
}

// gone tells when a certificate left, with its key, whose place that of s took in the same store; false where none did, or all are
// there again. Which one took whose place is in no record, and with --old a person may name any: what leaves a store makes room
// for what a change brought or proved there last.
func gone(host *facts.Host, all []change.Record, s change.Step) (day time.Time, ok bool) {
	left, turn := map[string]change.Record{}, false // those that left for s, and whether s was brought last
	for _, r := range all {
		var came []string
		for i, m := range r.Steps {
			st := r.Plan.Steps[i]
			if r.UndoneBy > 0 || m.Seen == nil || m.Fault != nil || st.Store != s.Store {
				continue
			}
			_, back := left[st.SHA256]
			switch {
			case (st.Op == change.Import || st.Op == change.Prove) && back: // from its backup: what it left for stays what it was
				delete(left, st.SHA256)
			case st.Op == change.Import || st.Op == change.Prove: // a file may bring several
				came = append(came, st.SHA256)
				turn = slices.Contains(came, s.SHA256)
			case st.Op == change.Remove && st.TakesKey() && turn && st.SHA256 != s.SHA256:
				left[st.SHA256] = r
			}
		}
	}
	for sum, r := range left {
		if !thereAgain(host, s.Store, sum) && r.Time.After(day) {
			day, ok = r.Time, true
		}
	}
	return day, ok
}

// thereAgain reports whether a certificate with its key was seen in a store, whoever brought it back.
func thereAgain(host *facts.Host, id trust.StoreID, sum string) bool {
	if host == nil {
		return false
	}
	st := storeOf(host, id)
	return st != nil && slices.ContainsFunc(st.Entries, func(e trust.Entry) bool { return e.HasKey && e.Certificate.SHA256.String() == sum })
}
