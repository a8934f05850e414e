package platform

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"certviewer/cert"
	"certviewer/platform/internal/mozilla"
	"certviewer/platform/internal/regular"
	"certviewer/trust"
)

// The preferences of a profile: what the program writes, and what a person lays beside it, which wins at every start.
const (
	prefsFile    = "prefs.js"
	userPrefFile = "user.js"
)

// A mailWriter is the database of a Thunderbird profile together with its accounts: a trust.Appointer.
//
// Thunderbird finds the certificate by the preference that ends in _dbkey; the name beside it is for show. A name alone, or
// a key of a certificate that is gone, makes sending fail, so the two are always written together.
type mailWriter struct{ choiceWriter }

// AccountState implements trust.Appointer. Exact are the statements of the preferences as they are.
func (w mailWriter) AccountState(ctx context.Context, account string) (trust.State, error) {
	text, pp, err := w.prefs(ctx, account)
	if err != nil {
		return trust.State{}, err
	}
	out := trust.State{Present: true}
	for _, i := range mozilla.Identities(pp) {
		if i.ID == account {
			out.Native = trust.Naming(i.Signing, i.Encryption)
		}
	}
	out.Exact, err = json.Marshal(pp.Statements(text, account))
	return out, err
}

// Appoint implements trust.Appointer.
func (w mailWriter) Appoint(ctx context.Context, account string, c *cert.Certificate) error {
	var edits []mozilla.Edit
	signing, encryption := trust.MailUses(c)
	if signing {
		edits = append(edits, mozilla.Appoint(account, mozilla.Signing, c)...)
	}
	if encryption {
		edits = append(edits, mozilla.Appoint(account, mozilla.Encryption, c)...)
	}
	if len(edits) == 0 {
		return trust.ErrNotMail
	}
	switch s, err := w.State(ctx, c); {
	case err != nil:
		return err
	case !s.Present || !s.HasKey:
		return trust.ErrNotPresent
	}
	return w.edit(ctx, account, edits)
}

// RestoreAccount implements trust.Appointer. before may come from a file that anybody has changed; all it can do is to set
// the account's four preferences.
func (w mailWriter) RestoreAccount(ctx context.Context, account string, before trust.State) error {
	var statements map[string]string
	if err := json.Unmarshal(before.Exact, &statements); err != nil {
		return fmt.Errorf("preferences to be put back: %w", err)
	}
	edits, err := mozilla.EditsFor(account, statements)
	if err != nil {
		return err
	}
	return w.edit(ctx, account, edits)
}

func (w mailWriter) edit(ctx context.Context, account string, edits []mozilla.Edit) error {
	if _, _, err := w.prefs(ctx, account); err != nil {
		return err
	}
	user, _, err := regular.Read(filepath.Join(w.dir, userPrefFile), mozilla.MaxFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return settingsError(err)
	}
	if pinned := mozilla.Pinned(mozilla.ParsePrefs(user), account); len(pinned) > 0 {
		return fmt.Errorf("%w: %q", trust.ErrPinned, pinned)
	}
	return w.change(ctx, prefsFile, func(text []byte) ([]byte, error) {
		return mozilla.ApplyEdits(text, mozilla.Near(account), edits...)
	})
}

// prefs reads the preferences of a profile that has the account.
func (w mailWriter) prefs(ctx context.Context, account string) ([]byte, mozilla.Prefs, error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	if !mozilla.ValidIdentity(account) {
		return nil, nil, fmt.Errorf("%w: %q", trust.ErrNoAccount, account)
	}
	text, _, err := regular.Read(filepath.Join(w.dir, prefsFile), mozilla.MaxFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, settingsError(err)
	}
	pp := mozilla.ParsePrefs(text)
	if !slices.ContainsFunc(mozilla.Identities(pp), func(i mozilla.Identity) bool { return i.ID == account }) {
		return nil, nil, fmt.Errorf("%w: %q", trust.ErrNoAccount, account)
	}
	return text, pp, nil
}
