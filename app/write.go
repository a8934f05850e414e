package app

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"certviewer/message"
)

// WriteNew writes a file whole or not at all. One that is there already is replaced only with force. The error is a
// *message.Problem: write-exists or write-failed.
func WriteNew(path string, data []byte, force bool) error {
	problem := func(id string, cause error) error {
		return &message.Problem{What: message.M(id, "file", filepath.Base(path)), Cause: cause}
	}
	name := nameNew
	if force {
		name = os.Rename
		if fi, err := os.Stat(path); err == nil {
			if !fi.Mode().IsRegular() { // a renaming would put a file in a device's place
				return problem("write-failed", fmt.Errorf("%s is no ordinary file", path))
			}
			if real, err := filepath.EvalSymlinks(path); err == nil {
				path = real // a link stays one
			}
		}
	} else if _, err := os.Lstat(path); err == nil {
		return problem("write-exists", nil)
	}
	switch err := writeWhole(path, data, 0o644, name); {
	case !force && errors.Is(err, fs.ErrExist):
		return problem("write-exists", err)
	case err == nil:
		return nil
	case missing(filepath.Dir(path)): // the system's own words would be of a file that nobody named
		return &message.Problem{What: message.M("write-failed", "file", filepath.Base(path), "folder", filepath.Dir(path), "variant", "folder")}
	default:
		return problem("write-failed", err)
	}
}

func missing(folder string) bool {
	_, err := os.Stat(folder)
	return errors.Is(err, fs.ErrNotExist)
}

// nameNew gives a file a second name that must be new. Not every file system has links; there a file that came to
// be in this moment is overwritten.
func nameNew(file, name string) error {
	if err := os.Link(file, name); err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	return os.Rename(file, name)
}

// writeWhole writes data to a file of no name that counts beside path, and calls name to give it that of path once it
// is safe on the disk. Whatever fails, path is what it was, and nothing is left behind.
func writeWhole(path string, data []byte, mode fs.FileMode, name func(file, name string) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".certviewer-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // of no effect after a renaming
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Chmod(f.Name(), mode)
	}
	if err != nil {
		return err
	}
	return name(f.Name(), path)
}
