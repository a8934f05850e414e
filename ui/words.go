package ui

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"certviewer/app"
	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/message"
	"certviewer/trust"
	"certviewer/ui/look"
	"certviewer/ui/widgets"
)

// A standing is how a state is shown: by shape, by colour, and always with its word.
type standing struct {
	icon look.Icon
	tone look.Tone
}

// verdictLook is how the answer to a topic is shown.
func verdictLook(v diagnose.Verdict) standing {
	switch v {
	case diagnose.OK:
		return standing{look.IconGood, look.ToneGood}
	case diagnose.Action:
		return standing{look.IconCaution, look.ToneCaution}
	case diagnose.NotNeeded:
		return standing{look.IconCalm, look.ToneCalm}
	}
	return standing{look.IconUnknown, look.ToneNote}
}

// place is a store as a person knows it, as a label; a file keeps its name as it is.
func (w *window) place(id trust.StoreID) string {
	name := w.p.Arg(w.placeArg(id))
	if id == fileStore {
		return name
	}
	return alone(name)
}

// alone is a phrase of the locale as it stands by itself, in a table or on a badge: with a capital.
func alone(phrase string) string {
	r, size := utf8.DecodeRuneInString(phrase)
	return string(unicode.ToUpper(r)) + phrase[size:]
}

// label is the phrase of an ID as it stands by itself.
func (w *window) label(id string, pairs ...any) string { return alone(w.p.Text(id, pairs...)) }

func (w *window) placeArg(id trust.StoreID) message.Arg {
	if id == fileStore && w.file != nil {
		return message.Text(w.file.name)
	}
	var infos []trust.Info
	if w.host != nil {
		infos = append(infos, w.host.Absent...)
		for _, s := range w.host.Stores {
			infos = append(infos, s.Info)
		}
	}
	return catalog.PlaceName(id, infos)
}

// program is an application as a person knows it, with its profile where there are several of one
// program.
func (w *window) program(a trust.Application) string {
	name := w.label("app." + a.Program)
	same := 0
	for _, other := range w.host.Applications {
		if other.Program == a.Program {
			same++
		}
	}
	if same > 1 && a.Profile != "" {
		return w.p.Text("place.profile", "app", name, "profile", a.Profile)
	}
	return name
}

// day is a date in a sentence, in the time zone of this computer.
func day(t time.Time) message.Day { return message.Day(t.Local()) }

// A state is the one word for how a certificate stands, most important first.
type state struct {
	rank int // for sorting: a person's own certificates that need looking at come first
	word message.Message
	standing
}

// soon is how long before its end a certificate is about to expire.
const soon = 30 * 24 * time.Hour

// stateOf says how an entry stands at a moment.
func stateOf(e trust.Entry, now time.Time) state {
	c := e.Certificate
	left := c.NotAfter.Sub(now)
	switch {
	case c.Err() != nil:
		return state{0, message.M("window.state-odd"), standing{look.IconUnknown, look.ToneCaution}}
	case len(e.DistrustedFor()) > 0 && len(e.TrustedFor()) == 0:
		return state{5, message.M("verdict.distrusted"), standing{look.IconDanger, look.ToneDanger}}
	case now.Before(c.NotBefore):
		return state{3, message.M("mark.not-yet"), standing{look.IconClock, look.ToneCaution}}
	case left >= 0 && left < soon && !c.IsCA():
		return state{1, message.M("mark.days-left", "days", diagnose.DaysLeft(now, c.NotAfter)), standing{look.IconCaution, look.ToneCaution}}
	case left >= 0 && left < soon:
		return state{4, message.M("mark.days-left", "days", diagnose.DaysLeft(now, c.NotAfter)), standing{look.IconCaution, look.ToneCaution}}
	case left < 0 && !c.IsCA():
		return state{2, message.M("mark.expired"), standing{look.IconClock, look.ToneCaution}}
	case left < 0:
		return state{6, message.M("mark.expired"), standing{look.IconClock, look.ToneCalm}}
	}
	return state{7, message.M("window.state-valid"), standing{look.IconGood, look.ToneGood}}
}

// ended says how many days ago a certificate ended.
func ended(c *cert.Certificate, now time.Time) message.Message {
	left := app.DaysLeft(c, now)
	if left == 0 {
		return message.M("window.ended-today")
	}
	return message.M("window.ended", "days", -left)
}

// holder is what a certificate is called in lists.
func holder(c *cert.Certificate) string { return c.Holder() }

// trustOrder orders entries by what they are trusted for: the most purposes first, those that are blocked last.
func trustOrder(e trust.Entry) uint64 {
	trusted := e.TrustedFor()
	if len(trusted) == 0 {
		return uint64(1000 + len(e.DistrustedFor()))
	}
	order := uint64(len(cert.Purposes)-len(trusted)) << len(cert.Purposes)
	for i, p := range cert.Purposes {
		if !slices.Contains(trusted, p) {
			order |= 1 << (len(cert.Purposes) - 1 - i)
		}
	}
	return order
}

// trustWords is what an entry is trusted for, in short.
func (w *window) trustWords(e trust.Entry) widgets.TableCell {
	var words message.List
	for _, p := range e.TrustedFor() {
		words = append(words, message.M("window.short-"+string(p)))
	}
	switch {
	case len(words) == len(cert.Purposes):
		return widgets.TableCell{Text: w.label("window.trust-all")}
	case len(words) > 0:
		return widgets.TableCell{Text: alone(joined(w.p, words))}
	case len(e.DistrustedFor()) > 0:
		return widgets.TableCell{Text: w.label("verdict.distrusted"), Tone: look.ToneDanger}
	}
	return widgets.TableCell{Text: "–", Mute: true}
}

// programmes is the public lists, in the order in which they are shown.
var programmes = []catalog.Programme{catalog.MozillaTLS, catalog.MozillaEmail, catalog.Microsoft, catalog.Apple, catalog.Android}

// standingLook is how a root's place in a public list is shown.
func standingLook(s catalog.State) standing {
	switch s {
	case catalog.In:
		return standing{look.IconGood, look.ToneGood}
	case "", catalog.NotIn:
		return standing{look.IconAbsent, look.ToneCalm}
	}
	return standing{look.IconCaution, look.ToneCaution}
}

func orNo(state string) string {
	if state == "" {
		return string(catalog.NotIn)
	}
	return state
}

// joined is a list in full: lists in sentences are cut after three.
func joined(p *message.Printer, list message.List) string {
	out := ""
	for i, a := range list {
		if i > 0 {
			out = p.Text("list.comma", "a", message.Text(out), "b", a)
			continue
		}
		out = p.Arg(a)
	}
	return out
}

// groups writes hexadecimal digits in groups of n, upper case.
func groups(hex string, n int) string {
	var b strings.Builder
	for i, r := range strings.ToUpper(hex) {
		if i > 0 && i%n == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// foursFromRight writes a decimal number in groups of four from the right, as it is read aloud.
func foursFromRight(digits string) string {
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
