package mozilla

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"certviewer/platform/internal/regular"
)

// MaxFile is the most that is read of a file of a profile. Preferences have some ten thousand bytes; a whole list of
// remembered choices has 2.6 million.
const MaxFile = 8 << 20

// Errors of Change.
var (
	ErrInUse   = errors.New("the profile is open in its program")
	ErrChanged = errors.New("the file has been changed in between")
)

// Change rewrites the file called name of the profile in dir while no program has the profile open: decide gets what the file holds, and
// returns what it shall hold. What it held is kept beside it, as NAME.certviewer-DATE. The file's mode and owner stay; at
// every moment it is whole. Errors are ErrInUse, ErrChanged, those of decide, of regular.Read, and the system's.
func Change(dir, name string, now time.Time, decide func([]byte) ([]byte, error)) error {
	release, err := Hold(dir)
	if err != nil {
		return err
	}
	defer release()
	path, err := filepath.EvalSymlinks(filepath.Join(dir, name)) // a link stays one
	if err != nil {
		return err
	}
	before, fi, err := regular.Read(path, MaxFile)
	if err != nil {
		return err
	}
	after, err := decide(before)
	if err != nil || bytes.Equal(before, after) {
		return err
	}
	if err := keepCopy(filepath.Join(dir, name), before, now); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+name+".certviewer-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone already once it is renamed
	_, err = f.Write(after)
	if err == nil {
		err = sameOwner(f, fi)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	// The lock keeps the program away, and nobody else: a person with an editor, or a synchronisation.
	if last, _, err := regular.Read(path, MaxFile); err != nil || !bytes.Equal(last, before) {
		return errors.Join(ErrChanged, err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// keepCopy writes a copy beside path that only its owner can read. Two in one second get different names.
func keepCopy(path string, data []byte, now time.Time) error {
	base := path + ".certviewer-" + now.Format("20060102-150405")
	for n := 1; ; n++ {
		name := base
		if n > 1 {
			name = fmt.Sprintf("%s-%d", base, n)
		}
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, os.ErrExist) && n < 1000 {
			continue
		}
		if err != nil {
			return err
		}
		_, err = f.Write(data)
		if err == nil {
			err = f.Sync()
		}
		if err = errors.Join(err, f.Close()); err != nil {
			os.Remove(name)
		}
		return err
	}
}
