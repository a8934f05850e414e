package platform

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"certviewer/cert"
	"certviewer/platform/internal/mozilla"
	"certviewer/platform/internal/regular"
	"certviewer/trust"
)

// rememberedFile is where a profile of Mozilla's keeps which site gets which certificate.
const rememberedFile = "ClientAuthRememberList.bin"

// A choiceWriter is the database of a profile of Mozilla's together with the choices that the profile remembers: a
// trust.Forgetter.
type choiceWriter struct {
	trust.IdentityWriter
	dir string // the profile's folder
}

// withSettings adds to a database what its program can do besides.
func withSettings(info trust.Info, w trust.Writer) trust.Writer {
	keys, ok := w.(trust.IdentityWriter)
	if !ok {
		return w
	}
	switch info.Application {
	case firefox:
		return choiceWriter{keys, info.Path}
	case thunderbird:
		return mailWriter{choiceWriter{keys, info.Path}}
	}
	return w
}

// AddIdentity implements trust.IdentityWriter. A program that runs would not see the key, and may have been started since the
// plan was shown.
func (w choiceWriter) AddIdentity(ctx context.Context, c *cert.Certificate, key []byte, name string) error {
	if mozilla.InUse(w.dir) {
		return trust.ErrInUse
	}
	return w.IdentityWriter.AddIdentity(ctx, c, key, name)
}

// RemoveIdentity implements trust.IdentityWriter, likewise.
func (w choiceWriter) RemoveIdentity(ctx context.Context, c *cert.Certificate) error {
	if mozilla.InUse(w.dir) {
		return trust.ErrInUse
	}
	return w.IdentityWriter.RemoveIdentity(ctx, c)
}

// ChoiceState implements trust.Forgetter. Exact are the slots of the file as they are.
func (w choiceWriter) ChoiceState(ctx context.Context, c *cert.Certificate) (trust.State, error) {
	data, _, err := regular.Read(filepath.Join(w.dir, rememberedFile), mozilla.MaxFile)
	if errors.Is(err, fs.ErrNotExist) {
		return trust.State{}, ctx.Err()
	}
	if err != nil {
		return trust.State{}, settingsError(err)
	}
	_, slots := mozilla.Forget(data, of(c))
	if len(slots) == 0 {
		return trust.State{}, ctx.Err()
	}
	var hosts []string
	for _, r := range mozilla.ParseRemembered(slices.Concat(slots...)) {
		hosts = append(hosts, r.Host+r.Attributes)
	}
	exact, err := json.Marshal(slots)
	if err != nil {
		return trust.State{}, err
	}
	return trust.State{Present: true, Native: strings.Join(hosts, " "), Exact: exact}, ctx.Err()
}

// Forget implements trust.Forgetter.
func (w choiceWriter) Forget(ctx context.Context, c *cert.Certificate) error {
	if s, err := w.ChoiceState(ctx, c); err != nil || !s.Present {
		return cmp.Or(err, trust.ErrNotPresent)
	}
	return w.change(ctx, rememberedFile, func(data []byte) ([]byte, error) {
		out, _ := mozilla.Forget(data, of(c))
		return out, nil
	})
}

// RestoreChoices implements trust.Forgetter. before may come from a file that anybody has changed; all it can do is to make a
// site get c.
func (w choiceWriter) RestoreChoices(ctx context.Context, c *cert.Certificate, before trust.State) error {
	if !before.Present {
		return nil
	}
	var slots [][]byte
	if err := json.Unmarshal(before.Exact, &slots); err != nil {
		return fmt.Errorf("choices to be put back: %w", err)
	}
	slots = slices.DeleteFunc(slots, func(slot []byte) bool {
		return !slices.ContainsFunc(mozilla.ParseRemembered(slot), of(c))
	})
	return w.change(ctx, rememberedFile, func(data []byte) ([]byte, error) { return mozilla.Recall(data, slots), nil })
}

// of says yes to the choices of c.
func of(c *cert.Certificate) func(mozilla.Remembered) bool {
	return func(r mozilla.Remembered) bool { return r.Certificate.Means(c) }
}

// change rewrites a file of the profile while its program is closed.
func (w choiceWriter) change(ctx context.Context, name string, decide func([]byte) ([]byte, error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return settingsError(mozilla.Change(w.dir, name, time.Now(), decide))
}

// settingsError says in the words of package trust why a file of settings could not be read or changed.
func settingsError(err error) error {
	for _, x := range []struct{ from, to error }{
		{mozilla.ErrInUse, trust.ErrInUse}, {mozilla.ErrChanged, trust.ErrChanged}, {syscall.ENOSPC, trust.ErrNoSpace},
		{fs.ErrNotExist, trust.ErrAbsent}, {fs.ErrPermission, trust.ErrReadOnly}, {syscall.EROFS, trust.ErrReadOnly},
	} {
		if errors.Is(err, x.from) {
			return fmt.Errorf("%w: %w", x.to, err)
		}
	}
	return err
}
