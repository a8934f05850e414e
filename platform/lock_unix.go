//go:build unix

package platform

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// locked is the lock file while this process has the lock, for StartApply to hand on. ready is the one that children have
// who started before: the lock is one for all who have the file open by inheritance (flock(2)).
var locked, ready atomic.Pointer[os.File]

// readyLock opens the lock file for children that start before Lock; nil when that cannot be.
func readyLock(path string) *os.File {
	f, err := openLock(path)
	if err != nil || !ready.CompareAndSwap(nil, f) {
		f.Close()
		return nil
	}
	return f
}

func openLock(path string) (*os.File, error) { return os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) }

// Lock takes the lock file at path, which it makes when it is not there. The lock ends with unlock, or with this process
// and the child that StartApply started under it: a child whose parent was killed may be in the middle of a step, and
// what it will make of the store cannot be known before it has ended. One with administrator's rights has no file of its
// parent's, and is known by its lock on the bundle. held says that another process has the lock, and err which one.
func Lock(path string) (unlock func(), held bool, err error) {
	f := ready.Swap(nil)
	if f == nil || f.Name() != path {
		var err error
		if f, err = openLock(path); err != nil {
			return nil, false, err
		}
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		defer f.Close()
		if !errors.Is(err, unix.EWOULDBLOCK) {
			return nil, false, err
		}
		return nil, true, holder(f)
	}
	if thisComputer().bundleIsChanging() {
		unix.Flock(int(f.Fd()), unix.LOCK_UN) // children that wait for work have the file open too
		f.Close()
		return nil, true, errors.New("another process, which changes the system's bundle")
	}
	// On a full disk others will not learn who holds it. A number of always the same length takes the place of the last one
	// without the file being cut, which costs some file systems as much as a step of a change.
	f.WriteAt(fmt.Appendf(nil, "%15d\n", os.Getpid()), 0)
	locked.Store(f)
	return func() {
		locked.CompareAndSwap(f, nil)
		unix.Flock(int(f.Fd()), unix.LOCK_UN) // a child that still waits for work has the file open too
		f.Close()
	}, false, nil
}

// holder names the process that wrote itself into the lock file.
func holder(f *os.File) error {
	b := make([]byte, 16)
	n, _ := f.Read(b)
	var pid int
	if fmt.Sscan(string(b[:n]), &pid); pid <= 0 || unix.Kill(pid, 0) == unix.ESRCH { // only its child is left
		return errors.New("another process")
	}
	return errors.New("process " + strconv.Itoa(pid))
}
