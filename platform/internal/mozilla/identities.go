package mozilla

import (
	"fmt"
	"slices"
	"strings"

	"certviewer/cert"
	"certviewer/trust"
)

// An Identity is one sender of Thunderbird's: a name, an address, and the certificates that are used for it.
type Identity struct {
	ID         string // "id1"
	Account    string // its account's name as Thunderbird shows it
	FullName   string
	Address    string
	Signing    trust.Reference
	Encryption trust.Reference
	Signs      bool // mail is signed unless the person says otherwise
	Encrypts   bool // mail is encrypted unless the person says otherwise
}

// A Use is what a setting names a certificate for.
type Use string

// The uses.
const (
	Signing    Use = "signing"
	Encryption Use = "encryption"
)

// Uses are all of them.
var Uses = []Use{Signing, Encryption}

// prefix is what the names of an identity's preferences begin with.
func prefix(identity string) string { return "mail.identity." + identity + "." }

// CertPrefs are the names of the two preferences of an identity for one use: the certificate's name, which is for show, and what
// finds it.
func CertPrefs(identity string, u Use) (name, key string) {
	return prefix(identity) + string(u) + "_cert_name", prefix(identity) + string(u) + "_cert_dbkey"
}

// Identities returns the senders of all accounts, in the accounts' order. One that no account has any more, as
// Thunderbird leaves them behind, is left out.
func Identities(pp Prefs) (out []Identity) {
	for _, account := range pp.List("mail.accountmanager.accounts") {
		server := "mail.server." + pp.String("mail.account."+account+".server") + "."
		name := pp.String(server + "name")
		if name == "" {
			name = pp.String(server + "hostname")
		}
		for _, id := range pp.List("mail.account." + account + ".identities") {
			if slices.ContainsFunc(out, func(i Identity) bool { return i.ID == id }) {
				continue
			}
			at := prefix(id)
			signs, ok := pp.Find(at + "sign_mail")
			policy, known := pp.Find(at + "encryptionpolicy")
			out = append(out, Identity{
				ID: id, Account: name, FullName: pp.String(at + "fullName"), Address: pp.String(at + "useremail"),
				Signing: pp.reference(id, Signing), Encryption: pp.reference(id, Encryption),
				Signs: ok && signs.Text == "true", Encrypts: known && policy.Text != "0",
			})
		}
	}
	return out
}

// reference is the certificate that an identity names for a use.
func (pp Prefs) reference(identity string, u Use) trust.Reference {
	name, key := CertPrefs(identity, u)
	r, _ := ParseDBKey(pp.String(key))
	r.Name = pp.String(name)
	return r
}

// Appoint returns the edits that make an identity use c. The name is c's common name, as Thunderbird writes it
// (nsIX509Cert.displayName), and not its nickname in the database.
func Appoint(identity string, u Use, c *cert.Certificate) []Edit {
	name, key := CertPrefs(identity, u)
	return []Edit{{name, StringStatement(name, c.Subject.Display())}, {key, StringStatement(key, DBKey(c))}}
}

// Pinned returns which of an identity's preferences a user.js sets: Thunderbird takes them from there at every start.
func Pinned(userJS Prefs, identity string) (out []string) {
	for _, u := range Uses {
		name, key := CertPrefs(identity, u)
		for _, pref := range []string{name, key} {
			if _, ok := userJS.Find(pref); ok {
				out = append(out, pref)
			}
		}
	}
	return out
}

// ValidIdentity reports whether id may be an identity's: it becomes part of a preference's name.
func ValidIdentity(id string) bool {
	return id != "" && len(id) < 100 && !strings.ContainsFunc(id, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-')
	})
}

// EditsFor returns the edits that bring back what Statements said of an identity.
func EditsFor(identity string, statements map[string]string) ([]Edit, error) {
	var out []Edit
	for _, u := range Uses {
		name, key := CertPrefs(identity, u)
		out = append(out, Edit{name, statements[name]}, Edit{key, statements[key]})
	}
	for name := range statements {
		if !slices.ContainsFunc(out, func(e Edit) bool { return e.Name == name }) {
			return nil, fmt.Errorf("%w: %q", errStatement, name)
		}
	}
	return out, nil
}

// Statements returns the statements of an identity's four preferences that are there, by name.
func (pp Prefs) Statements(text []byte, identity string) map[string]string {
	out := map[string]string{}
	for _, u := range Uses {
		name, key := CertPrefs(identity, u)
		for _, pref := range []string{name, key} {
			if s := pp.Statement(text, pref); s != "" {
				out[pref] = s
			}
		}
	}
	return out
}

// Near is beside which preferences those of an identity stand.
func Near(identity string) string { return prefix(identity) }
