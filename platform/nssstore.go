package platform

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"certviewer/platform/internal/nss"
	"certviewer/platform/internal/nssdb"
	"certviewer/trust"
)

// An nssStore is a database of NSS.
type nssStore struct {
	info     trust.Info
	realPath string // the folder without links
	dialect  nss.Dialect
	patience time.Duration
	computer computer
	named    bool // a person named its folder: that nothing is there is an answer
}

// nssStore returns the database in the folder info.Path. Firefox and Thunderbird take the
// newer kind of trust record first, as they do from 153 on; other programs use the system's NSS,
// which may not know it.
func (c computer) nssStore(info trust.Info) *nssStore {
	s := &nssStore{info: info, realPath: realPath(info.Path), patience: c.patience, computer: c}
	if info.Application == firefox || info.Application == thunderbird {
		s.dialect = nss.Modern
	}
	s.info.Writable = mayWrite(info.Path)
	return s
}

// mayWrite reports whether a database in the folder dir can be changed; or made, where there is none yet, perhaps with
// the folder itself. One of the old format is not to be written beside: its program would not look at it any more.
func mayWrite(dir string) bool {
	database := filepath.Join(dir, "cert9.db")
	if _, err := os.Lstat(database); err == nil {
		return writable(dir) && writable(database)
	}
	if isFile(filepath.Join(dir, "cert8.db")) {
		return false
	}
	for {
		if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
			return isDir(dir) && writable(dir)
		}
		dir = filepath.Dir(dir)
	}
}

func (s *nssStore) Info() trust.Info { return s.info }

func (s *nssStore) Close() error { return nil }

// Entries reads the database. Where its keys cannot be read, the entries come with the problem, and
// HasKey is not known.
func (s *nssStore) Entries(ctx context.Context) ([]trust.Entry, error) {
	return s.entries(ctx, func(context.Context, *nss.Token) {})
}

// entries reads the database, and has its records looked at before they are said to mean anything.
func (s *nssStore) entries(ctx context.Context, verify func(context.Context, *nss.Token)) ([]trust.Entry, error) {
	return within(ctx, s.patience, func(ctx context.Context) ([]trust.Entry, error) {
		t, err := nssdb.Read(ctx, s.info.Path)
		if s.named && errors.Is(err, trust.ErrAbsent) {
			return nil, &trust.Problem{Code: trust.StoreNothingThere, Detail: s.info.Path}
		}
		if t == nil {
			return nil, err
		}
		verify(ctx, t)
		return t.Entries(s.dialect, nil), err
	})
}
