package catalog

import (
	"io/fs"
	"slices"
	"time"
)

// programme is what is known about a root programme's list.
type programme struct {
	Date    time.Time // of the list
	Sources []Source
}

// readProgrammes reads as of when each programme's list is, and from it the date of the catalogue.
func (c *Catalog) readProgrammes(dir fs.FS, file string) error {
	c.programmes = map[Programme]programme{}
	return readRecords(dir, file, func(r *record) {
		id := r.one("id")
		p := programme{Date: r.day(r.one("date")), Sources: r.sources(c)}
		if !slices.Contains(Programmes, Programme(id.value)) {
			r.fail(id, "%q is not a programme", id.value)
		}
		c.programmes[Programme(id.value)] = p
		if p.Date.After(c.Date) {
			c.Date = p.Date
		}
	})
}

// ListDate returns the date of the list of p that our membership data was taken from.
func (c *Catalog) ListDate(p Programme) time.Time { return c.programmes[p].Date }

// ListSources returns where the membership data of p comes from.
func (c *Catalog) ListSources(p Programme) []Source { return c.programmes[p].Sources }
