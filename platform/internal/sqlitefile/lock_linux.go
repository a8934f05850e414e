package sqlitefile

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// openQuietly opens path for reading, without leaving a time of access where the owner may
// ask for that.
func openQuietly(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK|unix.O_NOATIME, 0)
	if errors.Is(err, unix.EPERM) { // somebody else's file
		f, err = os.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK, 0)
	}
	return f, err
}

// Locks of the open file description rather than of the process: these do not vanish when
// another goroutine closes the same file.
const (
	setLock = unix.F_OFD_SETLK
	getLock = unix.F_OFD_GETLK
)
