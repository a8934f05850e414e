//go:build cgo

package softoken

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/miekg/pkcs11"
	"golang.org/x/sys/unix"

	"certviewer/platform/internal/nssdb"
	"certviewer/platform/internal/p11"
	"certviewer/trust"
)

// The files of a database.
const (
	certFile = "cert9.db"
	keyFile  = "key4.db"
	oldFile  = "cert8.db" // the library would migrate it, and never back
)

// A database is one that is open for change: a trust.Writer.
type database struct {
	p11.Session
	module  *module
	slot    uint
	dir     string
	holders holders
	options Options

	readOnly bool

	mu       sync.Mutex // the library's session, and what follows
	loggedIn bool
	changed  bool // once at least
	last     glimpse
	modern   *bool // whether the library can write CKO_TRUST, once someone asked
}

func open(ctx context.Context, dir string, o Options) (trust.Writer, error) {
	if o.Patience == 0 {
		o.Patience = Patience
	}
	if err := present(dir); err != nil {
		return nil, err
	}
	if err := changeable(dir); err != nil {
		return nil, err
	}
	// Our own reader looks first: the library would run what a trigger in a hostile file says.
	if o.Inspected == "" || o.Inspected != identity(dir) {
		if err := inspect(ctx, dir, o.Patience); err != nil {
			return nil, err
		}
	}
	return attach(ctx, dir, o, false)
}

func inspect(ctx context.Context, dir string, patience time.Duration) error {
	inner, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, err := nssdb.Keys(inner, dir)
	p, ok := errors.AsType[*trust.Problem](err)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case ok && p.Code == trust.StoreLocked:
		h := watch(dir)
		defer h.close()
		if holder, held := h.any(); held {
			p.Detail = holder
		}
	}
	return err
}

func inspected(ctx context.Context, dir string) Inspection {
	before := identity(dir) // what is written meanwhile makes it another
	if inspect(ctx, dir, Patience) != nil {
		return ""
	}
	return before
}

// identity is which files a database's are, with the journals that would be laid over them, and when somebody last wrote them; the
// time of change is one that nobody can set.
func identity(dir string) Inspection {
	var all []byte
	for _, name := range []string{certFile, certFile + "-journal", certFile + "-wal", keyFile, keyFile + "-journal", keyFile + "-wal"} {
		var st unix.Stat_t
		err := unix.Stat(filepath.Join(dir, name), &st)
		all = fmt.Append(all, err, st.Dev, st.Ino, st.Size, st.Mtim, st.Ctim, ";")
	}
	return Inspection(all)
}

func create(ctx context.Context, dir string, o Options) error {
	if o.Patience == 0 {
		o.Patience = Patience
	}
	switch err := present(dir); {
	case err == nil:
		return trust.ErrPresent
	case !errors.Is(err, trust.ErrAbsent):
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, keyFile)); err == nil { // keys without certificates: not ours to begin anew
		return &trust.Problem{Code: trust.StoreDamaged, Detail: keyFile + " without " + certFile}
	}
	if err := changeable(dir); err != nil {
		return err
	}
	d, err := attach(ctx, dir, o, false)
	if err == nil {
		err = errors.Join(d.initialise(ctx), d.Close())
	}
	if err != nil { // nothing was in these files before
		os.Remove(filepath.Join(dir, certFile))
		os.Remove(filepath.Join(dir, keyFile))
	}
	return err
}

// present reports trust.ErrAbsent where there is no database: the library would make one.
func present(dir string) error {
	_, err := os.Stat(filepath.Join(dir, certFile))
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrPermission):
		return &trust.Problem{Code: trust.StoreNoPermission, Detail: err.Error()}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, oldFile)); err == nil {
		return &trust.Problem{Code: trust.StoreOldFormat, Detail: oldFile}
	}
	return trust.ErrAbsent
}

// changeable reports trust.ErrReadOnly where the folder or a file cannot be written: a journal is
// made beside the files. The library would say the same, but of some files only half-way.
func changeable(dir string) error {
	for _, name := range []string{".", certFile, keyFile} {
		path := filepath.Join(dir, name)
		if err := unix.Access(path, unix.W_OK); err != nil && !errors.Is(err, unix.ENOENT) {
			return fmt.Errorf("%w: %w", trust.ErrReadOnly, &fs.PathError{Op: "write", Path: path, Err: err})
		} else if err != nil && name == "." {
			return trust.ErrAbsent
		}
	}
	return nil
}

// attach opens the database in dir on a slot of its own.
func attach(ctx context.Context, dir string, o Options, readOnly bool) (*database, error) {
	m, slot, err := acquire(o.Libraries)
	if err != nil {
		return nil, err
	}
	d := &database{Session: p11.Session{Ctx: m.Ctx}, module: m, slot: slot, dir: dir, holders: watch(dir), options: o, readOnly: readOnly}
	err = d.wait(ctx, func() error { return m.order(m.Handle, classNewSlot, openSpec(slot, dir, readOnly)) })
	if err == nil {
		flags := uint(pkcs11.CKF_SERIAL_SESSION)
		if !readOnly {
			flags |= pkcs11.CKF_RW_SESSION
		}
		d.Handle, err = m.OpenSession(slot, flags)
		err = d.meaning(err)
	}
	if err != nil {
		d.holders.close()
		m.release(slot, func() {})
		return nil, err
	}
	return d, nil
}

// Close closes the database's files. What was asked for is in them already.
func (d *database) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.module == nil {
		return nil
	}
	err := d.module.order(d.Handle, classDelSlot, closeSpec(d.slot))
	d.holders.close()
	err = errors.Join(err, d.module.release(d.slot, d.removeJournals()))
	d.module = nil
	return err
}

// wait calls do once no program is writing the database, until it succeeds or fails for another reason than that a program
// holds the database. The library itself would wait for 1 to 30 seconds, deaf to the context, and then give an error
// that it also gives for much else; so the locks are looked at before and after. Waiting ends with the
// context, or with trust.StoreLocked after options.Patience.
func (d *database) wait(ctx context.Context, do func() error) error {
	began := time.Now()
	for again := false; ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		holder, held := d.holders.writing()
		var err error
		if !held {
			if err = do(); !errors.Is(err, pkcs11.Error(pkcs11.CKR_GENERAL_ERROR)) {
				return d.meaning(err)
			}
			if holder, held = d.holders.any(); !held && again {
				return d.meaning(err)
			}
			again = !held // the holder may have gone a moment ago: once more
		}
		if held && time.Since(began) > d.options.Patience {
			return &trust.Problem{Code: trust.StoreLocked, Detail: holder}
		}
		select {
		case <-ctx.Done():
		case <-time.After(10 * time.Millisecond):
		}
	}
}
