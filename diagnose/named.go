package diagnose

import (
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
)

// store returns the store of this ID, if all that it holds is known.
func (in *Input) store(id trust.StoreID) *facts.Store {
	for i := range in.Host.Stores {
		if s := &in.Host.Stores[i]; s.ID == id && s.Problem == nil {
			return s
		}
	}
	return nil
}

// named returns the certificate that a setting of a store's program names, if the store has it with its key.
func (in *Input) named(r trust.Reference, id trust.StoreID) *holding {
	for _, h := range in.held {
		if r.Means(h.Certificate) && h.keyIn(id) {
			return &h
		}
	}
	return nil
}

// keyIn reports whether this store has the certificate with its key.
func (h holding) keyIn(id trust.StoreID) bool {
	return len(h.where(func(p place) bool { return p.HasKey && p.store.ID == id })) > 0
}

// accountsOf returns the addresses of the mail accounts of the place's program that sign with its certificate.
func (in *Input) accountsOf(p place) (out []string) {
	for _, a := range in.Host.Accounts {
		if a.Store == p.store.ID && a.Signing.Means(p.Certificate) {
			out = appendNew(out, a.Address)
		}
	}
	return out
}

// successorIn returns the newest certificate with its key in this store that supersedes h and can be used; nil when there is none.
// One that is in other stores alone is no help to this store's program.
func (in *Input) successorIn(h holding, id trust.StoreID, fits func(holding) bool) (newest *holding) {
	for _, n := range in.clients() {
		if n.keyIn(id) && in.Catalog.Supersedes(n.Certificate, h.Certificate) && !in.useless(n) && fits(n) && (newest == nil || n.NotBefore.After(newest.NotBefore)) {
			newest = &n
		}
	}
	return newest
}

// readsMail reports whether a mail account of the place's program names the certificate: then mail was sealed for it, whatever the
// certificate says of its use.
func (in *Input) readsMail(p place) bool {
	for _, a := range in.Host.Accounts {
		if a.Store == p.store.ID && (a.Signing.Means(p.Certificate) || a.Encryption.Means(p.Certificate)) {
			return true
		}
	}
	return false
}

// opensOldMail reports whether a mail program may need the key to read mail that was sealed for it.
func (in *Input) opensOldMail(p place) bool {
	return p.HasKey && p.store.Application == "thunderbird" && (p.Certificate.Permits(cert.Email) || in.readsMail(p))
}

// useless reports whether a certificate signs nobody in any more, whatever a program does with it.
func (in *Input) useless(h holding) bool { return in.ended(h.Certificate) || in.stopped(h) }
