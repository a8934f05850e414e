package message

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Arg returns a value as this language writes it in a sentence.
func (p *Printer) Arg(a Arg) string {
	switch a := a.(type) {
	case Text:
		return clean(string(a))
	case Number:
		return p.Number(int(a))
	case Day:
		return p.Date(time.Time(a))
	case Moment:
		return p.moment(time.Time(a))
	case Span:
		return p.span(time.Duration(a))
	case List:
		return p.list(a, mostListed)
	case All:
		return p.list(List(a), len(a))
	case Message:
		plain := Printer{language: p.language} // inside a sentence nothing loses its capital
		return plain.Print(a)
	}
	return ""
}

// Number returns n with commas: 1,234.
func (p *Printer) Number(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// Date returns the day of t, in t's time zone, as it stands in a sentence.
func (p *Printer) Date(t time.Time) string { return t.Format(p.day) }

// Range returns two days as they stand in a table: "2024-04-23 – 2026-04-23".
func (p *Printer) Range(from, to time.Time) string {
	return from.Format(time.DateOnly) + p.to + to.Format(time.DateOnly)
}

func (p *Printer) moment(t time.Time) string {
	return p.Text("date.moment", "moment", t.Format(p.language.moment), "zone", p.zone(t))
}

// zone names the time zone of t: the one in Japan by name, others by their distance from UTC,
// because abbreviations such as CST have several meanings.
func (p *Printer) zone(t time.Time) Arg {
	name, offset := t.Zone()
	switch {
	case offset == 9*60*60 && (name == "JST" || t.Location().String() == "Asia/Tokyo"):
		return M("date.japan")
	case offset == 0:
		return Text("UTC")
	}
	sign := '+'
	if offset < 0 {
		sign, offset = '-', -offset
	}
	zone := fmt.Sprintf("UTC%c%d", sign, offset/3600)
	if minutes := offset / 60 % 60; minutes != 0 {
		zone += fmt.Sprintf(":%02d", minutes)
	}
	return Text(zone)
}

// span says the two largest units of d: nobody needs the seconds of two days.
func (p *Printer) span(d time.Duration) string {
	d = d.Abs().Round(time.Second)
	units := []struct {
		id   string
		size time.Duration
	}{{"span.days", 24 * time.Hour}, {"span.hours", time.Hour}, {"span.minutes", time.Minute}, {"span.seconds", time.Second}}
	for i, u := range units {
		if d < u.size && i < len(units)-1 {
			continue
		}
		said := []string{p.Text(u.id, "count", int(d/u.size))}
		if rest := d % u.size; i < len(units)-1 && rest >= units[i+1].size {
			said = append(said, p.Text(units[i+1].id, "count", int(rest/units[i+1].size)))
		}
		if p.cjk {
			return strings.Join(said, "")
		}
		return strings.Join(said, " ")
	}
	return ""
}

// mostListed is how many values of a list are said.
const mostListed = 3

func (p *Printer) list(l List, most int) string {
	if len(l) == 0 {
		return ""
	}
	said, more := l, 0
	if len(l) > most {
		said, more = l[:most], len(l)-most
	}
	text := p.Arg(said[0])
	for i, a := range said[1:] {
		id := "list.comma"
		if more == 0 && i == len(said)-2 {
			id = "list.and"
		}
		text = p.Text(id, "a", text, "b", a)
	}
	if more > 0 {
		text = p.Text("list.more", "a", text, "n", more)
	}
	return text
}
