package catalog

import (
	"bytes"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"time"

	"certviewer/cert"
)

// A row is a line of membership.txt, with the standings in the order of Programmes. Every command reads hundreds of them and
// looks up a few: hence no more than bytes, in the order of the file, and no map.
type row struct {
	sha256    cert.Fingerprint
	standings [5]compact
}

// compact is a Standing; days and moments are in seconds since 1970, 0 = none.
type compact struct {
	state               byte // place in states
	since, issuedBefore uint32
}

var states = [...]State{NotIn, In, Disabled, Removed}

func (s compact) standing() Standing {
	return Standing{State: states[s.state], Since: moment(s.since), IssuedBefore: moment(s.issuedBefore)}
}

func moment(seconds uint32) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0).UTC()
}

// member returns the row of the certificate with that fingerprint, nil when there is none.
func (c *Catalog) member(fp cert.Fingerprint) *row {
	i, ok := slices.BinarySearchFunc(c.membership, fp, func(r row, fp cert.Fingerprint) int { return bytes.Compare(r.sha256[:], fp[:]) })
	if !ok {
		return nil
	}
	return &c.membership[i]
}

// standing returns what programme i, of Programmes, makes of the certificate with that fingerprint; zero when none ever had it.
func (c *Catalog) standing(fp cert.Fingerprint, i int) Standing {
	if r := c.member(fp); r != nil {
		return r.standings[i].standing()
	}
	return Standing{}
}

// readMembership reads the table of every root that a programme has or had.
func (c *Catalog) readMembership(dir fs.FS, file string) error {
	c.membership = make([]row, 0, 1024)
	var days dayReader
	return readRows(dir, file, 1+len(Programmes), func(cols []string) error {
		var r row
		if !parseHash(&r.sha256, cols[0]) {
			return fmt.Errorf("%q is not a SHA-256", cols[0])
		}
		if last := len(c.membership) - 1; last >= 0 && bytes.Compare(c.membership[last].sha256[:], r.sha256[:]) >= 0 {
			return fmt.Errorf("%s is there twice, or not in its place", cols[0])
		}
		for i, s := range cols[1:] {
			switch s {
			case "-":
			case "y":
				r.standings[i].state = 1
			case "d":
				r.standings[i].state = 2
			default:
				day, err := days.read(s)
				if err != nil {
					return err
				}
				r.standings[i] = compact{state: 3, since: day}
			}
		}
		c.membership = append(c.membership, r)
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
		row := c.member(fp)
		if row == nil {
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
		switch s := &row.standings[column]; {
		case cols[2] == "issued-before" && states[s.state] == In:
			s.issuedBefore = day
		case cols[2] == "ended" && states[s.state] == NotIn:
			s.since = day
		default:
			return fmt.Errorf("%q does not fit what membership.txt says: %q", cols[2], s.standing())
		}
		return nil
	})
}

// A dayReader reads dates as seconds since 1970, each different one once: they repeat.
type dayReader map[string]uint32

func (d *dayReader) read(s string) (uint32, error) {
	if day, ok := (*d)[s]; ok {
		return day, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Unix() <= 0 || t.Unix() > math.MaxUint32 {
		return 0, fmt.Errorf("%q is not a date", s)
	}
	if *d == nil {
		*d = dayReader{}
	}
	(*d)[s] = uint32(t.Unix())
	return (*d)[s], nil
}
