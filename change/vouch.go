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
	switch given := hexOnly(pasted); {
	case given == "":
		return &message.Problem{What: message.M("root-paste-fingerprint", "root", c.ShortName(x))}
	case given == x.SHA256.String():
		return nil
	case len(given) == 40:
		return &message.Problem{What: message.M("root-fingerprint-differs", "variant", "short")}
	default:
		return &message.Problem{What: message.M("root-fingerprint-differs")}
	}
}

// hexOnly is a fingerprint as a person pasted it, without colons and spaces, in lower case and half width.
func hexOnly(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(":- \t\r\n\u00a0\u3000\u200b", r) {
			return -1
		}
		return r
	}, cert.Fold(s))
}
