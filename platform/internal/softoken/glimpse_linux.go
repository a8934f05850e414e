//go:build cgo

package softoken

import (
	"context"

	"certviewer/cert"
)

// A glimpse is what the database held of a certificate when it was last looked at. A step of a plan asks four times:
// what there is, what is to be changed, whether that was kept, and what to tell. A look is a dozen questions to
// SQLite, so it is repeated only when somebody has written since.
type glimpse struct {
	of    cert.Fingerprint
	stamp string
	seen  seen
}

// look reads what the database holds of c.
func (d *database) look(ctx context.Context, c *cert.Certificate) (seen, error) {
	stamp, ok := d.holders.stamp() // before the look: what is written meanwhile makes it old
	if ok && d.last.of == c.SHA256 && d.last.stamp == stamp {
		return d.last.seen, nil
	}
	s, err := d.read(ctx, c)
	if ok && err == nil {
		d.last = glimpse{c.SHA256, stamp, s}
	}
	return s, err
}

// stamp changes whenever a program has written the database: it is the change counter in the header of each file, by
// which SQLite too tells whether what it remembers still holds (https://sqlite.org/fileformat2.html#file_change_counter).
// There is none where a file is missing or written by a write-ahead log, which leaves the counter alone.
func (h holders) stamp() (string, bool) {
	const versions, counter, end = 18, 24, 28
	var stamp []byte
	for _, f := range h.files {
		header := make([]byte, end)
		if _, err := f.ReadAt(header, 0); err != nil || header[versions] != 1 || header[versions+1] != 1 {
			return "", false
		}
		stamp = append(stamp, header[counter:]...)
	}
	return string(stamp), len(h.files) == 2
}
