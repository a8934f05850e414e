package app

import (
	"slices"

	"certviewer/change"
	"certviewer/facts"
	"certviewer/trust"
)

// Foresee is the computer as it would be once a plan of ProposeImport were made: what a swap would leave can be told
// before anything is written.
func Foresee(host *facts.Host, p change.Plan) *facts.Host {
	out := *host
	out.Stores, out.Accounts = slices.Clone(host.Stores), slices.Clone(host.Accounts)
	for _, step := range p.Steps {
		x := step.Certificate()
		switch step.Op {
		case change.Import:
			s := storeOf(&out, step.Store)
			if s == nil { // its database is made on the way
				i := slices.IndexFunc(out.Absent, func(i trust.Info) bool { return i.ID == step.Store })
				if i < 0 {
					continue
				}
				out.Stores = append(out.Stores, facts.Store{Info: out.Absent[i]})
				s = &out.Stores[len(out.Stores)-1]
			}
			s.Entries = append(slices.DeleteFunc(slices.Clone(s.Entries), func(e trust.Entry) bool { return e.Certificate.SHA256 == x.SHA256 }),
				trust.Entry{Certificate: x, HasKey: true, KeyOrder: lastKey(*s) + 1})
		case change.Prefs:
			for i, m := range out.Accounts {
				if step.Account != "" && m.Store == step.Store && m.ID == step.Account {
					named := trust.Reference{Issuer: x.Issuer.Raw, Serial: x.Serial}
					signing, encryption := trust.MailUses(x)
					if signing {
						out.Accounts[i].Signing = named
					}
					if encryption {
						out.Accounts[i].Encryption = named
					}
				}
			}
		}
	}
	return &out
}

// lastKey is the place of the last key in a store's order: a new one comes behind it.
func lastKey(s facts.Store) (last int) {
	for _, e := range s.Entries {
		last = max(last, e.KeyOrder)
	}
	return last
}
