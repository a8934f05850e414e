package platform

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// xdg returns a base directory of the XDG specification: what the variable says, else the
// default inside home. A relative path is invalid and ignored, as the specification asks.
func (c computer) xdg(variable, fallback string) string {
	home := c.homeDir()
	dir := c.env(variable)
	if !filepath.IsAbs(dir) || (c.home != "" && !inside(dir, home)) {
		return filepath.Join(home, fallback)
	}
	return filepath.Clean(dir)
}

// inside reports whether path is dir or below it, by their names.
func inside(path, dir string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// isDenied reports whether this person may not know what path is.
func isDenied(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrPermission)
}
