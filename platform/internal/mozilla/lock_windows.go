package mozilla

import (
	"errors"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// lockFile is open without sharing as long as a program has the profile open (nsProfileLock.cpp).
const lockFile = "parent.lock"

// InUse reports whether a program has the profile in dir open. It changes no byte.
func InUse(dir string) bool {
	h, err := openLock(dir, windows.GENERIC_READ, windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE|windows.FILE_SHARE_DELETE, windows.OPEN_EXISTING)
	if err == nil {
		windows.CloseHandle(h)
	}
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION)
}

// Hold keeps programs from opening the profile in dir, as another of them would, until release. The error is ErrInUse while
// one has it open, or the system's.
func Hold(dir string) (release func(), err error) {
	h, err := openLock(dir, windows.GENERIC_READ|windows.GENERIC_WRITE, 0, windows.OPEN_ALWAYS)
	if errors.Is(err, windows.ERROR_SHARING_VIOLATION) {
		err = ErrInUse
	}
	if err != nil {
		return nil, err
	}
	return func() { windows.CloseHandle(h) }, nil
}

func openLock(dir string, access, share, how uint32) (windows.Handle, error) {
	path, err := windows.UTF16PtrFromString(filepath.Join(dir, lockFile))
	if err != nil {
		return windows.InvalidHandle, err
	}
	return windows.CreateFile(path, access, share, nil, how, windows.FILE_ATTRIBUTE_NORMAL, 0)
}
