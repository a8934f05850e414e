package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"certviewer/cert"
	"certviewer/change"
	"certviewer/message"
	"certviewer/pkcs12"
	"certviewer/trust"
)

// A Backup keeps private keys that leave stores in .p12 files: one for each certificate, wherever it leaves from.
type Backup struct {
	Path     string // of the first; further ones get a number
	Password []byte // the caller wipes it
	With     []*cert.Certificate
	Files    []string // what was written

	kept map[string]bool // fingerprints
}

// Check reports whether a backup can be written, before anything is asked of anybody. The error is a *message.Problem.
func (b *Backup) Check() error {
	if len(b.Password) == 0 {
		return &message.Problem{What: message.M("backup-no-password")}
	}
	return b.CheckPath()
}

// CheckPath is Check before there is a password: no file is in the way, and the folder takes one.
func (b *Backup) CheckPath() error {
	if _, err := os.Lstat(b.Path); err == nil {
		return &message.Problem{What: message.M("backup-exists", "file", filepath.Base(b.Path))}
	}
	trial, err := os.CreateTemp(filepath.Dir(b.Path), ".certviewer-*")
	if err == nil {
		err = errors.Join(trial.Close(), os.Remove(trial.Name()))
	}
	if err != nil {
		return notKept(b.Path, err)
	}
	return nil
}

func notKept(path string, err error) error {
	return &message.Problem{What: message.M("backup-failed", "file", filepath.Base(path)), Cause: err}
}

// keep is change.Applier.Backup. A key that one store does not give out may be safe from another.
func (b *Backup) keep(ctx context.Context, s change.Step, key []byte) error {
	if b.kept[s.SHA256] {
		return nil
	}
	if len(key) == 0 {
		return trust.ErrKeyStays
	}
	leaf := s.Certificate()
	file, err := pkcs12.Encode(ctx, pkcs12.Identity{Leaf: leaf, Key: key, FriendlyName: s.Name}, cert.Chain(leaf, b.With)[1:], b.Password, pkcs12.Modern)
	if err != nil {
		return err
	}
	path := b.Path
	if n := len(b.Files); n > 0 {
		ext := filepath.Ext(path)
		path = strings.TrimSuffix(path, ext) + "-" + strconv.Itoa(n+1) + ext
	}
	if err := writeSecret(path, file); err != nil {
		return err
	}
	if b.kept == nil {
		b.kept = map[string]bool{}
	}
	b.kept[s.SHA256] = true
	b.Files = append(b.Files, path)
	return nil
}

// writeSecret writes a new file that only this person reads, and waits until the disk has it and its name.
func writeSecret(path string, data []byte) error {
	err := writeWhole(path, data, 0o600, nameNew)
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	switch {
	case errors.Is(err, os.ErrExist):
		return &message.Problem{What: message.M("backup-exists", "file", filepath.Base(path)), Cause: err}
	case err != nil:
		return notKept(path, err)
	}
	return nil
}

// syncFolder waits until the disk has the names in a folder. Windows flushes no folder that was opened to be read
// (FlushFileBuffers): there NTFS has a journal for names.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
