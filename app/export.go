package app

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"certviewer/cert"
	"certviewer/message"
)

// A Format is how certificates are written to a file.
type Format string

// The formats.
const (
	PEM Format = "pem"
	DER Format = "der"
	P7B Format = "p7b"
)

// Encode writes certificates in a format. DER holds one certificate only.
func Encode(cc []*cert.Certificate, f Format) ([]byte, error) {
	switch f {
	case DER:
		if len(cc) != 1 {
			return nil, &message.Problem{What: message.M("export-der-one", "count", len(cc))}
		}
		return cc[0].Raw, nil
	case P7B:
		return cert.EncodePKCS7(cc), nil
	}
	var b bytes.Buffer
	for _, c := range cc {
		b.Write(c.PEM())
	}
	return b.Bytes(), nil
}

// WriteNew writes a file whole or not at all. One that is there already is replaced only with force.
func WriteNew(path string, data []byte, force bool) (err error) {
	problem := func(id string, cause error) error {
		return &message.Problem{What: message.M(id, "file", filepath.Base(path)), Cause: cause}
	}
	if _, err := os.Lstat(path); err == nil && !force {
		return problem("write-exists", nil)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".certviewer-*")
	if err != nil {
		return problem("write-failed", err)
	}
	defer os.Remove(f.Name()) // of no effect once it has its name
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return problem("write-failed", err)
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return problem("write-failed", err)
	}
	if force {
		err = os.Rename(f.Name(), path)
	} else if err = os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		// Not every file system has links; then a file that came to be in this moment is the only risk.
		err = os.Rename(f.Name(), path)
	}
	switch {
	case errors.Is(err, fs.ErrExist):
		return problem("write-exists", err)
	case err != nil:
		return problem("write-failed", err)
	}
	return nil
}
