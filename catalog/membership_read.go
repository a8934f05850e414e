package catalog

import (
	"fmt"
	"io/fs"
	"time"

	"certviewer/cert"
)

// standings is a row of membership.txt, in the order of Programmes.
type standings [5]Standing

// readMembership reads the table of every root that a programme has or had.
func (c *Catalog) readMembership(dir fs.FS, file string) error {
	c.membership = make(map[cert.Fingerprint]standings, 1024)
	var days dayReader
	return readRows(dir, file, 1+len(Programmes), func(cols []string) error {
		fp, row := cert.Fingerprint{}, standings{}
		if !parseHash(&fp, cols[0]) {
			return fmt.Errorf("%q is not a SHA-256", cols[0])
		}
		if _, twice := c.membership[fp]; twice {
			return fmt.Errorf("%s is there twice", cols[0])
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
				t, err := days.read(s)
				if err != nil {
					return err
				}
				row[i] = Standing{State: Removed, Since: t}
			}
		}
		c.membership[fp] = row
		return nil
	})
}

// readLimits adds to the table what its columns cannot say.
func (c *Catalog) readLimits(dir fs.FS, file string) error {
	var days dayReader
	return readRows(dir, file, 4, func(cols []string) error {
		var fp cert.Fingerprint
		if !parseHash(&fp, cols[0]) {
			return fmt.Errorf("%q is not a SHA-256", cols[0])
		}
		row, ok := c.membership[fp]
		if !ok {
			return fmt.Errorf("%s is not in membership.txt", cols[0])
		}
		column := -1
		for i, p := range Programmes {
			if mozillaPurpose[p] == cert.Purpose(cols[1]) {
				column = i
			}
		}
		if column < 0 {
			return fmt.Errorf("%q is not a purpose of Mozilla's list", cols[1])
		}
		day, err := days.read(cols[3])
		if err != nil {
			return err
		}
		switch s := &row[column]; {
		case cols[2] == "issued-before" && s.State == In:
			s.IssuedBefore = day
		case cols[2] == "ended" && s.State == NotIn:
			s.Since = day
		default:
			return fmt.Errorf("%q does not fit what membership.txt says: %q", cols[2], s)
		}
		c.membership[fp] = row
		return nil
	})
}

// A dayReader reads dates, each different one once: they repeat.
type dayReader map[string]time.Time

func (d *dayReader) read(s string) (time.Time, error) {
	if t, ok := (*d)[s]; ok {
		return t, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return t, fmt.Errorf("%q is not a date", s)
	}
	if *d == nil {
		*d = dayReader{}
	}
	(*d)[s] = t
	return t, nil
}
