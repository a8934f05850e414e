package change

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"

	"certviewer/message"
)

// lock keeps a second certviewer from changing anything meanwhile. It ends with the process, however that ends.
func (j Journal) lock() (unlock func(), err error) {
	if err := os.MkdirAll(j.Dir, 0o700); err != nil {
		return nil, noRecord(err)
	}
	f, err := os.OpenFile(filepath.Join(j.Dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, noRecord(err)
	}
	err = windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, new(windows.Overlapped))
	if err != nil {
		f.Close()
		return nil, &message.Problem{What: message.M("other-certviewer-busy"), Cause: err}
	}
	return func() { f.Close() }, nil
}
