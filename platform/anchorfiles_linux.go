package platform

import (
	"bytes"
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/sys/unix"

	"certviewer/cert"
)

// maxAnchorFile is the largest file of one certificate that is put back.
const maxAnchorFile = 64 << 10

// seenAnchors is what a system has of one certificate, and what a change of it has to know.
type seenAnchors struct {
	anchored
	packaged bool            // the distribution ships it
	listed   bool            // and Debian's list names it
	lines    map[string]bool // the names in that list
	shared   []string        // files of the administrator's that hold others too
	clash    bool            // another certificate has its issuer and serial number
}

// look reads what the system has of c.
func (w *bundleWriter) look(ctx context.Context, c *cert.Certificate) (seenAnchors, error) {
	var s seenAnchors
	text, err := w.computer.bundleText()
	if err != nil {
		return s, err
	}
	for _, f := range pemCertificates(text) {
		if bytes.Equal(f.der, c.Raw) {
			s.Bundle = true
		} else if bytes.Contains(f.der, c.Issuer.Raw) && bytes.Contains(f.der, c.Serial) { // worth parsing
			o := cert.Parse(f.der)
			s.clash = s.clash || bytes.Equal(o.Issuer.Raw, c.Issuer.Raw) && bytes.Equal(o.Serial, c.Serial)
		}
	}
	if s.Files, s.shared, err = w.files(w.place, w.suffix, c); err != nil {
		return s, err
	}
	for _, dir := range w.blocklist {
		blocked, _, err := w.files(dir, "", c)
		if err != nil {
			return s, err
		}
		if dir == w.blocklist[0] { // what stands in the older folder is not ours to move
			s.Blocked = blocked
		}
	}
	s.packaged = w.computer.places(ctx, packagePlaces)[c.SHA256]
	if w.conf == "" {
		return s, ctx.Err()
	}
	return s, w.lookInConf(c, &s)
}

// bundleText returns the bundle that the tool makes.
func (c computer) bundleText() ([]byte, error) {
	err := fs.ErrNotExist
	for _, name := range bundleFiles {
		text, e := readRegular(c.path(name))
		if e == nil {
			return text, nil
		}
		if !errors.Is(e, fs.ErrNotExist) {
			err = e
		}
	}
	if errors.Is(err, fs.ErrNotExist) { // a system whose tool has not run yet
		return nil, nil
	}
	return nil, err
}

// files returns the files below dir that hold c alone, and the names of those that hold others too.
func (w *bundleWriter) files(dir, suffix string, c *cert.Certificate) (alone []anchorFile, shared []string, err error) {
	left := maxPlaceFiles
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if left--; left < 0 {
			return fs.SkipAll
		}
		if e.IsDir() || !strings.HasSuffix(path, suffix) {
			return nil
		}
		text, err := readRegular(path)
		if err != nil {
			return nil // the tool cannot read it either
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		switch held, others := holds(text, c); {
		case held && (others || len(text) > maxAnchorFile || e.Type()&fs.ModeSymlink != 0):
			shared = append(shared, name)
		case held:
			alone = append(alone, anchorFile{name, text})
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return alone, shared, err
}

// holds reports whether a file holds c, and whether it holds anything else.
func holds(text []byte, c *cert.Certificate) (held, others bool) {
	if bytes.Equal(text, c.Raw) {
		return true, false
	}
	for _, f := range pemCertificates(text) {
		if bytes.Equal(f.der, c.Raw) && !f.trusted {
			others = others || held
			held = true
		} else {
			others = true
		}
	}
	return held, others || bytes.Count(text, []byte("-----BEGIN ")) > 1
}

// harmless reports whether a file that is to be put back is one that could have stood there: it holds c and
// nothing else, and its name leads nowhere.
func harmless(f anchorFile, c *cert.Certificate) bool {
	held, others := holds(f.Text, c)
	return held && !others && len(f.Text) <= maxAnchorFile && filepath.IsLocal(f.Name) && filepath.Clean(f.Name) == f.Name &&
		!strings.ContainsFunc(f.Name, unicode.IsControl)
}

// anchorText is c as the tools take it.
func anchorText(c *cert.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})
}

// replaceFiles makes the files of one certificate below dir those of want. New files come first, so that a program
// that reads the folder meanwhile misses nothing. Nothing leads out of dir, by no link.
func replaceFiles(dir string, have, want []anchorFile) error {
	same := func(a, b anchorFile) bool { return a.Name == b.Name && bytes.Equal(a.Text, b.Text) }
	if slices.EqualFunc(have, want, same) {
		return nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, f := range want {
		if !slices.ContainsFunc(have, func(h anchorFile) bool { return same(h, f) }) {
			if err := writeWhole(root, f.Name, f.Text, 0o644); err != nil {
				return err
			}
		}
	}
	for _, h := range have {
		if !slices.ContainsFunc(want, func(f anchorFile) bool { return f.Name == h.Name }) {
			if err := root.Remove(h.Name); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeWhole writes a file so that there is the old or the new one at any time, power cuts included.
func writeWhole(root *os.Root, name string, text []byte, mode fs.FileMode) error {
	temporary := name + ".certviewer-new"
	root.Remove(temporary) // of a run that was killed
	f, err := root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err == nil {
		err = root.Rename(temporary, name)
	}
	if err != nil {
		root.Remove(temporary)
		return err
	}
	dir, err := root.Open(filepath.Dir(name))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// lookInConf reads what Debian's list says of c.
func (w *bundleWriter) lookInConf(c *cert.Certificate, s *seenAnchors) error {
	text, err := readRegular(w.conf)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	if !s.packaged {
		return nil
	}
	s.lines = map[string]bool{}
	for line := range strings.Lines(string(text)) {
		name, out := strings.CutPrefix(strings.TrimRight(line, "\r\n"), "!")
		if strings.HasPrefix(name, "#") || !filepath.IsLocal(name) {
			continue
		}
		file, err := readRegular(filepath.Join(w.packages, name))
		if err != nil {
			continue
		}
		if held, _ := holds(file, c); held {
			s.listed, s.lines[name] = true, true
			s.Out = s.Out || out
		}
	}
	return nil
}

// leaveOut writes Debian's list anew, with a "!" before the lines or without.
func (w *bundleWriter) leaveOut(lines map[string]bool, out bool) error {
	fi, err := os.Lstat(w.conf)
	if err != nil {
		return err
	}
	if !fi.Mode().IsRegular() {
		return &fs.PathError{Op: "write", Path: w.conf, Err: unix.EROFS}
	}
	text, err := readRegular(w.conf)
	if err != nil {
		return err
	}
	changed, ok := setLine(string(text), lines, out)
	if !ok {
		return nil
	}
	root, err := os.OpenRoot(filepath.Dir(w.conf))
	if err != nil {
		return err
	}
	defer root.Close()
	return writeWhole(root, filepath.Base(w.conf), []byte(changed), fi.Mode().Perm())
}

// toolTime is how long the distribution's tool may take; it takes seconds.
const toolTime = 2 * time.Minute

// update runs the distribution's tool, which makes the bundle anew.
func (w *bundleWriter) update(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, toolTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, w.tool[0], w.tool[1:]...)
	cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"}
	cmd.Dir = "/"
	cmd.WaitDelay = time.Second
	said := new(beginning)
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w: %s", filepath.Base(w.tool[0]), err, strings.TrimSpace(string(*said)))
	}
	return nil
}

// A beginning keeps the first 4 kB of what a tool says, and lets it talk on.
type beginning []byte

func (b *beginning) Write(p []byte) (int, error) {
	*b = append(*b, p[:min(len(p), 4<<10-len(*b))]...)
	return len(p), nil
}
