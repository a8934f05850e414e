package sqlitefile

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// The bytes that SQLite's locks lie on, os.h.
const (
	pendingByte  = 0x40000000
	reservedByte = pendingByte + 1
	sharedFirst  = pendingByte + 2
	sharedSize   = 510
)

// errNoLocks means that the file system has no such locks.
var errNoLocks = errors.New("no locks here")

// openQuietly opens path for reading.
func openQuietly(path string) (*os.File, error) { return os.Open(path) }

// lockShared takes SQLite's shared lock, as winLock in os_win.c does. The lock goes when f is
// closed.
func lockShared(f *os.File) error {
	if err := lock(f, 0, pendingByte, 1); err != nil {
		return err
	}
	err := lock(f, 0, sharedFirst, sharedSize)
	if e := unlock(f, pendingByte, 1); err == nil {
		err = e
	}
	return err
}

func lock(f *os.File, flags, start, length uint32) error {
	err := windows.LockFileEx(windows.Handle(f.Fd()), flags|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, length, 0, &windows.Overlapped{Offset: start})
	switch {
	case errors.Is(err, windows.ERROR_LOCK_VIOLATION), errors.Is(err, windows.ERROR_IO_PENDING):
		return ErrBusy
	case errors.Is(err, windows.ERROR_INVALID_FUNCTION), errors.Is(err, windows.ERROR_NOT_SUPPORTED):
		return errNoLocks
	}
	return err
}

func unlock(f *os.File, start, length uint32) error {
	return windows.UnlockFileEx(windows.Handle(f.Fd()), 0, length, 0, &windows.Overlapped{Offset: start})
}

// reserved reports whether a program is about to write, as winCheckReservedLock does: Windows
// tells only by trying.
func reserved(f *os.File) (bool, error) {
	switch err := lock(f, 0, reservedByte, 1); {
	case errors.Is(err, ErrBusy):
		return true, nil
	case err != nil:
		return false, err
	}
	return false, unlock(f, reservedByte, 1)
}
