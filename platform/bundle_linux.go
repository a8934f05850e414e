package platform

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"certviewer/cert"
	"certviewer/trust"
)

// Where the system's certificates are: the tables of Go's crypto/x509/root_linux.go. Of the
// files the first that can be read counts, of the folders all.
var (
	bundleFiles = []string{
		"/etc/ssl/certs/ca-certificates.crt",                // Debian, Ubuntu, Gentoo, Arch
		"/etc/pki/tls/certs/ca-bundle.crt",                  // Fedora, RHEL
		"/etc/ssl/ca-bundle.pem",                            // openSUSE
		"/etc/pki/tls/cacert.pem",                           // OpenELEC
		"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // CentOS, RHEL 7
		"/etc/ssl/cert.pem",                                 // Alpine
	}
	bundleFolders = []string{
		"/etc/ssl/certs",     // SLES
		"/etc/pki/tls/certs", // Fedora, RHEL
	}
)

// A bundleStore is the system's bundle: certificates in PEM files, which the programs of the
// system trust for everything.
type bundleStore struct {
	info     trust.Info
	computer computer
	files    []string
	folders  []string
}

// findBundle finds the bundle. SSL_CERT_FILE and SSL_CERT_DIR take the places of the tables, as
// for Go and OpenSSL; SSL_CERT_DIR may name several folders, with colons between.
func findBundle(_ context.Context, c computer) []trust.Store {
	s := &bundleStore{
		info:     trust.Info{ID: "system", Scope: trust.ScopeComputer},
		computer: c,
	}
	if f := c.env("SSL_CERT_FILE"); f != "" {
		s.files = []string{f}
	} else {
		for _, f := range bundleFiles {
			s.files = append(s.files, c.path(f))
		}
	}
	if d := c.env("SSL_CERT_DIR"); d != "" {
		s.folders = strings.Split(d, ":")
	} else {
		for _, d := range bundleFolders {
			s.folders = append(s.folders, c.path(d))
		}
	}
	for _, p := range append(s.files, s.folders...) {
		if _, err := os.Stat(p); err == nil {
			s.info.Path = p
			break
		}
	}
	for _, d := range adminPlaces {
		s.info.Writable = s.info.Writable || writable(c.path(d))
	}
	return []trust.Store{s}
}

func (s *bundleStore) Info() trust.Info { return s.info }

func (s *bundleStore) Close() error { return nil }

// Entries reads the files. Each certificate is one entry, wherever else it stands.
func (s *bundleStore) Entries(ctx context.Context) ([]trust.Entry, error) {
	return within(ctx, s.computer.patience, s.read)
}

func (s *bundleStore) read(ctx context.Context) ([]trust.Entry, error) {
	b := &bundle{at: map[string]int{}}
	var firstErr error // which is told when nothing is found
	found := false
	note := func(err error) {
		if err == nil {
			found = true
		} else if firstErr == nil && !errors.Is(err, fs.ErrNotExist) {
			firstErr = err
		}
	}
	for _, f := range s.files {
		err := b.addFile(f, false)
		if errors.Is(err, errNoCertificates) { // it counts all the same, as in Go
			firstErr, err = err, nil
		}
		note(err)
		if err == nil {
			break
		}
	}
	for _, d := range s.folders {
		entries, err := os.ReadDir(d)
		note(err)
		for _, e := range entries {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if !linkWithin(e, d) {
				b.addFile(filepath.Join(d, e.Name()), true) // a folder may hold anything: what cannot be read is no root
			}
		}
	}
	switch {
	case len(b.found) == 0 && errors.Is(firstErr, fs.ErrPermission):
		return nil, &trust.Problem{Code: trust.StoreNoPermission, Detail: firstErr.Error()}
	case len(b.found) == 0 && firstErr != nil:
		return nil, &trust.Problem{Code: trust.StoreForeign, Detail: firstErr.Error()}
	case !found:
		return nil, trust.ErrAbsent
	}
	return b.entries(s.computer.origins(ctx)), ctx.Err()
}

// linkWithin reports whether e is a link to another name in its own folder, such as the
// hashes that OpenSSL looks certificates up by.
func linkWithin(e fs.DirEntry, dir string) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return false
	}
	target, err := os.Readlink(filepath.Join(dir, e.Name()))
	return err == nil && !strings.Contains(target, "/")
}

// A bundle is the certificates found so far, each once.
type bundle struct {
	found []found
	at    map[string]int // by DER
}

var errNoCertificates = errors.New("the file holds something else than certificates")

// addFile adds the certificates of a PEM file. single says whether the file's own name is a
// certificate's name, if it holds one only. An empty file is no error.
func (b *bundle) addFile(path string, single bool) error {
	text, err := readRegular(path)
	if err != nil {
		return err
	}
	blocks := pemCertificates(text)
	if len(blocks) == 0 && len(bytes.TrimSpace(text)) > 0 {
		return fmt.Errorf("%s: %w", path, errNoCertificates)
	}
	for _, f := range blocks {
		if f.name == "" && single && len(blocks) == 1 {
			f.name = fileName(path)
		}
		i, ok := b.at[string(f.der)]
		if !ok {
			b.at[string(f.der)] = len(b.found)
			b.found = append(b.found, f)
			continue
		}
		if old := &b.found[i]; old.name == "" {
			old.name = f.name
		}
	}
	return nil
}

// entries makes entries of what was found. A bundle keeps no purposes: being in it counts for all.
func (b *bundle) entries(origin func(der []byte) trust.Origin) []trust.Entry {
	out := make([]trust.Entry, len(b.found))
	for i, f := range b.found {
		c := cert.Parse(f.der)
		e := trust.Entry{Certificate: c, Name: f.name, Trust: map[cert.Purpose]trust.Judgement{}, Origin: origin(f.der)}
		if e.Name == "" {
			e.Name = c.Subject.Display()
		}
		if f.trusted {
			e.Native = "TRUSTED CERTIFICATE" // what OpenSSL notes behind it about purposes is not read
		}
		for _, p := range cert.Purposes {
			e.Trust[p] = trust.Judgement{Verdict: trust.Trusted, How: trust.Flattened}
		}
		out[i] = e
	}
	return out
}

// fileName returns what a file is called without its ending.
func fileName(path string) string {
	name := filepath.Base(path)
	return strings.TrimSuffix(name, filepath.Ext(name))
}

// readRegular reads an ordinary file of at most 32 MB; the largest bundle seen has 1 MB.
func readRegular(path string) ([]byte, error) {
	const most = 32 << 20
	fi, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !fi.Mode().IsRegular() || fi.Size() > most:
		return nil, &fs.PathError{Op: "read", Path: path, Err: syscall.EINVAL}
	}
	return os.ReadFile(path)
}
