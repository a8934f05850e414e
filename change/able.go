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

// What can be asked for, so that a face offers nothing that would be refused. Propose decides all of it again.

// Changes reports whether this program can change a store of host, perhaps with an administrator's approval: on Linux the
// databases of NSS that this person may write, and the system's bundle of the distributions whose way of keeping it
// we know; on Windows all of its lists but the one that it fills by itself.
func Changes(host *facts.Host, s trust.Info) bool {
	if s.ID == systemStore {
		return slices.Contains([]string{"debian", "fedora", "arch"}, host.Computer.Family)
	}
	if list := windowsList(s.ID); list != "" {
		return host.Computer.OS == "windows" && list != listFetched
	}
	return host.Computer.OS == "linux" && s.Scope == trust.ScopeUser && s.Writable
}

// Expresses returns which of the purposes wanted a store would trust a certificate for: a bundle keeps no purposes, so
// that what is there counts for all; NSS keeps nothing about time stamps; Windows trusts only what is in its list of roots.
func Expresses(s trust.Info, want []cert.Purpose) []cert.Purpose {
	switch windowsList(s.ID) {
	case "":
	case listRoots:
		return slices.Clone(want)
	default:
		return nil
	}
	if s.Scope == trust.ScopeComputer && len(want) > 0 {
		return cert.Purposes
	}
	return slices.DeleteFunc(slices.Clone(want), func(p cert.Purpose) bool { return p == cert.Timestamp })
}

// Offer returns the purposes that a certificate may be trusted for, and which of them a person starts with: what the
// catalogue offers, else servers alone. None where it may not be trusted at all: it is no CA, it is not whole, its
// key is public, or the programmes ended trust in it and the catalogue offers nothing any more.
func Offer(c *catalog.Catalog, x *cert.Certificate) (possible, usual []cert.Purpose) {
	if !x.IsCA() || x.Err() != nil || c.KnownBad(x) != nil {
		return nil, nil
	}
	possible, usual = cert.Purposes, []cert.Purpose{cert.Server}
	root := c.RootFor(x)
	if root == nil {
		return possible, usual
	}
	if len(root.Distrust) > 0 {
		possible, usual = root.Offer, root.Offer
	}
	if len(root.Offer) > 0 {
		usual = root.Offer
	}
	return possible, usual
}

// Limit returns the block that says why a certificate may not be trusted for every purpose; false where it may.
func Limit(c *catalog.Catalog, x *cert.Certificate) (message.Message, bool) {
	p, limited := errors.AsType[*message.Problem](mayTrust(c, x, cert.Purposes))
	if !limited {
		return message.Message{}, false
	}
	return p.What, true
}

// MayBlock reports whether an entry of a store that can be changed can be blocked there. An administrator's own
// addition to the bundle is removed instead.
func MayBlock(s trust.Info, e trust.Entry) bool {
	if s.ID == systemStore {
		return e.Origin == trust.Distribution
	}
	return e.For(cert.Server).Verdict != trust.Distrusted
}

// MayRemove reports whether an entry of a store that can be changed can be removed: never together with a private
// key, which no undo brings back, nor what the distribution ships, which would come again, nor what belongs to another store.
func MayRemove(s trust.Info, e trust.Entry) bool {
	return !e.HasKey && e.From == "" && (s.ID != systemStore || e.Origin == trust.Admin)
}
