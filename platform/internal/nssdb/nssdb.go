// Package nssdb reads the certificate databases of NSS (cert9.db and key4.db), as Firefox,
// Thunderbird and Chromium keep them, without NSS and without changing a byte.
//
// What is read is what the records say. Whether NSS will believe a trust record depends on a
// signature in key4.db that only NSS can check.
package nssdb

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"certviewer/platform/internal/nss"
	"certviewer/platform/internal/sqlitefile"
	"certviewer/trust"
)

// The files of a database.
const (
	certFile = "cert9.db"
	keyFile  = "key4.db"
	oldFile  = "cert8.db" // Berkeley DB; NSS would migrate it on opening
)

// Read returns what the database in the folder dir holds. The context's deadline is how long
// it waits for a program that is writing.
//
// Errors are trust.ErrAbsent, the context's, or a *trust.Problem. When only the keys cannot be
// read, there is a Token beside the problem: its certificates count, its KeyIDs are not known.
func Read(ctx context.Context, dir string) (*nss.Token, error) {
	var t *nss.Token
	err := sqlitefile.Read(ctx, filepath.Join(dir, certFile), func(db *sqlitefile.DB) error {
		t = new(nss.Token)
		return readCertificates(db, t)
	})
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			if _, e := os.Stat(filepath.Join(dir, oldFile)); e == nil {
				return nil, &trust.Problem{Code: trust.StoreOldFormat, Detail: oldFile}
			}
		}
		return nil, problem(err)
	}
	err = sqlitefile.Read(ctx, filepath.Join(dir, keyFile), func(db *sqlitefile.DB) error { return readKeys(db, t) })
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // without key4.db there are no keys
		t.KeyIDs, t.KeyOrder = nil, nil
		return t, problem(err)
	}
	return t, nil
}

// Keys returns the IDs (CKA_ID) of the private keys in the database in the folder dir. It refuses a
// database that Read would refuse, without reading its certificates. Errors are those of Read.
func Keys(ctx context.Context, dir string) (map[string]bool, error) {
	if err := sqlitefile.Read(ctx, filepath.Join(dir, certFile), inspect); err != nil {
		return nil, problem(err)
	}
	var t nss.Token
	err := sqlitefile.Read(ctx, filepath.Join(dir, keyFile), func(db *sqlitefile.DB) error { return readKeys(db, &t) })
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // without key4.db there are no keys
		return nil, problem(err)
	}
	return t.KeyIDs, nil
}

// problem says in the words of package trust why a database could not be read.
func problem(err error) error {
	code := trust.StoreDamaged
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return trust.ErrAbsent
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, fs.ErrPermission):
		code = trust.StoreNoPermission
	case errors.Is(err, sqlitefile.ErrBusy):
		code = trust.StoreLocked
	case errors.Is(err, sqlitefile.ErrForeign):
		code = trust.StoreForeign
	case errors.Is(err, sqlitefile.ErrRefused):
		code = trust.StoreRefused
	case unreachable(err):
		code = trust.StoreNoAnswer
	}
	return &trust.Problem{Code: code, Detail: err.Error()}
}
