package catalog

import (
	"io/fs"
	"strings"
	"time"

	"certviewer/cert"
)

// UPKI is what is known of the client certificates of Japanese universities, which NII's
// UPKI certificate service issues.
type UPKI struct {
	// Cutoff: client and mail certificates of the old issuers with an earlier notBefore stopped
	// working on the day Stopped. 2020-12-25 00:00 Japan time.
	Cutoff  time.Time
	Stopped time.Time // 2022-01-17 00:00 Japan time
	Source  Source    // the notice
	Sources []Source  // of these dates, the notice first
	Issuers []Issuer

	byName   map[string]*Issuer
	patterns []pattern
}

// An Issuer is a CA of the UPKI family, by its exact name: one name may stand for several
// certificates and keys.
type Issuer struct {
	Name    string // RFC 4514
	Role    Role
	Sources []Source
}

// A Role is what an Issuer of the UPKI family issues.
type Role string

// The roles.
const (
	OldClient Role = "old-client" // client and mail certificates, at the time of NII's notice of 2022-01-17
	Successor Role = "successor"  // client and mail certificates, since
	ForServer Role = "server"
	ForCode   Role = "code"
)

// pattern is a part of a name that newer issuers of the family are known by.
type pattern struct{ attribute, prefix string }

// UPKI returns what is known of UPKI client certificates.
func (c *Catalog) UPKI() *UPKI { return c.upki }

// IsOldIssuer reports whether n is one of the client and mail issuers that NII's notice is about.
// The issuers were signed anew under their old keys, so neither the key nor the name tells what
// they issued when: the date does.
func (u *UPKI) IsOldIssuer(n cert.Name) bool {
	i := u.byName[n.String()]
	return i != nil && i.Role == OldClient
}

// Listed reports whether the issuer n is in our list by its exact name, for whatever purpose.
func (u *UPKI) Listed(n cert.Name) bool { return u.byName[n.String()] != nil }

// InFamily reports whether n is, or by its name seems to be, an issuer of UPKI client or mail
// certificates. One that is in the family and not listed is newer than our knowledge.
func (u *UPKI) InFamily(n cert.Name) bool {
	if i := u.byName[n.String()]; i != nil {
		return i.Role == OldClient || i.Role == Successor
	}
	for _, p := range u.patterns {
		for _, v := range n.Get(p.attribute) {
			if len(v) >= len(p.prefix) && strings.EqualFold(v[:len(p.prefix)], p.prefix) {
				return true
			}
		}
	}
	return false
}

// readUPKI reads one record of dates, then the issuers and the patterns.
func (c *Catalog) readUPKI(dir fs.FS, file string) error {
	u := &UPKI{byName: map[string]*Issuer{}}
	err := readRecords(dir, file, func(r *record) {
		if f, ok := r.maybe("cutoff"); ok {
			u.Cutoff, u.Stopped = r.moment(f), r.moment(r.one("stopped"))
			if u.Sources = r.sources(c); len(u.Sources) > 0 {
				u.Source = u.Sources[0]
			}
			return
		}
		if f, ok := r.maybe("family"); ok {
			attribute, prefix, cut := strings.Cut(f.value, "=")
			if !cut || prefix == "" {
				r.fail(f, "not of the form ATTRIBUTE=prefix")
			}
			u.patterns = append(u.patterns, pattern{attribute, prefix})
			r.sources(c)
			return
		}
		i := &Issuer{Name: r.text("issuer"), Sources: r.sources(c)}
		role := r.one("role")
		switch i.Role = Role(role.value); i.Role {
		case OldClient, Successor, ForServer, ForCode:
		default:
			r.fail(role, "%q is not a role", role.value)
		}
		u.Issuers = append(u.Issuers, *i)
		u.byName[i.Name] = i
	})
	c.upki = u
	return err
}
