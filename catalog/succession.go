package catalog

import (
	"slices"
	"strings"

	"certviewer/cert"
)

// Supersedes reports whether next is the same person's later certificate, for the sites that take old: both are by
// one issuer family. It says nothing of dates but which of them is later, and nothing of keys. Whoever has only the
// file of a new certificate asks it too.
func (c *Catalog) Supersedes(next, old *cert.Certificate) bool {
	return next.NotBefore.After(old.NotBefore) && c.SameFamily(next.Issuer, old.Issuer) && SamePerson(next, old)
}

// SameFamily reports whether two issuers are of one family: both of the university's, whose names have changed over the
// years, or one and the same. A site that takes certificates of the one mostly takes those of the other.
func (c *Catalog) SameFamily(a, b cert.Name) bool {
	return c.UPKI().InFamily(a) && c.UPKI().InFamily(b) || a.Equal(b)
}

// SamePerson reports whether two certificates are of one person: by mail address, where both have one, else by the
// subject's common name and organisation.
func SamePerson(a, b *cert.Certificate) bool {
	ea, eb := a.Emails(), b.Emails()
	if len(ea) > 0 && len(eb) > 0 {
		return slices.ContainsFunc(ea, func(x string) bool {
			return slices.ContainsFunc(eb, func(y string) bool { return strings.EqualFold(x, y) })
		})
	}
	return a.Subject.CommonName() != "" && a.Subject.CommonName() == b.Subject.CommonName() &&
		a.Subject.Organization() == b.Subject.Organization()
}
