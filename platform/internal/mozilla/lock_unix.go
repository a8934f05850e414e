//go:build unix

package mozilla

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// The files by which a program says that it has a profile open (nsProfileLock.cpp): a lock of fcntl on an empty file, which
// stays when the program ends; and, for file systems that know no such locks, a link "ADDRESS:PROCESS". Where the
// program has both, the process has a "+" in front and the link counts for nothing.
const (
	lockFile = ".parentlock"
	lockLink = "lock"
)

// InUse reports whether a program has the profile in dir open. It asks and takes no lock, and changes no byte.
func InUse(dir string) bool {
	f, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDONLY|unix.O_NONBLOCK|unix.O_NOFOLLOW, 0)
	if err == nil {
		defer f.Close()
		l := unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart}
		if err := unix.FcntlFlock(f.Fd(), unix.F_GETLK, &l); err == nil && l.Type != unix.F_UNLCK {
			return true
		}
	}
	return linked(dir)
}

// linked reports whether a link says that a process has the profile, and that process is alive. Of another computer's it is
// not known: then it is.
func linked(dir string) bool {
	target, err := os.Readlink(filepath.Join(dir, lockLink))
	if err != nil {
		return false
	}
	address, process, _ := strings.Cut(target, ":")
	pid, err := strconv.Atoi(process)
	if err != nil || pid <= 0 || strings.HasPrefix(process, "+") {
		return false
	}
	if address != "127.0.0.1" {
		return true
	}
	err = unix.Kill(pid, 0)
	return err == nil || errors.Is(err, unix.EPERM)
}

// Hold keeps programs from opening the profile in dir, as another of them would, until release. The error is ErrInUse while
// one has it open, or the system's. No file of the profile is touched but the lock's, which is empty.
func Hold(dir string) (release func(), err error) {
	f, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|os.O_CREATE|unix.O_NONBLOCK|unix.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	l := unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart}
	err = unix.FcntlFlock(f.Fd(), unix.F_SETLK, &l)
	switch {
	case errors.Is(err, unix.EAGAIN), errors.Is(err, unix.EACCES), err == nil && linked(dir):
		err = ErrInUse
	case errors.Is(err, unix.ENOLCK), errors.Is(err, unix.ENOTSUP), errors.Is(err, unix.EINVAL): // no such locks here: the link alone can say
		if err = nil; linked(dir) {
			err = ErrInUse
		}
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return func() { f.Close() }, nil
}
