package catalog

import (
	"io/fs"
	"strings"
	"time"
)

// A Notice is what users were told about a topic of the health check, and by whom.
type Notice struct {
	Topic   string // "webex-tsa", "secure-mail-id", "upki-client", "stores"
	Title   string
	Days    []Day // what happened when, the oldest first
	Sources []Source
}

// A Day is a date in a Notice.
type Day struct {
	ID   string // "lists-corrected": for good
	Date time.Time
}

// Notices returns all notices in the order of the topics.
func (c *Catalog) Notices() []Notice { return c.notices }

// Notice returns the notice about a topic, nil when there is none.
func (c *Catalog) Notice(topic string) *Notice {
	for i, n := range c.notices {
		if n.Topic == topic {
			return &c.notices[i]
		}
	}
	return nil
}

// Day returns the date of that ID; zero when there is none.
func (n *Notice) Day(id string) time.Time {
	for _, d := range n.Days {
		if d.ID == id {
			return d.Date
		}
	}
	return time.Time{}
}

func (c *Catalog) readNotices(dir fs.FS, file string) error {
	return readRecords(dir, file, func(r *record) {
		n := Notice{Topic: r.text("topic"), Title: r.text("title"), Sources: r.sources(c)}
		for _, f := range r.list("day") {
			date, id, _ := strings.Cut(f.value, " ")
			if id == "" {
				r.fail(f, "not of the form “2022-01-17 what-happened”")
			}
			day := f
			day.value = date
			n.Days = append(n.Days, Day{ID: id, Date: r.day(day)})
		}
		c.notices = append(c.notices, n)
	})
}
