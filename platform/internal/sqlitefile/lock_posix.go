//go:build unix

package sqlitefile

import (
	"errors"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// The bytes that SQLite's locks lie on, os.h.
const (
	pendingByte  = 0x40000000
	reservedByte = pendingByte + 1
	sharedFirst  = pendingByte + 2
	sharedSize   = 510
)

// errNoLocks means that the file system, or the system, has no such locks.
var errNoLocks = errors.New("no locks here")

// lockShared takes SQLite's shared lock, as unixLock in os_unix.c does: readers pass through the
// pending byte, so that a writer that waits there is not starved. The lock goes when f is closed.
func lockShared(f *os.File) error {
	if err := lock(f, unix.F_RDLCK, pendingByte, 1); err != nil {
		return err
	}
	err := lock(f, unix.F_RDLCK, sharedFirst, sharedSize)
	if e := lock(f, unix.F_UNLCK, pendingByte, 1); err == nil {
		err = e
	}
	return err
}

func lock(f *os.File, kind int16, start, length int64) error {
	l := unix.Flock_t{Type: kind, Whence: io.SeekStart, Start: start, Len: length}
	err := unix.FcntlFlock(f.Fd(), setLock, &l)
	switch {
	case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.EACCES):
		return ErrBusy
	case errors.Is(err, unix.ENOLCK), errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOSYS), errors.Is(err, unix.EOPNOTSUPP):
		return errNoLocks
	}
	return err
}

// reserved reports whether a program is about to write.
func reserved(f *os.File) (bool, error) {
	l := unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart, Start: reservedByte, Len: 1}
	err := unix.FcntlFlock(f.Fd(), getLock, &l)
	return l.Type != unix.F_UNLCK, err
}
