package change

import (
	"strings"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/message"
)

// Vouched reports whether a root may be trusted as far as who it is goes: a public programme knows it, or a person
// pasted its whole SHA-256 fingerprint. Nobody but whoever gave the root away can vouch for it otherwise, and eight
// characters read on the phone are no proof against a look-alike made on purpose. The error is a *message.Problem:
// root-paste-fingerprint where pasted is empty, else root-fingerprint-differs.
func Vouched(c *catalog.Catalog, x *cert.Certificate, pasted string) error {
	if c.Known(x) {
		return nil
	}
	q, err := cert.ParseQuery(pasted)
	switch {
	case strings.Trim(pasted, ":- \t\r\n\u00a0\u3000\u200b") == "":
		return &message.Problem{What: message.M("root-paste-fingerprint", "root", c.ShortName(x))}
	case err == nil && q.Digits == x.SHA256.String():
		return nil
	case err == nil && len(q.Digits) == 40:
		return &message.Problem{What: message.M("root-fingerprint-differs", "root", c.ShortName(x), "variant", "short")}
	}
	return &message.Problem{What: message.M("root-fingerprint-differs", "root", c.ShortName(x))}
}
