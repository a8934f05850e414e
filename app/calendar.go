package app

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"certviewer/catalog"
	"certviewer/diagnose"
	"certviewer/message"
	"certviewer/trust"
)

// Calendar writes the last days of a person's certificates as a calendar file (RFC 5545), in p's language and the time
// zone of this computer's clock: an event a day long for each, with reminders. Those that are over, were superseded or
// lie here without their key need no reminder. The error is a *message.Problem: calendar-nothing.
//
// An event's UID is the fingerprint: a calendar that reads a newer file puts it in the place of the older one,
// and the event of a certificate stays one. There is no number in it that an issuer could be asked by.
func (a *App) Calendar(p *message.Printer, cc *Clients) ([]byte, error) {
	now := cc.Host.Computer.Clock
	infos := make([]trust.Info, len(cc.Host.Stores))
	for i, s := range cc.Host.Stores {
		infos[i] = s.Info
	}
	var w calendarWriter
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//certviewer//certviewer "+a.Version+"//EN")
	w.line("CALSCALE", "GREGORIAN")
	events := 0
	for _, c := range cc.List {
		if !reminds(c) {
			continue
		}
		events++
		x := c.Certificate
		var places message.List
		for _, place := range c.Places {
			if place.HasKey {
				places = append(places, catalog.PlaceName(place.Store.ID, infos))
			}
		}
		language := ";LANGUAGE=" + p.Lang()
		title := p.Text("calendar.title", "cert", a.Catalog.ShortName(x))
		end := x.NotAfter.In(now.Location())
		w.line("BEGIN", "VEVENT")
		w.line("UID", x.SHA256.String())
		w.line("DTSTAMP", now.UTC().Format("20060102T150405Z"))
		w.line("DTSTART;VALUE=DATE", end.Format("20060102"))
		w.line("DTEND;VALUE=DATE", end.AddDate(0, 0, 1).Format("20060102"))
		w.text("SUMMARY"+language, title)
		w.text("DESCRIPTION"+language, p.Text("calendar.issuer", "issuer", catalog.NameOf(x.Issuer))+"\n"+p.Text("calendar.places", "places", places)+"\n"+p.Text("calendar.do"))
		w.line("TRANSP", "TRANSPARENT") // the person is not busy
		for _, trigger := range reminders {
			w.line("BEGIN", "VALARM")
			w.line("ACTION", "DISPLAY")
			w.text("DESCRIPTION"+language, title)
			w.line("TRIGGER", trigger)
			w.line("END", "VALARM")
		}
		w.line("END", "VEVENT")
	}
	w.line("END", "VCALENDAR")
	if events == 0 { // RFC 5545 3.6: a calendar has at least one component
		return nil, &message.Problem{What: message.M("calendar-nothing")}
	}
	return w.Bytes(), nil
}

// reminders are 30 and 7 days before the last day, at nine in the morning: a day begins at midnight, when a telephone
// would wake people.
var reminders = []string{"-P29DT15H", "-P6DT15H"}

// reminds reports whether the end of c matters to its holder.
func reminds(c diagnose.Client) bool {
	switch c.State {
	case diagnose.ClientGood, diagnose.ClientSoon:
		return true
	case diagnose.ClientNotYet:
		return c.HasKey() && c.Successor == nil
	}
	return false
}

// A calendarWriter writes the lines of a calendar file.
type calendarWriter struct{ bytes.Buffer }

// lineOctets is the length of a line at most, without its end: RFC 5545 3.1.
const lineOctets = 75

// line writes a property, folded: a line goes on in the next one behind a space. A letter of several octets stays
// whole, which the standard does not ask for and readers do.
func (w *calendarWriter) line(name, value string) {
	rest := name + ":" + value
	for most := lineOctets; len(rest) > most; most = lineOctets - 1 {
		cut := most
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		fmt.Fprintf(w, "%s\r\n ", rest[:cut])
		rest = rest[cut:]
	}
	fmt.Fprintf(w, "%s\r\n", rest)
}

// text writes a property whose value is text: RFC 5545 3.3.11. Names in certificates are written by anybody, so what
// is no text goes.
func (w *calendarWriter) text(name, value string) {
	value = strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(value, "\ufffd"))
	w.line(name, strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(value))
}

// CalendarName is the name that a calendar file is proposed under.
func CalendarName(now time.Time) string { return "certviewer-" + now.Format(time.DateOnly) + ".ics" }
