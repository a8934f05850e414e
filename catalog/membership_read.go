package catalog

import (
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"certviewer/cert"
)

// A table is the text of membership.txt: lines in the order of their fingerprints, each found and read when somebody asks
// for it. To read all of them would be a tenth of the time of a short command, which asks for a few.
type table struct {
	text   string
	limits map[cert.Fingerprint][]limit // of limits.txt, what the columns cannot say
}

// standings is a row, in the order of Programmes.
type standings [5]Standing

// A limit is a day that belongs to one column of a row.
type limit struct {
	column int
	day    time.Time
}

// row returns the standings of the certificate with that fingerprint. A row that cannot be read is a mistake in the
// program, and a test reads them all.
func (t table) row(fp cert.Fingerprint) (standings, bool) {
	var key [2 * len(fp)]byte
	hex.Encode(key[:], fp[:])
	line, ok := t.find(string(key[:]))
	if !ok {
		return standings{}, false
	}
	_, row, err := readRow(line)
	if err != nil {
		panic("catalog: membership.txt: " + err.Error())
	}
	for _, l := range t.limits[fp] {
		if s := &row[l.column]; s.State == In {
			s.IssuedBefore = l.day
		} else {
			s.Since = l.day
		}
	}
	return row, true
}

// find returns the line that begins with key.
func (t table) find(key string) (string, bool) {
	for rest := t.text; rest != ""; {
		middle := len(rest) / 2
		start := strings.LastIndexByte(rest[:middle], '\n') + 1
		line, after, _ := strings.Cut(rest[start:], "\n")
		switch has := line[:min(len(key), len(line))]; {
		case has == key:
			return line, true
		case has < key:
			rest = after
		default:
			rest = rest[:start]
		}
	}
	return "", false
}

// readRow reads one line.
func readRow(line string) (fp cert.Fingerprint, row standings, err error) {
	cols := strings.Split(line, " ")
	if len(cols) != 1+len(Programmes) {
		return fp, row, fmt.Errorf("%d columns, not %d", len(cols), 1+len(Programmes))
	}
	if !parseHash(&fp, cols[0]) {
		return fp, row, fmt.Errorf("%q is not a SHA-256", cols[0])
	}
	for i, s := range cols[1:] {
		switch s {
		case "y":
			row[i].State = In
		case "d":
			row[i].State = Disabled
		case "-":
			row[i].State = NotIn
		default:
			day, err := time.Parse(time.DateOnly, s)
			if err != nil {
				return fp, row, fmt.Errorf("%q is not a date", s)
			}
			row[i] = Standing{State: Removed, Since: day}
		}
	}
	return fp, row, nil
}

// readMembership takes the table of every root that a programme has or had, without the lines for readers above it.
func (c *Catalog) readMembership(dir fs.FS, file string) error {
	b, err := fs.ReadFile(dir, file)
	text := string(b)
	for strings.HasPrefix(text, "#") {
		_, text, _ = strings.Cut(text, "\n")
	}
	c.membership = table{text, map[cert.Fingerprint][]limit{}}
	return err
}

// readLimits adds to the table what its columns cannot say.
func (c *Catalog) readLimits(dir fs.FS, file string) error {
	return readRows(dir, file, 4, func(cols []string) error {
		var fp cert.Fingerprint
		if !parseHash(&fp, cols[0]) {
			return fmt.Errorf("%q is not a SHA-256", cols[0])
		}
		row, ok := c.membership.row(fp)
		if !ok {
			return fmt.Errorf("%s is not in membership.txt", cols[0])
		}
		column := slices.IndexFunc(Programmes, func(p Programme) bool { return mozillaPurpose[p] == cert.Purpose(cols[1]) })
		if column < 0 {
			return fmt.Errorf("%q is not a purpose of Mozilla's list", cols[1])
		}
		day, err := time.Parse(time.DateOnly, cols[3])
		if err != nil {
			return fmt.Errorf("%q is not a date", cols[3])
		}
		if s := row[column]; !(cols[2] == "issued-before" && s.State == In) && !(cols[2] == "ended" && s.State == NotIn) {
			return fmt.Errorf("%q does not fit what membership.txt says: %q", cols[2], s)
		}
		c.membership.limits[fp] = append(c.membership.limits[fp], limit{column, day})
		return nil
	})
}
