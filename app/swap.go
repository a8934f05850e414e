package app

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// A Leaving is an old certificate in one store, after the new one has come: whether it stays there, and why.
type Leaving struct {
	Certificate *cert.Certificate
	Store       trust.Info
	Place       message.Arg
	Keep        bool            // what happens unless the person says otherwise
	May         bool            // whether the person may say otherwise: the new one works here
	Shared      bool            // its key stays in any case: the new one has it too, in the same store
	First       bool            // its program offers it for signing in before the new one, until it leaves
	Why         message.Message // the block that tells: 305 to 308
}

// Leavings returns what is to be decided about the certificates that next takes the place of. It removes by default what
// a program only signed in with; it keeps what opens mail, and everything where next does not work. outcomes are those
// of the import, where there was one: a store whose proof failed keeps the old one.
func (a *App) Leavings(host *facts.Host, next *cert.Certificate, old []*cert.Certificate, outcomes []change.Outcome) (out []Leaving) {
	infos, in := infosOfHost(host), a.placesOf(host)
	for _, x := range old {
		for _, s := range host.Stores {
			if !holdsKey(s, x) || !change.TakesKeys(host, s.Info) {
				continue
			}
			place := catalog.PlaceName(s.ID, infos)
			l := Leaving{Certificate: x, Store: s.Info, Place: place, May: true, First: comesBefore(x, in(s.ID, next)), Shared: sharesKey(s, x, next)}
			switch {
			case s.Running:
				l.Keep, l.May = true, false
				l.Why = message.M("swap-not-proven", "app", place, "reason", message.M("reason.running"))
			case !holdsKey(s, next):
				l.Keep, l.May = true, false
				l.Why = message.M("swap-not-proven", "app", place, "reason", message.M("reason.new-not-there"))
			case unproven(outcomes, s.ID, next) != "":
				l.Keep, l.May = true, false
				l.Why = message.M("swap-not-proven", "app", place, "reason", faultReason(unproven(outcomes, s.ID, next)))
			case opensMail(host, s, x):
				l.Keep = true
				l.Why = message.M("swap-keep-for-mail", "app", place)
				switch signs := signsMail(host, s.ID, x); {
				case signs && next.Permits(cert.Email): // a user.js says so, or the settings could not be changed
					l.vary("still")
				case signs:
					l.vary("signs")
				}
				if l.Shared { // mail names the certificate that it was sealed for (RFC 5652 6.2.1), and NSS looks for that one
					l.vary("shared")
				}
			default:
				l.Why = message.M("swap-remove-offer", "app", place, "apps", signingIn(in(s.ID, next), place))
				if s.Application == "" && len(in(s.ID, next).Programs) == 0 { // a list of Windows', of no program that we know
					l.vary("list")
				}
				if l.First {
					l.vary(how(in(s.ID, x), "first", "sent"))
				}
				if l.Shared {
					l.vary("shared")
				}
			}
			out = append(out, l)
		}
	}
	return out
}

// vary has Why told with one more of its variants.
func (l *Leaving) vary(variant string) {
	said, _ := l.Why.Args["variant"].(message.List)
	l.Why.Args["variant"] = append(said, message.Text(variant))
}

// MayHold reports whether one of these old certificates may be in a destination that cannot be read. In a profile that was
// left in the old form years ago there is none of later years.
func (a *App) MayHold(ctx context.Context, d Destination, old []*cert.Certificate) bool {
	known := d.Problem != nil && d.Problem.Code == trust.StoreOldFormat && len(old) > 0 && a.Lacks != nil && a.Lacks(ctx, d.Store, old)
	return d.Unread && !known
}

// RemovalOffer is what is to be said of taking old certificates away, besides why each may go: block swap-remove-offer.
func RemovalOffer(leave []Leaving) message.Message {
	m := message.M("swap-remove-offer", "app", leave[0].Place, "apps", message.List{leave[0].Place})
	if !slices.ContainsFunc(leave, func(l Leaving) bool { return !l.Shared }) {
		m.Args["variant"] = message.Text("shared")
	}
	return m
}

// NothingOlder is block swap-nothing-older, where nothing on this computer is replaced by f, which goes to dd.
func NothingOlder(f *P12, dd []Destination) message.Message {
	m := f.speaking(message.M("swap-nothing-older"))
	if f.IsFile() && slices.ContainsFunc(dd, func(d Destination) bool { return d.Has }) {
		m.Args = message.Args{"variant": message.Text("there")}
	}
	return m
}

// speaking has a block about a file speak of a certificate that is here already, where there is no file.
func (f *P12) speaking(m message.Message) message.Message {
	if !f.IsFile() {
		m.Args = maps.Clone(m.Args)
		if m.Args == nil {
			m.Args = message.Args{}
		}
		m.Args["variant"] = message.Text("here")
	}
	return m
}

// SwapLeavings are the Leavings of all that a file brings: each old certificate in each store once.
func (a *App) SwapLeavings(host *facts.Host, f *P12, outcomes []change.Outcome) (out []Leaving) {
	for _, id := range a.identitiesFor(host, f) {
		for _, l := range a.Leavings(host, id.Certificate, id.Replaces, outcomes) {
			if !slices.ContainsFunc(out, func(o Leaving) bool { return o.Store.ID == l.Store.ID && o.Certificate.SHA256 == l.Certificate.SHA256 }) {
				out = append(out, l)
			}
		}
	}
	return out
}

// opensMail reports whether a store's program may need an old key to open mail: a mail program does, with a certificate
// for mail or one that an account names. Where no mail program has a mail certificate's key, the last copies of it stay.
func opensMail(host *facts.Host, s facts.Store, x *cert.Certificate) bool {
	named := func(id trust.StoreID) bool {
		return slices.ContainsFunc(host.Accounts, func(m facts.Account) bool {
			return m.Store == id && (m.Signing.Means(x) || m.Encryption.Means(x))
		})
	}
	if named(s.ID) {
		return true
	}
	if !x.Permits(cert.Email) || !unseals(x) {
		return false
	}
	return readsMail(s) || !slices.ContainsFunc(host.Stores, func(o facts.Store) bool { return readsMail(o) && holdsKey(o, x) })
}

func readsMail(s facts.Store) bool { return s.Application == "thunderbird" }

// signsMail reports whether an account of a store's program signs with a certificate.
func signsMail(host *facts.Host, id trust.StoreID, x *cert.Certificate) bool {
	return slices.ContainsFunc(host.Accounts, func(m facts.Account) bool { return m.Store == id && m.Signing.Means(x) })
}

// placesOf returns what the program of a store does with a certificate of the person's; zero where it does nothing.
func (a *App) placesOf(host *facts.Host) func(trust.StoreID, *cert.Certificate) diagnose.ClientPlace {
	list := a.Clients(host).List
	return func(id trust.StoreID, x *cert.Certificate) diagnose.ClientPlace {
		for _, c := range list {
			for _, p := range c.Places {
				if c.Certificate.SHA256 == x.SHA256 && p.Store.ID == id {
					return p
				}
			}
		}
		return diagnose.ClientPlace{}
	}
}

// comesBefore reports whether x is what a program offers instead of the certificate of which p tells. That x is offered first is
// not enough: it is so for the sites of its own issuer, and the new one may be of another, or not be there.
func comesBefore(x *cert.Certificate, p diagnose.ClientPlace) bool {
	return p.Offer == diagnose.Behind && p.Before != nil && p.Before.SHA256 == x.SHA256
}

// unseals reports whether mail may have been sealed for a certificate (RFC 8550 4.4.2). An absent keyUsage forbids
// nothing.
func unseals(x *cert.Certificate) bool {
	u := x.KeyUsages()
	return len(u) == 0 || slices.Contains(u, "keyEncipherment") || slices.Contains(u, "keyAgreement")
}

// sharesKey reports whether the key of x stays in a store because next has the same. What other old certificates have goes with
// the last of them.
func sharesKey(s facts.Store, x, next *cert.Certificate) bool {
	return holdsKey(s, next) && bytes.Equal(x.SPKI, next.SPKI) && change.SharesKey(&s, x)
}

// unproven is the code of what speaks against a certificate in a store, the import or the proof of its key; "" when
// nothing does.
func unproven(outcomes []change.Outcome, id trust.StoreID, x *cert.Certificate) string {
	for _, o := range outcomes {
		about := o.Step.Store == id && o.Step.SHA256 == x.SHA256.String() && (o.Step.Op == change.Import || o.Step.Op == change.Prove)
		switch {
		case about && !o.OK && o.Fault != nil:
			return o.Fault.Code
		case about && !o.OK:
			return "change-not-tried"
		}
	}
	return ""
}

// ProposeRemoval makes the plan that takes old certificates with their private keys out of the stores, and the links
// that nothing else there needs.
func (a *App) ProposeRemoval(ctx context.Context, w trust.Where, leave []Leaving) (change.Plan, *facts.Host, error) {
	host, err := a.Gather(ctx, task.Talk{}, w)
	if err != nil {
		return change.Plan{}, nil, err
	}
	p, err := a.PreviewRemoval(host, leave)
	if err != nil {
		return change.Plan{}, host, err
	}
	return p, host, stillRunning(host, p)
}

// PreviewRemoval is the plan that ProposeRemoval would make now, by what was seen last.
func (a *App) PreviewRemoval(host *facts.Host, leave []Leaving) (change.Plan, error) {
	var p change.Plan
	left := *host // as it will be after the steps so far: two old certificates may share a link that no other needs
	left.Stores = slices.Clone(host.Stores)
	for _, l := range leave {
		one, err := change.ProposeRemoval(&left, a.Catalog, change.Removal{Certificate: l.Certificate, Stores: []trust.StoreID{l.Store.ID}, Links: true})
		if err != nil {
			return change.Plan{}, err
		}
		p.Steps = append(p.Steps, one.Steps...)
		if s := storeOf(&left, l.Store.ID); s != nil {
			s.Entries = slices.DeleteFunc(slices.Clone(s.Entries), func(e trust.Entry) bool {
				return slices.ContainsFunc(one.Steps, func(st change.Step) bool { return st.SHA256 == e.Certificate.SHA256.String() })
			})
		}
	}
	return p, p.Check(a.Catalog)
}

// ApplyRemoval makes a plan of ProposeRemoval that a person confirmed. Each private key is in its backup before it
// leaves; b is nil where a person who has the old .p12 file wants none.
func (a *App) ApplyRemoval(ctx context.Context, talk task.Talk, p change.Plan, b *Backup) (int, []change.Outcome, error) {
	keep := func(context.Context, change.Step, []byte) error { return nil }
	if b != nil {
		keep = b.keep
	}
	return a.apply(ctx, talk, p, change.Of{}, Keys{Keep: keep})
}

func storeOf(host *facts.Host, id trust.StoreID) *facts.Store {
	i := slices.IndexFunc(host.Stores, func(s facts.Store) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return &host.Stores[i]
}
