package catalog

import (
	"encoding/hex"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"certviewer/cert"
)

// A record is one entry of a catalogue file: a block of "key: value" lines, ended by an empty
// line. Lines that begin with # are for readers. A record keeps the first thing that is wrong with
// it, so that the code that reads it stays free of error checks until close.
type record struct {
	file   string
	fields []field
	err    error
}

type field struct {
	key, value string
	line       int
	used       bool
}

// readRecords calls use for every record of a file, and stops at the first error.
func readRecords(dir fs.FS, file string, use func(*record)) error {
	return readBlocks(dir, file, func(r *record) error {
		use(r)
		return r.close()
	})
}

func readBlocks(dir fs.FS, file string, use func(*record) error) error {
	b, err := fs.ReadFile(dir, file)
	if err != nil {
		return err
	}
	r := &record{file: file}
	flush := func() error {
		if len(r.fields) == 0 {
			return nil
		}
		done := r
		r = &record{file: file}
		return use(done)
	}
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.TrimSpace(line) == "":
			if err := flush(); err != nil {
				return err
			}
		default:
			key, value, ok := strings.Cut(line, ": ")
			if !ok || key == "" || strings.TrimSpace(value) == "" {
				return fmt.Errorf("%s:%d: not of the form “key: value”", file, n)
			}
			r.fields = append(r.fields, field{key: key, value: strings.TrimSpace(value), line: n})
		}
	}
	return flush()
}

// fail remembers what is wrong with the field f, unless something was wrong before.
func (r *record) fail(f field, format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%s:%d: %s: %s", r.file, f.line, f.key, fmt.Sprintf(format, args...))
	}
}

// list returns every field of that key.
func (r *record) list(key string) (out []field) {
	for i := range r.fields {
		if f := &r.fields[i]; f.key == key {
			f.used = true
			out = append(out, *f)
		}
	}
	return out
}

// maybe returns the field of that key, which may be there once.
func (r *record) maybe(key string) (f field, ok bool) {
	all := r.list(key)
	if len(all) == 0 {
		return field{}, false
	}
	if len(all) > 1 {
		r.fail(all[1], "given twice")
	}
	return all[0], true
}

// one returns the field of that key, which must be there once.
func (r *record) one(key string) field {
	f, ok := r.maybe(key)
	if !ok {
		r.fail(field{key: key, line: r.fields[0].line}, "missing")
	}
	return f
}

// text returns the value of a key that must be there once.
func (r *record) text(key string) string { return r.one(key).value }

// day reads a date, 2006-01-02, as the beginning of that day in UTC.
func (r *record) day(f field) time.Time {
	t, err := time.Parse(time.DateOnly, f.value)
	if err != nil && f.value != "" {
		r.fail(f, "%q is not a date", f.value)
	}
	return t
}

// moment reads a point in time, RFC 3339 with its offset.
func (r *record) moment(f field) time.Time {
	t, err := time.Parse(time.RFC3339, f.value)
	if err != nil && f.value != "" {
		r.fail(f, "%q is not a time", f.value)
	}
	return t
}

// hash reads a SHA-256 in hexadecimal.
func (r *record) hash(f field) (fp cert.Fingerprint) {
	if !parseHash(&fp, f.value) && f.value != "" {
		r.fail(f, "%q is not a SHA-256", f.value)
	}
	return fp
}

func (r *record) hashes(key string) (out []cert.Fingerprint) {
	for _, f := range r.list(key) {
		out = append(out, r.hash(f))
	}
	return out
}

// purposes reads a list such as "server email".
func (r *record) purposes(f field) (out []cert.Purpose) {
	for _, w := range strings.Fields(f.value) {
		p := cert.Purpose(w)
		if !knownPurpose(p) {
			r.fail(f, "%q is not a purpose", w)
		}
		out = append(out, p)
	}
	return out
}

func knownPurpose(p cert.Purpose) bool {
	for _, q := range cert.Purposes {
		if p == q {
			return true
		}
	}
	return false
}

// sources reads the fields "source", of which every record has at least one.
func (r *record) sources(c *Catalog) (out []Source) {
	all := r.list("source")
	if len(all) == 0 {
		r.one("source")
	}
	for _, f := range all {
		s, ok := c.sources[f.value]
		if !ok {
			r.fail(f, "%q is not in sources.txt", f.value)
		}
		out = append(out, s)
	}
	return out
}

// close returns the first thing that was wrong with the record: an unknown key too, for that is
// how a slip of the pen looks.
func (r *record) close() error {
	for _, f := range r.fields {
		if !f.used {
			r.fail(f, "no such key in this file")
		}
	}
	return r.err
}

// parseHash decodes 64 lower-case hexadecimal digits. There are so many of them that package hex would be a third of the time.
func parseHash(fp *cert.Fingerprint, s string) bool {
	if len(s) != hex.EncodedLen(len(fp)) {
		return false
	}
	for i := range fp {
		high, low := digit(s[2*i]), digit(s[2*i+1])
		if high|low > 15 {
			return false
		}
		fp[i] = high<<4 | low
	}
	return true
}

// digit is the value of a hexadecimal digit, 255 for all else.
func digit(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	}
	return 255
}
