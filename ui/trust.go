package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/message"
	"certviewer/trust"
)

// A wish is what a person wants done with certificates, as far as it was said: what for and where is asked next.
type wish struct {
	op       change.Op // Trust, Distrust or Remove
	title    string    // the key of the question, in the singular
	certs    []*cert.Certificate
	possible []cert.Purpose // that can be chosen; none where trust is to end
	purposes []cert.Purpose // that are chosen
	places   []trust.Info   // that can be chosen
	chosen   []trust.StoreID
	from     []trust.StoreID             // lists of Windows' that the certificates leave
	pasted   map[cert.Fingerprint]string // fingerprints of roots that no public programme knows
}

// trustWish is what to ask before certificates are trusted; false where they may not be, or nowhere.
func (w *window) trustWish(cc []*cert.Certificate) (*wish, bool) {
	q := &wish{op: change.Trust, title: "trust.title", certs: cc, possible: cert.Purposes, pasted: map[cert.Fingerprint]string{}}
	for i, x := range cc {
		possible, usual := change.Offer(w.core.Names(), x)
		if i == 0 {
			q.purposes = usual
		}
		q.possible = both(q.possible, possible)
		q.purposes = both(q.purposes, usual)
	}
	if len(q.possible) == 0 {
		return nil, false
	}
	for _, s := range w.changeable() {
		// A place that trusts for everything is none for what may be trusted for mail only.
		if says := change.Expresses(s, q.possible); len(says) > 0 && len(both(says, q.possible)) == len(says) {
			q.places = append(q.places, s)
		}
	}
	if len(q.places) == 1 {
		q.chosen = []trust.StoreID{q.places[0].ID}
	}
	return q, len(q.places) > 0
}

// changeable is the stores of this computer that can be changed: the person's own first, and then those that need an
// administrator.
func (w *window) changeable() (out []trust.Info) {
	if w.host == nil {
		return nil
	}
	for _, own := range []bool{true, false} {
		for _, s := range w.host.Stores {
			if s.Problem == nil && (s.Scope == trust.ScopeUser) == own && change.Changes(w.host, s.Info) {
				out = append(out, s.Info)
			}
		}
	}
	return out
}

// both are the purposes that are in a and in b.
func both(a, b []cert.Purpose) []cert.Purpose {
	return slices.DeleteFunc(slices.Clone(a), func(p cert.Purpose) bool { return !slices.Contains(b, p) })
}

// requests is the wish in the words of the core. Each place is asked for what it can express.
func (q *wish) requests() (out []change.Request) {
	for _, x := range q.certs {
		var r []change.Request // one for each set of purposes
		for _, s := range q.places {
			if !slices.Contains(q.chosen, s.ID) {
				continue
			}
			var want []cert.Purpose
			if q.op == change.Trust {
				want = change.Expresses(s, q.purposes)
			}
			i := slices.IndexFunc(r, func(r change.Request) bool { return slices.Equal(r.For, want) })
			if i < 0 {
				i = len(r)
				r = append(r, change.Request{Op: q.op, Certificate: x, From: q.from, For: want, Fingerprint: q.pasted[x.SHA256]})
			}
			r[i].Stores = append(r[i].Stores, s.ID)
		}
		out = append(out, r...)
	}
	return out
}

// ask has the person say what a wish still lacks, and then previews the plan: whose root it is, what for, and where.
func (w *window) ask(q *wish) {
	if w.dialog != nil {
		return
	}
	d := newChangeDialog(w)
	var unknown []*cert.Certificate
	if q.op == change.Trust {
		for _, x := range q.certs {
			if change.Vouched(w.core.Names(), x, "") != nil {
				unknown = append(unknown, x)
			}
		}
	}
	d.vouchAll(unknown, q, func() { d.choose(q) })
}

// plan has the plan of a wish made, and previews it.
func (d *changeDialog) plan(q *wish) {
	d.back = func() { d.choose(q) }
	d.propose(d.w.planOf(q.requests()), d.w.core.Apply)
}

func (w *window) planOf(rr []change.Request) func(context.Context) (change.Plan, error) {
	return func(ctx context.Context) (change.Plan, error) {
		p, _, err := w.core.Propose(ctx, w.opts.Where, rr...)
		return p, err
	}
}

// mostRows is how many rows one plan is offered for: a plan has at most 1,000 steps.
const mostRows = 200

// changeItems are the lines of a menu that change what stores hold. Only what is possible with all of the rows is
// there: a grey line would say that something is missing, and not what.
func (w *window) changeItems(rows []app.Row) (items []*fyne.MenuItem) {
	if len(rows) == 0 || len(rows) > mostRows {
		return nil
	}
	add := func(label string, run func()) { items = append(items, fyne.NewMenuItem(w.p.Text(label), run)) }
	if q, ok := w.trustOf(rows); ok {
		add("button.trust", func() { w.ask(q) })
	}
	if run := w.blockOf(rows); run != nil {
		add("button.block", run)
	}
	if run := w.removalOf(rows); run != nil {
		add("trust.remove-item", run)
	}
	if q, ok := w.moveOf(rows); ok {
		add("trust.move-item", func() { w.ask(q) })
	}
	if q, ok := w.copyOf(rows); ok {
		add("trust.copy-item", func() { w.ask(q) })
	}
	return items
}

// trustOf is the wish to trust rows for other purposes. It starts with the place that they are in, and what they are
// trusted for there.
func (w *window) trustOf(rows []app.Row) (*wish, bool) {
	q, ok := w.trustWish(app.Distinct(rows))
	if !ok {
		return nil, false
	}
	for i, r := range rows {
		now := both(q.possible, r.Entry.TrustedFor())
		at := slices.ContainsFunc(q.places, func(s trust.Info) bool { return s.ID == r.Store.ID })
		if at && !slices.Contains(q.chosen, r.Store.ID) {
			q.chosen = append(q.chosen, r.Store.ID)
		}
		if i == 0 && at && len(now) > 0 {
			q.purposes = now
		}
	}
	return q, true
}

// moveOf is the wish to have rows among the trusted roots that lie in a list of Windows' where a root counts for nothing. The
// lists must be of one owner.
func (w *window) moveOf(rows []app.Row) (*wish, bool) {
	var from []trust.StoreID
	for _, r := range rows {
		if !change.Movable(w.host, r.Store, r.Entry) || change.RootsBeside(r.Store.ID) != change.RootsBeside(rows[0].Store.ID) {
			return nil, false
		}
		if !slices.Contains(from, r.Store.ID) {
			from = append(from, r.Store.ID)
		}
	}
	return w.moveWish(app.Distinct(rows), from)
}

// moveWish is the wish to move certificates out of lists; false where they may not be trusted.
func (w *window) moveWish(cc []*cert.Certificate, from []trust.StoreID) (*wish, bool) {
	q, ok := w.trustWish(cc)
	if !ok {
		return nil, false
	}
	q.title, q.from = "trust.move-title", from
	q.places = slices.DeleteFunc(q.places, func(s trust.Info) bool { return s.ID != change.RootsBeside(from[0]) })
	if len(q.places) == 0 {
		return nil, false
	}
	q.chosen = []trust.StoreID{q.places[0].ID}
	return q, true
}

// copyOf is the wish to have rows in a place that lacks one of them, trusted as they are.
func (w *window) copyOf(rows []app.Row) (*wish, bool) {
	if slices.ContainsFunc(rows, func(r app.Row) bool { return !change.Changes(w.host, r.Store) }) {
		return nil, false // trusting what lies in a file or in a list that ships with a program is a copy by itself
	}
	q, ok := w.trustOf(rows)
	if !ok {
		return nil, false
	}
	q.title, q.chosen = "trust.copy-title", nil
	if now := both(q.possible, rows[0].Entry.TrustedFor()); len(now) > 0 {
		q.purposes = now
	}
	q.places = slices.DeleteFunc(q.places, func(s trust.Info) bool { return w.holdsAll(s.ID, q.certs) })
	return q, len(q.places) > 0
}

func (w *window) holdsAll(id trust.StoreID, cc []*cert.Certificate) bool {
	for _, s := range w.host.Stores {
		if s.ID != id {
			continue
		}
		return !slices.ContainsFunc(cc, func(x *cert.Certificate) bool {
			return !change.StateOf(s.Entries, x.SHA256).Present
		})
	}
	return false
}

// blockOf blocks rows where they are; what lies in a list that ships with a program is blocked in the program's own
// store, which is asked for, and of what other stores inherit it is asked for whom. nil = some of them cannot be.
func (w *window) blockOf(rows []app.Row) func() {
	shipped, also := 0, map[trust.StoreID]bool{}
	for _, r := range rows {
		for _, s := range r.Also {
			also[s.ID], also[r.Store.ID] = true, true
		}
		switch {
		case change.Changes(w.host, r.Store):
			if !change.MayBlock(r.Store, r.Entry) {
				return nil
			}
		case r.Entry.Origin == trust.Vendor:
			shipped++
		default:
			return nil
		}
	}
	if shipped == 0 && len(also) == 0 {
		return func() { w.propose(w.planOf(whereTheyAre(change.Distrust, rows)), w.core.Apply) }
	}
	q := &wish{op: change.Distrust, title: "trust.block-title", certs: app.Distinct(rows)}
	for _, s := range w.changeable() {
		if also[s.ID] || len(also) == 0 && s.Scope == trust.ScopeUser {
			q.places = append(q.places, s)
		}
	}
	if len(also) == 0 && shipped < len(rows) || len(q.places) == 0 {
		return nil
	}
	if len(q.places) == 1 {
		q.chosen = []trust.StoreID{q.places[0].ID}
	}
	return func() { w.ask(q) }
}

// removalOf removes rows from where they are; nil = some of them cannot be.
func (w *window) removalOf(rows []app.Row) func() {
	for _, r := range rows {
		if !change.Changes(w.host, r.Store) || !change.MayRemove(r.Store, r.Entry) {
			return nil
		}
	}
	return func() { w.propose(w.planOf(whereTheyAre(change.Remove, rows)), w.core.Apply) }
}

func whereTheyAre(op change.Op, rows []app.Row) (out []change.Request) {
	for _, r := range rows {
		out = append(out, change.Request{Op: op, Certificate: r.Entry.Certificate, Stores: []trust.StoreID{r.Store.ID}})
	}
	return out
}

// question is the title of a wish.
func (w *window) question(q *wish) string {
	if len(q.certs) > 1 {
		return w.p.Text(q.title+"-many", "count", len(q.certs))
	}
	name := w.core.Names().ShortName(q.certs[0])
	return w.p.Print(message.M(q.title, "root", name, "cert", name))
}
