package catalog

import (
	"io/fs"
	"slices"
	"strings"

	"certviewer/cert"
	"certviewer/trust"
)

// A Program is a program, or a group of programs, that trusts what certain stores say.
type Program struct {
	ID      string // "firefox"
	OS      []string
	Note    string // ID of a block that tells how far our word on it goes; "" when there is nothing to tell
	Offers  Choice // which certificate of its own store it signs in with
	Sources []Source

	peers    bool     // as trust.Application has it
	without  []string // likewise
	from     string   // the store that it signs in from, where that is no program's own
	own      []string // patterns of the stores that are its own; each makes an application
	consults []consulting
}

// A Choice is the rule by which a program picks a person's certificate when a site asks for one and several fit. Those
// that have ended or are of another issuer than the site names fit for none.
type Choice string

// The choices. Firefox and Chromium let the person decide unless told otherwise; it is then what is proposed.
const (
	OffersNone     Choice = ""          // it signs in with none, or by a rule that we do not know
	OffersFirstKey Choice = "first-key" // the one whose private key stands first in its database, however old
	OffersNewest   Choice = "newest"    // the one that ends last
)

// consulting is the stores that a program consults for some purposes, in order.
type consulting struct {
	purposes []cert.Purpose
	order    [][]string // each place in the order: alternatives, of which the first that is there is taken
}

// own stands for the application's own store in an order.
const own = "own"

// Program returns the program of that ID, as in trust.Application, nil when there is none.
func (c *Catalog) Program(id string) *Program {
	for i, p := range c.programs {
		if p.ID == id {
			return &c.programs[i]
		}
	}
	return nil
}

// SignsIn returns the rule by which programs pick a certificate of a store for signing in: those of a computer with that
// operating system (runtime.GOOS) and these programs installed. It also returns their IDs, where the store is not one program's own.
func (c *Catalog) SignsIn(goos string, installed []string, s trust.Info) (rule Choice, programs []string) {
	if s.Application != "" {
		if p := c.Program(s.Application); p != nil {
			rule = p.Offers
		}
		return rule, nil
	}
	for _, p := range c.programs {
		if p.from == string(s.ID) && slices.Contains(p.OS, goos) && slices.Contains(installed, p.ID) {
			rule, programs = p.Offers, append(programs, p.ID)
		}
	}
	return rule, programs
}

// Applications returns the applications of a computer with that operating system (runtime.GOOS) and
// those stores: one for each profile of a program. Only stores in the list are named, so that a run
// restricted to some stores stays so.
func (c *Catalog) Applications(goos string, stores []trust.Info) (out []trust.Application) {
	for _, p := range c.programs {
		if !slices.Contains(p.OS, goos) {
			continue
		}
		for _, s := range stores {
			for _, pattern := range p.own {
				if suffix, ok := match(pattern, s.ID); ok {
					out = append(out, p.application(suffix, s, stores))
				}
			}
		}
	}
	return out
}

// application returns p with its own store s. suffix tells its profiles apart.
func (p Program) application(suffix string, s trust.Info, stores []trust.Info) trust.Application {
	a := trust.Application{ID: p.ID + suffix, Program: p.ID, Profile: profileOf(s), Peers: p.peers, Stores: map[cert.Purpose][]trust.StoreID{}}
	for _, id := range p.without {
		a.Without = append(a.Without, trust.StoreID(id))
	}
	for _, c := range p.consults {
		var order []trust.StoreID
		for _, alternatives := range c.order {
			if alternatives[0] == own {
				order = append(order, s.ID)
			} else if id, ok := first(alternatives, stores); ok && !slices.Contains(order, id) {
				order = append(order, id)
			}
		}
		for _, purpose := range c.purposes {
			a.Stores[purpose] = order
		}
	}
	return a
}

// first returns the first store that matches the earliest possible of the patterns.
func first(patterns []string, stores []trust.Info) (trust.StoreID, bool) {
	for _, pattern := range patterns {
		for _, s := range stores {
			if _, ok := match(pattern, s.ID); ok {
				return s.ID, true
			}
		}
	}
	return "", false
}

// match compares a store with a pattern: a StoreID, or its beginning and a star. It returns what the
// star stands for, with the mark before it: ":work", "@snap".
func match(pattern string, id trust.StoreID) (suffix string, ok bool) {
	prefix, star := strings.CutSuffix(pattern, "*")
	if !star {
		return "", string(id) == pattern
	}
	rest, ok := strings.CutPrefix(string(id), prefix)
	return prefix[len(prefix)-1:] + rest, ok && rest != ""
}

func (c *Catalog) readPrograms(dir fs.FS, file string) error {
	return readRecords(dir, file, func(r *record) {
		p := Program{ID: r.text("program"), OS: strings.Fields(r.text("os")), Sources: r.sources(c)}
		if f, ok := r.maybe("signs-in-from"); ok {
			p.from = f.value
		} else {
			f := r.one("own")
			p.own = r.patterns(f, strings.Fields(f.value))
		}
		if f, ok := r.maybe("without"); ok {
			p.without = r.patterns(f, strings.Fields(f.value))
		}
		if f, ok := r.maybe("note"); ok {
			p.Note = f.value
		}
		if f, ok := r.maybe("offers"); ok {
			switch p.Offers = Choice(f.value); p.Offers {
			case OffersFirstKey, OffersNewest:
			default:
				r.fail(f, "%q is not a way to choose a certificate", f.value)
			}
		}
		if f, ok := r.maybe("peers"); ok {
			if p.peers = f.value == "yes"; !p.peers {
				r.fail(f, "%q is not “yes”", f.value)
			}
		}
		for _, f := range r.list("consults") {
			what, order, _ := strings.Cut(f.value, " = ")
			purposes := f
			purposes.value = what
			cons := consulting{purposes: r.purposes(purposes)}
			for _, place := range strings.Fields(order) {
				cons.order = append(cons.order, r.patterns(f, strings.Split(place, "|")))
			}
			if len(cons.order) == 0 {
				r.fail(f, "not of the form “purposes = stores”")
			}
			p.consults = append(p.consults, cons)
		}
		if len(p.consults) == 0 && p.from == "" {
			r.one("consults")
		}
		c.programs = append(c.programs, p)
	})
}

// patterns checks patterns of stores: a star may end one, and stands for something after a mark.
func (r *record) patterns(f field, pp []string) []string {
	for _, p := range pp {
		if prefix, _ := strings.CutSuffix(p, "*"); prefix == "" || strings.Contains(prefix, "*") {
			r.fail(f, "%q is not a pattern of stores", p)
		}
	}
	return pp
}
