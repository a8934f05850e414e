//go:build unix && !linux

package sqlitefile

import (
	"os"

	"golang.org/x/sys/unix"
)

// openQuietly opens path for reading.
func openQuietly(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK, 0)
}

// Locks of the process: one is lost when another goroutine closes the same file. What then
// changes is noticed after reading.
const (
	setLock = unix.F_SETLK
	getLock = unix.F_GETLK
)
