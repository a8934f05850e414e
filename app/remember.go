package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// A Keyring is the system's password store. Its errors are *message.Problem or the context's; each call returns within
// seconds, whatever the system does.
type Keyring interface {
	// Check reports why the store cannot be used now.
	Check(ctx context.Context) error
	// Get returns the secret of an account, which the caller wipes; ok is false when there is none.
	Get(ctx context.Context, account string) (secret []byte, ok bool, err error)
	// Set keeps the secret of an account, in place of an older one.
	Set(ctx context.Context, account string, secret []byte) error
	// Delete forgets the secret of an account. That there is none is no error.
	Delete(ctx context.Context, account string) error
	// DeleteAll forgets all that this program ever kept.
	DeleteAll(ctx context.Context) error
}

// A SecretKind is what a remembered secret opens.
type SecretKind string

// The kinds.
const (
	AccessPIN       SecretKind = "pin"              // a .p12 file
	PrimaryPassword SecretKind = "primary-password" // an NSS database
)

// A Remembered says what is kept in the system's password store. The secret is not in it.
type Remembered struct {
	Kind    SecretKind    `json:"kind"`
	SHA256  string        `json:"sha256,omitempty"` // AccessPIN: of the certificate that the file is for
	Name    string        `json:"name,omitempty"`   // AccessPIN: what that certificate is called
	Store   trust.StoreID `json:"store,omitempty"`  // PrimaryPassword: whose it is
	Account string        `json:"account"`          // where the password store keeps it
	Time    time.Time     `json:"time"`             // when it was kept
}

// PINOf names the access PIN of the .p12 file that holds a certificate with its key.
func (a *App) PINOf(c *cert.Certificate) Remembered {
	fp := c.SHA256.String()
	return Remembered{Kind: AccessPIN, SHA256: fp, Name: a.Catalog.ShortName(c), Account: "pin/" + fp}
}

// PasswordOf names the Primary Password of a store. Two homes may have a store of the same ID: its folder counts too.
func PasswordOf(s trust.Info) Remembered {
	where := sha256.Sum256([]byte(string(s.ID) + "\x00" + s.Path))
	return Remembered{Kind: PrimaryPassword, Store: s.ID, Account: "nss/" + hex.EncodeToString(where[:])}
}

// Label is what a remembered secret is called: "access PIN for “山田 花子”". host may be nil; a place is then called by
// its kind.
func (r Remembered) Label(host *facts.Host) message.Message {
	if r.Kind == PrimaryPassword {
		return message.M("keyring.password-of", "place", placeOf(host, r.Store))
	}
	return message.M("keyring.pin-of", "cert", r.Name)
}

// ErrNoSecret is the error of Remember for an empty secret: it would take the place of the one that was kept.
var ErrNoSecret = errors.New("an empty secret is not kept")

// Remember keeps a secret that a person asked to be kept; the caller still wipes its own. The errors are ErrNoSecret, those of
// Keyring, and of the data folder.
func (a *App) Remember(ctx context.Context, r Remembered, secret []byte) error {
	if len(secret) == 0 {
		return ErrNoSecret
	}
	ix, err := openIndex()
	if err != nil {
		return err
	}
	// The index goes first: it may name a secret that is not there, and must never lack one that is.
	had := ix.has(r.Account)
	r.Time = a.Now().UTC().Truncate(time.Second)
	if err := ix.add(r); err != nil {
		return err
	}
	err = a.Keyring.Set(ctx, r.Account, secret)
	if err != nil && !had && !mayStillCome(err) {
		ix.remove(r.Account)
	}
	a.Log.Info("keyring", "op", "remember", "kind", r.Kind, "code", codeOf(err))
	return err
}

// mayStillCome reports whether a store that gave this error might do what it was asked for later on.
func mayStillCome(err error) bool {
	return codeOf(err) == "keyring-hanging" || errors.Is(err, context.Canceled)
}

// Recall returns a secret that was kept, which the caller wipes; ok is false when there is none. The password store is
// asked only for what the index names.
func (a *App) Recall(ctx context.Context, r Remembered) (secret []byte, ok bool, err error) {
	ix, err := openIndex()
	if err != nil || !ix.has(r.Account) {
		return nil, false, err
	}
	secret, ok, err = a.Keyring.Get(ctx, r.Account)
	if err == nil && !ok { // somebody deleted it with the system's own tools
		ix.remove(r.Account)
	}
	a.Log.Info("keyring", "op", "recall", "kind", r.Kind, "code", codeOf(err))
	return secret, ok, err
}

// Remembered lists what was kept, the newest first. The list is there also when the error says why the password store
// cannot be used now.
func (a *App) Remembered(ctx context.Context) ([]Remembered, error) {
	ix, err := openIndex()
	if err != nil {
		return nil, err
	}
	return ix.all(), a.Keyring.Check(ctx)
}

// Forget deletes one secret from the password store.
func (a *App) Forget(ctx context.Context, r Remembered) error {
	ix, err := openIndex()
	if err != nil {
		return err
	}
	err = a.Keyring.Delete(ctx, r.Account)
	if err == nil {
		err = ix.remove(r.Account)
	}
	a.Log.Info("keyring", "op", "forget", "kind", r.Kind, "code", codeOf(err))
	return err
}

// ForgetAll deletes every secret that this program ever kept, also those that the index does not name.
func (a *App) ForgetAll(ctx context.Context) error {
	ix, err := openIndex()
	if err != nil {
		return err
	}
	err = a.Keyring.DeleteAll(ctx)
	if err == nil {
		for _, r := range ix.all() {
			if err = ix.remove(r.Account); err != nil {
				break
			}
		}
	}
	a.Log.Info("keyring", "op", "forget-all", "code", codeOf(err))
	return err
}

// codeOf is the code of an error for the log.
func codeOf(err error) string {
	if err == nil {
		return "ok"
	}
	return message.AsProblem(err).What.ID
}

// FindRemembered returns what text names: a store by its ID, or certificates by a SHA-256 or its beginning.
func FindRemembered(all []Remembered, text string) (found []Remembered) {
	query, err := cert.ParseQuery(text)
	for _, r := range all {
		switch r.Kind {
		case PrimaryPassword:
			if strings.EqualFold(string(r.Store), text) {
				found = append(found, r)
			}
		case AccessPIN:
			if err == nil && strings.HasPrefix(r.SHA256, query.Digits) {
				found = append(found, r)
			}
		}
	}
	return found
}
