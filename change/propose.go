package change

import (
	"slices"
	"strings"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// A Request is what a person asks for: one certificate, in some stores.
type Request struct {
	Op          Op // Add, Trust, Distrust or Remove
	Certificate *cert.Certificate
	Stores      []trust.StoreID // as host has them
	From        []trust.StoreID // for Add and Trust: lists of Windows' that it leaves once it is trusted
	For         []cert.Purpose  // nil: what the catalogue offers, as far as the store can say it
	Fingerprint string          // pasted by the person, for a root that no public programme knows
}

// Propose makes one plan of all requests from what was seen on this computer. Stores that hold what is asked for already
// are left out; when that is all of them, the error is block root-already-trusted, or change-nothing where
// trust was to end. Refusals are a *message.Problem, each with its own block, and refuse the whole.
func Propose(host *facts.Host, c *catalog.Catalog, rr ...Request) (Plan, error) {
	var p Plan
	for _, r := range rr {
		if err := mayAsk(c, r); err != nil {
			return Plan{}, err
		}
		for _, id := range r.Stores {
			first, st, err := prepare(host, c, id)
			if err != nil {
				return Plan{}, err
			}
			s, needed, err := stepFor(st, c, r)
			if err != nil {
				return Plan{}, err
			}
			if !needed {
				continue
			}
			if why := stays(host, st, r); why != "" {
				return Plan{}, &message.Problem{What: message.M(why, "cert", c.ShortName(r.Certificate), "place", places(host, []trust.StoreID{id}))}
			}
			if err := inherited(c, st, s); err != nil {
				return Plan{}, err
			}
			if ByHand(host, st.Info) {
				return Plan{}, byHand(host, s)
			}
			p.add(first, s)
		}
		leaving, err := leave(host, c, r)
		if err != nil {
			return Plan{}, err
		}
		p.Steps = append(p.Steps, leaving...)
	}
	if len(p.Steps) == 0 && len(rr) > 0 {
		return Plan{}, nothingToDo(host, c, rr)
	}
	// Those that need an administrator come last: one child makes them all, and only once the others are made.
	slices.SortStableFunc(p.Steps, func(a, b Step) int { return rank(a) - rank(b) })
	return p, p.Check(c)
}

// stays is the block that says why what a store has is not removed or blocked there, as far as is known before: with a
// private key; the system's own, which comes back with each update; and on Debian, which can only leave out what it
// ships, what an administrator added.
func stays(host *facts.Host, st *facts.Store, r Request) string {
	i := slices.IndexFunc(st.Entries, func(e trust.Entry) bool { return e.Certificate.SHA256 == r.Certificate.SHA256 })
	if i < 0 {
		return ""
	}
	e := st.Entries[i]
	switch {
	case r.Op == Remove && e.HasKey:
		return "change-has-key"
	case st.ID != systemStore:
	case r.Op == Remove && e.Origin == trust.Distribution:
		return "change-shipped"
	case r.Op == Distrust && e.Origin == trust.Admin && host.Computer.Family == "debian":
		return "change-added"
	}
	return ""
}

// add adds a step, and what must come before the first of its store.
func (p *Plan) add(first []Step, s Step) {
	if !slices.ContainsFunc(p.Steps, func(x Step) bool { return x.Store == s.Store }) {
		p.Steps = append(p.Steps, first...)
	}
	p.Steps = append(p.Steps, s)
}

func rank(s Step) int {
	if s.NeedsAdmin {
		return 1
	}
	return 0
}

// nothingToDo says that all is as asked for already.
func nothingToDo(host *facts.Host, c *catalog.Catalog, rr []Request) error {
	r := rr[0]
	where := places(host, r.Stores)
	if r.Op == Distrust || r.Op == Remove {
		return &message.Problem{What: message.M("change-nothing", "cert", c.ShortName(r.Certificate), "place", where)}
	}
	m := message.M("root-already-trusted", "root", c.ShortName(r.Certificate), "place", where)
	trusts := func(id trust.StoreID) bool { return windowsList(id) == "" || windowsList(id) == listRoots }
	if !slices.ContainsFunc(r.Stores, trusts) {
		m.Args["variant"] = message.Text("untrusted")
	}
	return &message.Problem{What: m}
}

// mayAsk refuses what no store should be asked for.
func mayAsk(c *catalog.Catalog, r Request) error {
	if r.Op == Distrust || r.Op == Remove {
		return nil
	}
	x := r.Certificate
	if c.KnownBad(x) != nil {
		return &message.Problem{What: message.M("root-known-bad", "cert", c.ShortName(x))}
	}
	if !x.IsCA() {
		return &message.Problem{What: message.M("root-not-ca", "cert", c.ShortName(x))}
	}
	return Vouched(c, x, r.Fingerprint)
}

// prepare returns a store that a person named, as far as it can be changed, and what comes first where there is none yet: a
// database is made for it.
func prepare(host *facts.Host, c *catalog.Catalog, id trust.StoreID) (first []Step, st *facts.Store, err error) {
	for i := range host.Absent {
		if host.Absent[i].ID == id {
			st = &facts.Store{Info: host.Absent[i]}
			return []Step{create(id)}, st, nil
		}
	}
	i := slices.IndexFunc(host.Stores, func(s facts.Store) bool { return s.ID == id })
	if i < 0 {
		return nil, nil, &message.Problem{What: message.M("store-nothing-there", "place", catalog.PlaceName(id, infos(host)))}
	}
	st = &host.Stores[i]
	switch {
	case strings.HasPrefix(string(st.ID), builtIn):
		return nil, nil, &message.Problem{What: message.M("change-built-in", "place", catalog.PlaceName(st.ID, infos(host)))}
	case st.Problem == nil:
		return nil, st, nil
	case st.Problem.Code == trust.StoreNothingThere && st.Writable:
		return []Step{create(id)}, st, nil
	}
	return nil, nil, Unread(host, c, st.ID, st.Problem)
}

// Unread says why a store of host could not be read.
func Unread(host *facts.Host, c *catalog.Catalog, id trust.StoreID, why *trust.Problem) error {
	name := catalog.PlaceName(id, infos(host))
	return &message.Problem{What: message.M(why.Code, "app", name, "place", name, "count", int(trust.Patience.Seconds()), "catalog_date", message.Day(c.Date))}
}

// builtIn begins the names of the lists that come with programs: what is said of them is written into profiles.
const builtIn = "nss-builtin"

func create(id trust.StoreID) Step {
	return Step{Op: Create, Store: id, For: []cert.Purpose{}, Expect: seenState(trust.State{})}
}

// stepFor makes the step for one store; needed is false when the store holds what is asked for already.
func stepFor(st *facts.Store, c *catalog.Catalog, r Request) (s Step, needed bool, err error) {
	x := r.Certificate
	s = Step{Op: r.Op, Store: st.ID, SHA256: x.SHA256.String(), DER: x.Raw, Name: nickname(x), For: []cert.Purpose{}, NeedsAdmin: st.Scope == trust.ScopeComputer}
	now := StateOf(st.Entries, x.SHA256)
	s.Expect = seenState(now)
	switch r.Op {
	case Remove:
		return s, now.Present, nil
	case Distrust:
		return s, now.Trust[cert.Server].Verdict != trust.Distrusted, nil
	}
	if s.For, err = purposesFor(c, st, x, r.For); err != nil {
		return s, false, err
	}
	if s.Op = Trust; !now.Present {
		s.Op = Add
	}
	return s, !asked(s, now), nil
}

// purposesFor is what a root is to be trusted for in a store: what the person said, else what the catalogue offers
// for it, else servers. A set that the store cannot express is refused.
func purposesFor(c *catalog.Catalog, st *facts.Store, x *cert.Certificate, said []cert.Purpose) ([]cert.Purpose, error) {
	root := c.RootFor(x)
	want := said
	if want == nil {
		want = []cert.Purpose{cert.Server}
		if root != nil && len(root.Offer) > 0 {
			want = root.Offer
		}
	}
	switch windowsList(st.ID) {
	case "":
	case listRoots:
		return want, nil
	default: // no list of what is trusted
		if len(said) > 0 {
			return nil, &message.Problem{What: message.M("change-purpose", "place", catalog.PlaceName(st.ID, nil))}
		}
		return []cert.Purpose{}, nil
	}
	if st.Scope == trust.ScopeComputer { // a bundle keeps no purposes: being there counts for all
		if said == nil && (root == nil || len(root.Distrust) == 0) {
			want = cert.Purposes
		}
		if len(want) != len(cert.Purposes) {
			return nil, &message.Problem{What: message.M("change-purpose", "place", message.M("place.system"))}
		}
		return want, nil
	}
	if !slices.Contains(want, cert.Timestamp) {
		return want, nil
	}
	if said != nil {
		return nil, &message.Problem{What: message.M("change-no-timestamp")}
	}
	return slices.DeleteFunc(slices.Clone(want), func(p cert.Purpose) bool { return p == cert.Timestamp }), nil
}

// nickname is what NSS would call it: "CN - issuer's organisation". A colon would be read as the name of a token.
func nickname(x *cert.Certificate) string {
	n := x.Subject.Display()
	if o := x.Issuer.Organization(); o != "" {
		n += " - " + o
	}
	return strings.ReplaceAll(n, ":", " ")
}

func infos(host *facts.Host) []trust.Info {
	out := slices.Clone(host.Absent)
	for _, s := range host.Stores {
		out = append(out, s.Info)
	}
	return out
}

func places(host *facts.Host, ids []trust.StoreID) message.List {
	var l message.List
	for _, id := range ids {
		l = append(l, catalog.PlaceName(id, infos(host)))
	}
	return l
}
