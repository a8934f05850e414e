package change

import (
	"slices"
	"strings"

	"certviewer/catalog"
	"certviewer/facts"
	"certviewer/trust"
)

// A root counts on Windows in a list of roots alone, and its import wizard chooses another one by itself. Such a root is
// moved: it is added to the roots by the rules for all of them, and then taken out of where it was, in one plan.

// Movable reports whether an entry of a list is a root that can be moved to the roots of the same owner: it lies among the
// links or in the personal list, and belongs there. One whose private key is there too is somebody's own authority, and stays.
func Movable(host *facts.Host, s trust.Info, e trust.Entry) bool {
	return leaves(s.ID) && Changes(host, s) && MayRemove(s, e) && e.Certificate.IsCA() && e.Certificate.SelfSigned()
}

// RootsBeside returns the list of trusted roots of whom a list of Windows' belongs to.
func RootsBeside(id trust.StoreID) trust.StoreID { return besides(id, listRoots) }

// MovesFrom returns the lists of the same owner that roots are moved out of, into the list of roots id; none where id is no
// such list.
func MovesFrom(id trust.StoreID) []trust.StoreID {
	if !strings.EqualFold(windowsList(id), listRoots) {
		return nil
	}
	return []trust.StoreID{besides(id, listLinks), besides(id, listPersonal)}
}

// leaves reports whether roots are moved out of a list.
func leaves(id trust.StoreID) bool {
	return slices.Contains([]string{listLinks, listPersonal}, windowsList(id))
}

// leave makes the steps that take the certificate of r out of the lists that it is moved from. Lists of another owner than
// where it goes are refused: the step that needs no administrator would come first.
func leave(host *facts.Host, c *catalog.Catalog, r Request) (out []Step, err error) {
	for _, id := range r.From {
		whose := strings.HasPrefix(string(id), computerLists)
		other := func(to trust.StoreID) bool {
			return windowsList(to) != listRoots || strings.HasPrefix(string(to), computerLists) != whose
		}
		if r.Op != Add && r.Op != Trust || !leaves(id) || slices.ContainsFunc(r.Stores, other) {
			return nil, malformed("%s cannot move from %s to %v", r.Op, id, r.Stores)
		}
		_, st, err := prepare(host, c, id)
		if err != nil {
			return nil, err
		}
		s, there, err := stepFor(st, c, Request{Op: Remove, Certificate: r.Certificate})
		if err != nil {
			return nil, err
		}
		if there && !StateOf(st.Entries, r.Certificate.SHA256).HasKey && !inherits(st, s) {
			out = append(out, s)
		}
	}
	return out, nil
}

// inherits reports whether what a step is about belongs to another store than its own.
func inherits(st *facts.Store, s Step) bool {
	return slices.ContainsFunc(st.Entries, func(e trust.Entry) bool { return e.Certificate.SHA256.String() == s.SHA256 && e.From != "" })
}

// hangsOn reports whether step i is not to be made when step other was not: a root leaves a list only once it is in the one
// where it counts.
func (p Plan) hangsOn(i, other int) bool {
	a, b := p.Steps[other], p.Steps[i]
	return other < i && (a.Op == Add || a.Op == Trust) && b.Op == Remove && a.SHA256 == b.SHA256
}
