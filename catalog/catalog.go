// Package catalog is what the program knows: roots, root programmes, known-bad keys,
// applications and the stores each consults, issuers, notices. The data lies in assets/catalog;
// every row has a source and a date. docs/catalogue.md says how it is kept.
package catalog

import (
	"fmt"
	"io/fs"
	"sync"
	"time"

	"certviewer/assets"
	"certviewer/cert"
)

// A Catalog is everything we know. It is never changed after loading, so that goroutines may
// share it.
type Catalog struct {
	Date    time.Time // as of when the knowledge is: the date of the newest list of a root programme
	Roots   []Root
	Bad     []Bad
	Revoked []Revoked

	sources    map[string]Source
	programmes map[Programme]programme
	membership table
	byID       map[string]*Root
	bySHA256   map[cert.Fingerprint]*Root
	bySPKI     map[cert.Fingerprint]*Root
	programs   []Program
	upki       *UPKI
	notices    []Notice
}

// A Source says where a row of knowledge comes from, and as of when.
type Source struct {
	Title string    `json:"title"`
	URL   string    `json:"url,omitempty"`
	Date  time.Time `json:"date"` // as of when it is true
}

// Load returns the catalogue that is part of the program. It is read once; an error names the
// file and the line that are wrong.
func Load() (*Catalog, error) { return loadOnce() }

var loadOnce = sync.OnceValues(func() (*Catalog, error) {
	dir, err := fs.Sub(assets.Catalog, "catalog")
	if err != nil {
		return nil, err
	}
	return load(dir)
})

// load reads a catalogue from a folder. The order matters: a file may refer to those before it.
func load(dir fs.FS) (*Catalog, error) {
	c := &Catalog{}
	for _, part := range []struct {
		file string
		read func(dir fs.FS, file string) error
	}{
		{"sources.txt", c.readSources},
		{"programmes.txt", c.readProgrammes},
		{"membership.txt", c.readMembership},
		{"limits.txt", c.readLimits},
		{"roots.txt", c.readRoots},
		{"known-bad.txt", c.readBad},
		{"revoked.txt", c.readRevoked},
		{"applications.txt", c.readPrograms},
		{"upki.txt", c.readUPKI},
		{"notices.txt", c.readNotices},
	} {
		if err := part.read(dir, part.file); err != nil {
			return nil, fmt.Errorf("catalog: %w", err)
		}
	}
	return c, nil
}
