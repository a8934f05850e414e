package app

import (
	"slices"

	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
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
		for _, r := range all {
			if r.UndoneBy == 0 && a.tookOlder(r, s) {
				out = append(out, message.M("undo-leaves-neither", "app", placeOf(host, s.Store), "date", message.Day(r.Time)))
				break
			}
		}
	}
	return out
}

// tookOlder reports whether a change took the certificate, with its key, whose place that of a step took, out of the same store.
func (a *App) tookOlder(r change.Record, s change.Step) bool {
	for i, m := range r.Steps {
		old := r.Plan.Steps[i]
		if m.Seen != nil && m.Fault == nil && old.Op == change.Remove && old.TakesKey() && old.Store == s.Store && a.Catalog.Supersedes(s.Certificate(), old.Certificate()) {
			return true
		}
	}
	return false
}
