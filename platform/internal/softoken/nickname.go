package softoken

import (
	"strconv"
	"strings"
	"unicode"

	"certviewer/cert"
)

// maxNickname is the longest nickname in characters. It comes from the certificate, which may be hostile.
const maxNickname = 200

// nickname returns what a certificate is called in the database: name if there is one, else
// "CN - issuer's O" as Firefox and pk12util do. NSS takes what stands before a colon for the name
// of a token.
func nickname(c *cert.Certificate, name string) string {
	if name == "" {
		name = c.Subject.Display()
		if o := c.Issuer.Organization(); o != "" {
			name += " - " + o
		}
	}
	name = strings.Map(func(r rune) rune {
		switch {
		case r == ':':
			return '-'
		case unicode.IsControl(r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > maxNickname {
		name = string(runes[:maxNickname])
	}
	if name = strings.TrimSpace(name); name == "" {
		name = c.SHA256.String()
	}
	return name
}

// numbered returns the n-th form of a nickname: another subject's certificate may not share it.
func numbered(name string, n int) string {
	if n < 2 {
		return name
	}
	return name + " #" + strconv.Itoa(n)
}
