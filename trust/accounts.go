package trust

import (
	"context"
	"errors"
	"slices"

	"certviewer/cert"
)

// An Appointer is a Writer of a mail program, whose accounts name the certificate that they sign and open mail with.
// account is what the program's settings call the account, facts.Account.ID. Errors are those below and a Writer's.
type Appointer interface {
	Writer
	// AccountState reads afresh which certificates the account names.
	AccountState(ctx context.Context, account string) (State, error)
	// Appoint makes the account name c for those of signing and encryption that MailUses allows, and leaves the other. c must
	// be in the store with its key.
	Appoint(ctx context.Context, account string, c *cert.Certificate) error
	// RestoreAccount puts back what AccountState said before a change, exactly.
	RestoreAccount(ctx context.Context, account string, before State) error
}

// A Forgetter is a Writer of a browser that remembers for which site a person chose which certificate, and sends it there
// without asking. Errors are those below and a Writer's.
type Forgetter interface {
	Writer
	// ChoiceState reads afresh for which sites c is remembered: Present when there are any, Native says which.
	ChoiceState(ctx context.Context, c *cert.Certificate) (State, error)
	// Forget takes away exactly the choices of c, so that these sites make the browser ask again.
	Forget(ctx context.Context, c *cert.Certificate) error
	// RestoreChoices puts back what ChoiceState said before a change. A site that has another choice by now keeps it.
	RestoreChoices(ctx context.Context, c *cert.Certificate, before State) error
}

// Errors of an Appointer and of a Forgetter.
var (
	ErrInUse     = errors.New("the program that the settings belong to is running")
	ErrNoAccount = errors.New("the program has no such account")
	ErrNotMail   = errors.New("the certificate permits neither signing mail nor encrypting it")
	ErrPinned    = errors.New("a user.js sets the account's certificate at every start")
	ErrChanged   = errors.New("the settings have been changed in between")
)

// MailUses reports what a certificate permits of mail: signing needs one bit of keyUsage, being sent encrypted mail another
// (RFC 8550 4.4.2). An absent keyUsage forbids nothing.
func MailUses(c *cert.Certificate) (signing, encryption bool) {
	if !c.Permits(cert.Email) {
		return false, false
	}
	usages := c.KeyUsages()
	may := func(names ...string) bool {
		return len(usages) == 0 || slices.ContainsFunc(names, func(n string) bool { return slices.Contains(usages, n) })
	}
	return may("digitalSignature", "nonRepudiation"), may("keyEncipherment", "keyAgreement")
}
