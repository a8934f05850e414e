package sqlitefile

import (
	"fmt"
	"io/fs"
	"os"
)

// openRegular opens a file for reading that is a file: to open a pipe would wait for ever, and
// to open a device may do things. It returns the file with what it is.
func openRegular(path string) (*os.File, fs.FileInfo, error) {
	before, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if !before.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("%w: %s is no ordinary file (%v)", ErrForeign, path, before.Mode().Type())
	}
	f, err := openQuietly(path)
	if err != nil {
		return nil, nil, err
	}
	fi, err := f.Stat()
	switch {
	case err != nil:
	case !os.SameFile(before, fi):
		err = fmt.Errorf("%w: %s was replaced while it was opened", ErrBusy, path)
	case fi.Size() > MaxSize:
		err = fmt.Errorf("%w: %s has %d bytes", ErrRefused, path, fi.Size())
	default:
		return f, fi, nil
	}
	f.Close()
	return nil, nil, err
}
