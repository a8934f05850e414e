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
		if day, ok := a.gone(host, all, s); ok {
			out = append(out, message.M("undo-leaves-neither", "app", placeOf(host, s.Store), "date", message.Day(day)))
		}
	}
	return out
}

// gone tells when a certificate left, with its key, whose place that of s took in the same store; false where none did, or all are
// there again. Which one took whose place is in no record, and with --old a person may name any: what leaves a store makes room
// for what came there last, of several for the one that would take its place unasked.
func (a *App) gone(host *facts.Host, all []change.Record, s change.Step) (day time.Time, ok bool) {
	left := map[string]change.Record{} // those that left for s
	var came [][]change.Step           // a file may bring several at once
	for _, r := range all {
		var now []change.Step
		for i, m := range r.Steps {
			st := r.Plan.Steps[i]
			if r.UndoneBy > 0 || m.Seen == nil || m.Fault != nil || st.Store != s.Store {
				continue
			}
			_, back := left[st.SHA256]
			switch {
			case (st.Op == change.Import || st.Op == change.Prove) && back: // from its backup: what it left for stays what it was
				delete(left, st.SHA256)
			case st.Op == change.Import || st.Op == change.Prove:
				now = append(now, st)
			case st.Op == change.Remove && st.TakesKey() && st.SHA256 != s.SHA256 && a.madeRoom(append(came, now), st, s):
				left[st.SHA256] = r
			}
		}
		if len(now) > 0 {
			came = append(came, now)
		}
	}
	for sum, r := range left {
		if !thereAgain(host, s.Store, sum) && r.Time.After(day) {
			day, ok = r.Time, true
		}
	}
	return day, ok
}

// madeRoom reports whether one that left made room for that of s, by what had come until then. To prove one that was there already is
// no change of its own, and leaves no record: where that was done last, the one that would take the place tells.
func (a *App) madeRoom(came [][]change.Step, left, s change.Step) bool {
	old := left.Certificate()
	heir := func(x change.Step) bool { return a.Catalog.Supersedes(x.Certificate(), old) }
	is := func(x change.Step) bool { return x.SHA256 == s.SHA256 }
	var last []change.Step
	for _, some := range slices.Backward(came) {
		if slices.ContainsFunc(some, heir) {
			return slices.ContainsFunc(some, is)
		}
		if len(last) == 0 {
			last = some
		}
	}
	return slices.ContainsFunc(last, is)
}

// thereAgain reports whether a certificate with its key was seen in a store, whoever brought it back.
func thereAgain(host *facts.Host, id trust.StoreID, sum string) bool {
	if host == nil {
		return false
	}
	st := storeOf(host, id)
	return st != nil && slices.ContainsFunc(st.Entries, func(e trust.Entry) bool { return e.HasKey && e.Certificate.SHA256.String() == sum })
}
