// Package sqlitefile reads an SQLite database that another program may be writing, or may have
// left half written, and changes nothing: not a byte, not a time, not the list of files.
//
// SQLite's own reader cannot promise that: it rolls a left-over journal back into the file, and
// makes a -shm file beside a database in WAL mode. So this package takes SQLite's read lock
// itself, lays the pages of a journal or write-ahead log over those of the file in memory, and
// lets SQLite read that view. The formats are those of https://sqlite.org/fileformat2.html.
package sqlitefile

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// What can be wrong with a database. Errors of the file system come as they are.
var (
	ErrBusy    = errors.New("another program is writing the database")
	ErrDamaged = errors.New("database is damaged")
	ErrForeign = errors.New("file is not the expected database")
	ErrRefused = errors.New("database holds what such a database never holds")
)

// errChanged means that the files changed while they were read: what was read counts for nothing.
var errChanged = errors.New("database changed while it was read")

// MaxSize is the largest file that is read. The largest database seen, of 5,000 certificates,
// has 30 MB.
const MaxSize = 512 << 20

// Read opens the database at path and calls use with it. While another program holds the
// database, Read waits; when it changes under our eyes, Read starts again, so that use may be
// called more than once and must begin anew each time. It gives up when ctx ends, with ErrBusy
// if the other program was the reason.
//
// use must not keep the DB.
func Read(ctx context.Context, path string, use func(*DB) error) error {
	for pause := 2 * time.Millisecond; ; pause = min(2*pause, 100*time.Millisecond) {
		err := attempt(ctx, path, use)
		if !errors.Is(err, ErrBusy) && !errors.Is(err, errChanged) {
			return err
		}
		select {
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.DeadlineExceeded) {
				return ErrBusy
			}
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// attempt reads the database once. Its error is errChanged rather than use's when the files
// changed meanwhile, for use may have seen a mixture.
func attempt(ctx context.Context, path string, use func(*DB) error) (err error) {
	v, err := openView(ctx, path)
	if err != nil {
		return err
	}
	defer v.close()
	err = query(ctx, v, use)
	if v.err != nil {
		err = v.err // the cause of what SQLite calls an I/O error
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if changed := v.check(); changed != nil {
		return changed
	}
	return err
}

// query lets SQLite read the view. SQLite is translated C: a file made to hurt it may well make
// it touch memory it should not, and that must cost one store, not the program.
func query(ctx context.Context, v *view, use func(*DB) error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, r)
		}
	}()
	db, err := connect(ctx, v)
	if err != nil {
		return err
	}
	defer db.close()
	return use(db)
}
