package change

import (
	"errors"
	"slices"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// An Identity is a certificate with its private key on its way into stores. The key is in no plan: Applier.Key hands
// it over when its step comes.
type Identity struct {
	Certificate *cert.Certificate
	Name        string              // the friendly name in its file; "" = the store gives it one
	With        []*cert.Certificate // what else the file holds
	Replaces    []*cert.Certificate // the same person's older ones, of which programs' settings speak
	Prove       bool                // a store that has it already proves its key again
}

// A Link is a certificate between an imported one and its root: programs send it along when they sign in.
type Link struct {
	Certificate *cert.Certificate
	From        trust.StoreID // the store it was found in; "" = the file
}

// Links returns what lies between the certificate and its root, the certificate's issuer first: as the file has it, and
// where the file has gaps as stores of host have it. The root is not among them.
func (id Identity) Links(host *facts.Host) (out []Link) {
	pool := slices.Clone(id.With)
	from := map[cert.Fingerprint]trust.StoreID{}
	for _, s := range host.Stores {
		for _, e := range s.Entries {
			if _, known := from[e.Certificate.SHA256]; !known {
				from[e.Certificate.SHA256] = s.ID
				pool = append(pool, e.Certificate)
			}
		}
	}
	for _, x := range id.With {
		from[x.SHA256] = ""
	}
	for _, x := range cert.Chain(id.Certificate, pool)[1:] {
		if x.SelfSigned() {
			break
		}
		out = append(out, Link{x, from[x.SHA256]})
	}
	return out
}

// ProposeImport makes the plan of an import: for each of the stores, as host has them, each certificate with its key, then
// the links that the store lacks, which are given no trust; then what the settings of its program say of a
// certificate that is replaced: mail accounts name the new one, where it is for mail, and sites for which the old one
// is remembered are forgotten; and last those roots that the person asked for, trusted as a request of Propose would trust them,
// in the stores that each request names. A certificate whose kind of key a store cannot hold stays out of it. What a store
// holds already is left out; when that is all, the error is block p12-already-there. Refusals are a *message.Problem.
func ProposeImport(host *facts.Host, c *catalog.Catalog, ids []Identity, stores []trust.StoreID, roots ...Request) (Plan, error) {
	for _, r := range roots {
		if err := mayAsk(c, r); err != nil {
			return Plan{}, err
		}
	}
	var p Plan
	var refused *message.Problem
	held := false
	for _, at := range stores {
		first, st, err := prepare(host, c, at)
		if err != nil {
			return Plan{}, err
		}
		if !TakesKeys(host, st.Info) {
			return Plan{}, &message.Problem{What: message.M("p12-no-keys-there", "place", catalog.PlaceName(at, infos(host)))}
		}
		var there []Identity // once the plan is made
		for _, id := range ids {
			now := StateOf(st.Entries, id.Certificate.SHA256)
			if now.Present && now.HasKey {
				if id.Prove {
					p.Steps = append(p.Steps, newStep(Prove, st.ID, id.Certificate, now.Name, now))
				}
			} else if kind, ok := errors.AsType[*trust.KeyKindError](HoldsKeyOf(st.Info, id.Certificate)); ok {
				refused = &message.Problem{What: message.M("p12-key-kind", "app", places(host, stores), "cert", c.ShortName(id.Certificate), "kind", kind.Kind), Cause: kind}
				continue
			} else {
				p.importInto(host, st, first, id, now)
			}
			there = append(there, id)
		}
		held = held || len(there) > 0
		for _, id := range there {
			ss, err := settingSteps(host, st.ID, id)
			if err != nil {
				return Plan{}, err
			}
			for _, s := range ss {
				if !p.sets(s) {
					p.Steps = append(p.Steps, s)
				}
			}
		}
		if len(there) == 0 {
			continue
		}
		for _, r := range roots {
			if !slices.Contains(r.Stores, at) {
				continue
			}
			s, needed, err := stepFor(RootsOf(host, st), c, r)
			if err != nil {
				return Plan{}, err
			}
			if needed {
				p.Steps = append(p.Steps, s)
			}
		}
	}
	switch {
	case len(p.Steps) > 0:
		return p, p.Check(c)
	case refused != nil && !held:
		return Plan{}, refused
	}
	return Plan{}, &message.Problem{What: AlreadyThere(places(host, stores))}
}

// AlreadyThere is block p12-already-there about one place or several.
func AlreadyThere(in message.List) message.Message {
	m := message.M("p12-already-there", "app", in)
	if len(in) > 1 {
		m.Args["variant"] = message.Text("several")
	}
	return m
}

// importInto adds the steps that bring an identity into a store, and the links that it lacks there.
func (p *Plan) importInto(host *facts.Host, st *facts.Store, first []Step, id Identity, now trust.State) {
	p.add(first, newStep(Import, st.ID, id.Certificate, id.Name, now))
	at := linksTo(host, st)
	for _, l := range id.Links(host) {
		if now := StateOf(at.Entries, l.Certificate.SHA256); !now.Present && !p.brings(at.ID, l.Certificate) {
			p.Steps = append(p.Steps, newStep(Add, at.ID, l.Certificate, nickname(l.Certificate), now))
		}
	}
}

// brings reports whether a step of the plan puts a certificate into a store.
func (p Plan) brings(id trust.StoreID, x *cert.Certificate) bool {
	return slices.ContainsFunc(p.Steps, func(s Step) bool {
		return s.Store == id && (s.Op == Add || s.Op == Import) && s.SHA256 == x.SHA256.String()
	})
}

// sets reports whether the plan has a step about the setting of s: of two identities, the first has an account.
func (p Plan) sets(s Step) bool {
	return slices.ContainsFunc(p.Steps, func(t Step) bool {
		return t.Op == Prefs && t.Store == s.Store && t.Account == s.Account && (s.Account != "" || t.SHA256 == s.SHA256)
	})
}

// settingSteps are what the settings of a store's program are to say once an identity is there.
func settingSteps(host *facts.Host, at trust.StoreID, id Identity) (out []Step, err error) {
	add := func(x *cert.Certificate, account string) error {
		s := newStep(Prefs, at, x, "", trust.State{})
		s.Account = account
		now, err := StateFor(host, s)
		s.Expect = seenState(now)
		out = append(out, s)
		return err
	}
	for _, a := range host.Accounts {
		named := func(old *cert.Certificate) bool { return a.Signing.Means(old) || a.Encryption.Means(old) }
		if a.Store != at || a.Pinned || !id.Certificate.Permits(cert.Email) || !slices.ContainsFunc(id.Replaces, named) {
			continue
		}
		if err := add(id.Certificate, a.ID); err != nil {
			return nil, err
		}
	}
	for _, old := range id.Replaces {
		chosen := func(c facts.Choice) bool { return c.Store == at && c.Certificate.Means(old) }
		if !slices.ContainsFunc(host.Choices, chosen) {
			continue
		}
		if err := add(old, ""); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// TakesKeys reports whether a store of host can hold private keys that this program puts there.
func TakesKeys(host *facts.Host, s trust.Info) bool {
	if list := windowsList(s.ID); list != "" {
		return list == listPersonal && s.Scope == trust.ScopeUser && Changes(host, s)
	}
	return s.ID != systemStore && Changes(host, s)
}

func newStep(op Op, id trust.StoreID, x *cert.Certificate, name string, now trust.State) Step {
	return Step{Op: op, Store: id, SHA256: x.SHA256.String(), DER: x.Raw, Name: name, For: []cert.Purpose{}, Expect: seenState(now)}
}

// HoldsKeyOf returns a *trust.KeyKindError where a store cannot hold the private key of x, whatever else it takes.
func HoldsKeyOf(s trust.Info, x *cert.Certificate) error {
	if windowsList(s.ID) != "" {
		return trust.WindowsHolds(x)
	}
	return trust.NSSHolds(x)
}
