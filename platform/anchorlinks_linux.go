package platform

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// dropLinks takes away what Debian's tool leaves behind of files that have gone from the administrator's folder: the link to
// each, and the one with the hash of its name that openssl-rehash(1) makes. Without it they would lead nowhere
// until something else changes (update-ca-certificates looks for orphans only then). Its "--fresh" takes
// all links away for a moment, in which programs find no root at all.
func (w *bundleWriter) dropLinks(have, want []anchorFile) error {
	var gone []string
	for _, h := range have {
		if !slices.ContainsFunc(want, func(f anchorFile) bool { return f.Name == h.Name }) {
			gone = append(gone, filepath.Join(w.place, h.Name))
		}
	}
	if len(gone) == 0 || w.links == "" {
		return nil
	}
	root, err := os.OpenRoot(w.links)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer root.Close()
	all, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return err
	}
	for len(gone) > 0 { // links to the files, then links to those links
		var next []string
		for _, e := range all {
			if e.Type()&fs.ModeSymlink == 0 {
				continue
			}
			to, err := root.Readlink(e.Name())
			if err != nil || !slices.Contains(gone, to) {
				continue
			}
			if err := root.Remove(e.Name()); err != nil {
				return err
			}
			next = append(next, e.Name())
		}
		gone = next
	}
	return nil
}
