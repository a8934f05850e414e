package catalog

import (
	"io/fs"
	"strings"
)

// readSources reads the list of everything that the other files refer to.
func (c *Catalog) readSources(dir fs.FS, file string) error {
	c.sources = map[string]Source{}
	return readRecords(dir, file, func(r *record) {
		id := r.one("id")
		s := Source{Title: r.text("title"), Date: r.day(r.one("date"))}
		if f, ok := r.maybe("url"); ok {
			if s.URL = f.value; !strings.HasPrefix(s.URL, "https://") && !strings.HasPrefix(s.URL, "http://") {
				r.fail(f, "%q is not an address", s.URL)
			}
		}
		if _, twice := c.sources[id.value]; twice {
			r.fail(id, "%q is there twice", id.value)
		}
		c.sources[id.value] = s
	})
}
