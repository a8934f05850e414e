package cert

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// Bounds of what is read from one file. The largest bundles in the wild have a few hundred certificates and
// less than a megabyte; everything beyond is a mistake or meant to do harm.
const (
	MaxFileSize     = 64 << 20
	maxCertificates = 20_000
	maxSkipped      = 1_000
)

// A Format is how a file holds its certificates.
type Format string

// The formats.
const (
	FormatPEM    Format = "pem"
	FormatDER    Format = "der"
	FormatPKCS7  Format = "pkcs7"
	FormatBase64 Format = "base64" // of DER or PKCS #7, without the lines around it
)

// A File is what was found in a file.
type File struct {
	Format       Format
	Certificates []*Certificate // in the file's order, at least one
	Skipped      []Skip         // what else is in it, or cannot be read; at most 1,000
}

// A Skip is a part of a file that is not among its Certificates.
type Skip struct {
	Where  int    // in PEM the number of the block's first line, otherwise the offset in octets
	What   string // a phrase of the locale: SkipCutOff and the like, or the kind of another thing
	Detail string // for Details and logs; may be empty
}

// What is wrong with a skipped part. A part that is sound and something else, such as a private
// key, has a kind instead.
const (
	SkipCutOff         = "skip.cut-off"
	SkipNotBase64      = "skip.not-base64"
	SkipNotCertificate = "skip.not-certificate"
	SkipTooMany        = "skip.too-many" // the rest of the file was not read
)

// A FileError is why a file gives no certificate. Its Code is the ID of a block of sentences.
type FileError struct {
	Path   string
	Code   string
	Kind   string // with FileNotCertificate: what it seems to be, a phrase of the locale such as KindKey
	Detail string // for Details and logs
	err    error
}

// The codes, blocks 910 to 917.
const (
	FileMissing        = "file-missing"
	FileNoPermission   = "file-no-permission"
	FileIsDirectory    = "file-is-directory"
	FileNotRegular     = "file-not-regular" // a device, pipe or socket
	FileTooLarge       = "file-too-large"
	FileEmpty          = "file-empty"
	FileNotCertificate = "file-not-certificate"
	FileNoAnswer       = "file-no-answer" // for callers of ReadFile who wait no longer
)

// Error returns the code, the path and what else is known, for logs.
func (e *FileError) Error() string {
	s := e.Code + ": " + e.Path
	for _, more := range []string{e.Kind, e.Detail} {
		if more != "" {
			s += ": " + more
		}
	}
	return s
}

// Unwrap returns the system's error, if there is one.
func (e *FileError) Unwrap() error { return e.err }

// ReadFile reads the certificates of a file, recognised by its content whatever its name. Only regular files
// of at most MaxFileSize are opened. The error is a *FileError, or the system's when the file could not be read for
// a reason that no Code stands for.
func ReadFile(path string) (*File, error) {
	f, err := OpenFile(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return Read(f, path)
}

// OpenFile opens a file for reading by the rules of ReadFile, and with its errors.
func OpenFile(path string) (*os.File, error) {
	info, err := os.Stat(path) // before opening: to open a pipe waits for a writer, and to open a device may act on it
	if err != nil {
		return nil, systemError(path, err)
	}
	if err := refuse(path, info); err != nil {
		return nil, err
	}
	f, err := openFile(path)
	if err != nil {
		return nil, systemError(path, err)
	}
	if info, err = f.Stat(); err == nil {
		err = refuse(path, info) // it may have been replaced in between
	}
	if err != nil {
		f.Close()
		return nil, systemError(path, err)
	}
	return f, nil
}

// Read reads certificates as ReadFile does from r, at most MaxFileSize octets; name is for its errors.
func Read(r io.Reader, name string) (*File, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxFileSize+1))
	if err != nil {
		return nil, systemError(name, err)
	}
	switch {
	case len(data) > MaxFileSize:
		return nil, &FileError{Path: name, Code: FileTooLarge}
	case len(data) == 0:
		return nil, &FileError{Path: name, Code: FileEmpty}
	}
	f, kind := recognise(data)
	if len(f.Certificates) == 0 {
		e := &FileError{Path: name, Code: FileNotCertificate, Kind: kind}
		if len(f.Skipped) > 0 {
			e.Detail = f.Skipped[0].Detail
		}
		return nil, e
	}
	return f, nil
}

// refuse says why a file of this sort is not read; nil when it may be.
func refuse(path string, info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return &FileError{Path: path, Code: FileIsDirectory}
	case !info.Mode().IsRegular():
		return &FileError{Path: path, Code: FileNotRegular, Detail: info.Mode().Type().String()}
	case info.Size() > MaxFileSize:
		return &FileError{Path: path, Code: FileTooLarge}
	}
	return nil
}

func systemError(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.ENAMETOOLONG), errors.Is(err, syscall.ELOOP):
		return &FileError{Path: path, Code: FileMissing, Detail: err.Error(), err: err}
	case errors.Is(err, fs.ErrPermission):
		return &FileError{Path: path, Code: FileNoPermission, Detail: err.Error(), err: err}
	}
	return err
}
