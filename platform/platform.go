// Package platform is this computer: it finds the places where certificates are kept and
// opens each as a trust.Store. What belongs to one operating system only stands in files that
// are named after it; native libraries are called in platform/internal/… only, and those that
// could crash in a child process.
package platform

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"certviewer/trust"
)

// Open finds the stores of this computer, without reading them. With w.Only it looks at nothing
// but the stores named there; a name that fits none or several is an error of package trust.
// "nssdb:FOLDER" may be named without being in w.NSSDBs. A place that does not answer in time is
// a store that says so when it is read.
//
// w.Home takes the place of HOME. XDG_CONFIG_HOME and XDG_DATA_HOME then count only if they lie
// inside it: they belong to another home otherwise.
func Open(ctx context.Context, w trust.Where) ([]trust.Store, error) {
	return thisComputer().open(ctx, w)
}

// patience is how long one store, or one place to look for stores, may take: 5 s is what the
// sentence of StoreLocked speaks of, and longer than NSS holds a lock.
const patience = 5 * time.Second

// A computer is what the finders of stores may ask about. Tests make their own.
type computer struct {
	root     string              // in front of every path of the system; "" but in tests
	env      func(string) string // os.Getenv
	home     string              // of Where
	reader   string              // the program that knows the verb read-native; "" = this one
	patience time.Duration
}

func thisComputer() computer { return computer{env: os.Getenv, patience: patience} }

// path returns a path of the system.
func (c computer) path(name string) string { return filepath.Join(c.root, name) }

// isDir reports whether path is a folder, perhaps through a link.
func isDir(path string) bool {
	fi, err := os.Stat(path)
	return err == nil && fi.IsDir()
}

// isFile reports whether path is an ordinary file, perhaps through a link.
func isFile(path string) bool {
	fi, err := os.Stat(path)
	return err == nil && fi.Mode().IsRegular()
}

// realPath returns path without links, or path itself where that cannot be told.
func realPath(path string) string {
	if p, err := filepath.EvalSymlinks(path); err == nil {
		return p
	}
	return path
}
