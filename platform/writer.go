package platform

import (
	"context"
	"errors"
	"fmt"
	"os"

	"certviewer/platform/internal/softoken"
	"certviewer/trust"
)

// A Secret returns the Primary Password of a store, for the first, second and third attempt. What
// it returns is wiped after use.
type Secret func(attempt int) ([]byte, error)

// A changer is a store that can be opened for change.
type changer interface {
	writer(ctx context.Context, secret Secret) (trust.Writer, error)
}

// OpenWriter opens a store for change, in a child process only: it loads NSS's library into this one. The
// store is one that Open finds, by exactly this ID; secret may be nil. A database of NSS is a trust.IdentityWriter.
//
// Errors are those of Open, trust.ErrAbsent, trust.ErrReadOnly for a store that cannot be changed at
// all, or a *trust.Problem.
func OpenWriter(ctx context.Context, w trust.Where, id trust.StoreID, secret Secret) (trust.Writer, error) {
	return thisComputer().openWriter(ctx, w, id, secret)
}

func (c computer) openWriter(ctx context.Context, w trust.Where, id trust.StoreID, secret Secret) (trust.Writer, error) {
	s, err := c.exactly(ctx, w, id)
	if err != nil {
		return nil, err
	}
	if s, ok := s.(changer); ok {
		return s.writer(ctx, secret)
	}
	return nil, fmt.Errorf("%w: %s", trust.ErrReadOnly, id)
}

// CreateStore makes an empty database for a store that Open finds and that is not there yet, such as that
// of a browser which was never started. It has no password. Errors are those of OpenWriter, and
// trust.ErrPresent.
func CreateStore(ctx context.Context, w trust.Where, id trust.StoreID) error {
	return thisComputer().createStore(ctx, w, id)
}

func (c computer) createStore(ctx context.Context, w trust.Where, id trust.StoreID) error {
	s, err := c.exactly(ctx, w, id)
	if err != nil {
		return err
	}
	n, ok := s.(*nssStore)
	if !ok {
		return fmt.Errorf("%w: %s", trust.ErrReadOnly, id)
	}
	if n.info.Application == chromium { // which makes the folder too, when it starts for the first time
		if err := os.MkdirAll(n.info.Path, 0o700); err != nil {
			return err
		}
	}
	return softoken.Create(ctx, n.info.Path, n.options(nil))
}

// exactly returns the one store of this ID. A beginning of it, which serves a person, does not do: the
// ID may come from a file that anybody has changed.
func (c computer) exactly(ctx context.Context, w trust.Where, id trust.StoreID) (trust.Store, error) {
	w.Only = []trust.StoreID{id}
	stores, err := c.open(ctx, w)
	if err != nil {
		return nil, err
	}
	if len(stores) != 1 || stores[0].Info().ID != id {
		return nil, &trust.UnknownStoreError{ID: id}
	}
	return stores[0], nil
}

// NativeEnv returns the environment for a child process that opens these stores for change: what says where
// stores are, and where NSS's library finds the others that it needs. It loads one library for all
// of them, the one that ships with the first program that has its own.
func NativeEnv(ctx context.Context, w trust.Where, ids ...trust.StoreID) []string {
	return thisComputer().nativeEnvOf(ctx, w, ids)
}

func (c computer) nativeEnvOf(ctx context.Context, w trust.Where, ids []trust.StoreID) []string {
	var stores []*nssStore
	for _, id := range ids {
		if s, err := c.exactly(ctx, w, id); err == nil {
			if n, ok := s.(*nssStore); ok {
				stores = append(stores, n)
			}
		}
	}
	return c.nativeEnv(stores...)
}

// noCopies has softoken work on the files themselves. It would copy a database from a slow file system, the encrypted keys
// included, and look at the copy (sdb.c).
const noCopies = "NSS_SDB_USE_CACHE=no"

func (c computer) nativeEnv(stores ...*nssStore) []string {
	env := []string{"LC_ALL=C", noCopies}
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "SSL_CERT_FILE", "SSL_CERT_DIR"} {
		if v := c.env(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	for _, n := range stores {
		if dir := n.computer.softokenFolder(n.info.Application); dir != "" {
			return append(env, "LD_LIBRARY_PATH="+dir)
		}
	}
	return env
}

// options are how this store's database is opened.
func (s *nssStore) options(secret Secret) softoken.Options {
	return softoken.Options{Libraries: s.computer.softokens(s.info.Application), Dialect: s.dialect, Secret: secret}
}

func (s *nssStore) writer(ctx context.Context, secret Secret) (trust.Writer, error) {
	return s.open(ctx, s.options(secret))
}

func (s *nssStore) open(ctx context.Context, o softoken.Options) (trust.Writer, error) {
	w, err := softoken.Open(ctx, s.info.Path, o)
	if errors.Is(err, softoken.ErrNotBuilt) {
		return nil, errors.Join(trust.ErrReadOnly, err)
	}
	if err != nil {
		return nil, err
	}
	return withSettings(s.info, w), nil
}
