// Package regular reads small files that anybody may have put in their place. To open a pipe would wait for
// ever, to open a device may do things, and a file without end would fill the memory.
package regular

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Errors of Read, besides the system's.
var (
	ErrNotRegular = errors.New("no ordinary file")
	ErrTooLarge   = errors.New("too large")
)

// Read returns what the ordinary file at path holds, if that is at most most bytes, and what the file is. A link to an
// ordinary file will do. Errors are the system's, ErrNotRegular and ErrTooLarge.
func Read(path string, most int64) ([]byte, fs.FileInfo, error) {
	fi, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if !fi.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("%s: %w", path, ErrNotRegular)
	}
	f, err := openQuietly(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	if fi, err = f.Stat(); err != nil { // it may have been replaced in between
		return nil, nil, err
	}
	if !fi.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("%s: %w", path, ErrNotRegular)
	}
	b, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil {
		return nil, nil, err
	}
	if int64(len(b)) > most {
		return nil, nil, fmt.Errorf("%s: %w", path, ErrTooLarge)
	}
	return b, fi, nil
}
