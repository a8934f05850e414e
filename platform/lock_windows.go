package platform

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// Lock takes the lock file at path, which it makes when it is not there. The lock ends with unlock, and with the process.
// held says that another process has it.
func Lock(path string) (unlock func(), held bool, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, false, err
	}
	const how = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	if err := windows.LockFileEx(windows.Handle(f.Fd()), how, 0, 1, 0, new(windows.Overlapped)); err != nil {
		f.Close()
		return nil, errors.Is(err, windows.ERROR_LOCK_VIOLATION), err
	}
	return func() { f.Close() }, false, nil
}
