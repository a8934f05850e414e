// Package change puts things right: a plan of steps is previewed, confirmed, applied step by step by a child process in
// dialogue with its parent, read back, and written to a journal from which it can be undone.
//
// A Plan is a value. Nothing in it is believed because it came from us: the child checks every step again, for a plan
// may have been edited on its way.
package change

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
)

// An Op is what a step does.
type Op string

// The operations. Restore puts back what was there before another step; only Undo plans it.
const (
	Create   Op = "create" // make the store's empty database; of no certificate
	Add      Op = "add"    // put a certificate into the store, trusted for For
	Import   Op = "import" // put a certificate with its private key into the store, and prove it
	Prove    Op = "prove"  // have the private key that the store has already answer a challenge; changes nothing
	Trust    Op = "trust"
	Distrust Op = "distrust"
	Remove   Op = "remove"
	Prefs    Op = "prefs" // make Account of the store's program name the certificate; without one, make the program forget for which sites it was chosen
	Restore  Op = "restore"
)

// ops are all of them.
var ops = []Op{Create, Add, Import, Prove, Trust, Distrust, Remove, Prefs, Restore}

// A Step is one change of one certificate in one store.
type Step struct {
	Op         Op             `json:"op"`
	Store      trust.StoreID  `json:"store"`
	SHA256     string         `json:"sha256"`
	DER        []byte         `json:"der"`
	Name       string         `json:"name,omitempty"`
	For        []cert.Purpose `json:"for"`    // the exact set of purposes afterwards
	Expect     string         `json:"expect"` // what was seen when the plan was made: see Seen
	NeedsAdmin bool           `json:"needs_admin"`
	Key        bool           `json:"key,omitempty"`     // for Remove and Restore: the private key leaves too
	Shared     bool           `json:"shared,omitempty"`  // for Remove with Key: the key stays all the same, since another certificate there has it
	Account    string         `json:"account,omitempty"` // for Prefs and its Restore
	Of         Op             `json:"of,omitempty"`      // for Restore: the operation that is taken back
	Before     *trust.State   `json:"before,omitempty"`  // for Restore
}

// A Plan is steps in the order in which they are made.
type Plan struct {
	Steps []Step `json:"steps"`
}

// maxSteps is far more than a person plans at once; the journal and the dialogue stay small.
const maxSteps = 1000

// Certificate returns the certificate of the step.
func (s Step) Certificate() *cert.Certificate { return cert.Parse(s.DER) }

// TakesKey reports whether a private key is gone once the step is made, which no undo brings back: where an import is taken
// back, too.
func (s Step) TakesKey() bool { return s.Key && !s.Shared }

// want is the trust that the step asks for.
func (s Step) want() trust.Want { return trust.Want{For: s.For, Distrust: s.Op == Distrust} }

// Check reports what is wrong with a plan, as a *message.Problem; nil when every step may be made. It knows nothing of
// stores: whether one is there, and what it can express, is for its Writer to say.
func (p Plan) Check(c *catalog.Catalog) error {
	if len(p.Steps) == 0 || len(p.Steps) > maxSteps {
		return malformed("%d steps", len(p.Steps))
	}
	for i, s := range p.Steps {
		if err := s.check(c); err != nil {
			return fmt.Errorf("step %d: %w", i, err)
		}
	}
	return nil
}

func (s Step) check(c *catalog.Catalog) error {
	if s.Op == Create {
		if s.Store == "" || s.NeedsAdmin || len(s.DER)+len(s.SHA256)+len(s.For) > 0 || s.Key || s.Account != "" || s.Of != "" || s.Before != nil {
			return malformed("making a database is of no certificate")
		}
		return nil
	}
	x := s.Certificate()
	switch {
	case s.Store == "":
		return malformed("no store")
	case !bytes.Equal(x.Raw, s.DER) || x.SHA256.String() != s.SHA256:
		return malformed("the certificate is not the one that the step names")
	case s.Op == Restore != (s.Before != nil), s.Op == Restore != (s.Of != ""):
		return malformed("a state to restore belongs to that operation only")
	case s.Key && (s.NeedsAdmin || s.Op != Remove && s.Op != Restore):
		return malformed("%s takes no private key away", s.Op)
	case s.Shared && (s.Op != Remove || !s.Key):
		return malformed("%s shares no private key", s.Op)
	case s.Account != "" && s.what() != Prefs:
		return malformed("%s is not about an account", s.Op)
	}
	for _, p := range s.For {
		if !slices.Contains(cert.Purposes, p) {
			return malformed("purpose %q", p)
		}
	}
	switch s.Op {
	case Add, Trust:
		return mayTrust(c, x, s.For)
	case Restore:
		return mayRestore(c, x, *s.Before)
	case Import, Prove, Distrust, Remove, Prefs:
		if len(s.For) > 0 {
			return malformed("%s takes no purposes", s.Op)
		}
		return nil
	}
	return malformed("operation %q", s.Op)
}

// what is the operation that the step is about: its own, or the one that it takes back.
func (s Step) what() Op {
	if s.Op == Restore {
		return s.Of
	}
	return s.Op
}

// Undoable reports whether there is anything to take back once the step is made: an empty database changes nothing, and may
// not be empty any more; a proof changed nothing.
func (s Step) Undoable() bool { return s.Op != Create && s.Op != Prove }

// TakesKey reports whether a step does so.
func (p Plan) TakesKey() bool { return slices.ContainsFunc(p.Steps, Step.TakesKey) }

// EndsKnownBad reports whether a step ends trust in a certificate whose key is public: no undo brings that back.
func (p Plan) EndsKnownBad(c *catalog.Catalog) bool {
	return slices.ContainsFunc(p.Steps, func(s Step) bool {
		return (s.Op == Distrust || s.Op == Remove) && c.KnownBad(s.Certificate()) != nil
	})
}

// CanBeUndone reports whether there is anything to take back once the plan is made, and nothing in it that no undo brings back.
func (p Plan) CanBeUndone(c *catalog.Catalog) bool {
	return slices.ContainsFunc(p.Steps, Step.Undoable) && !p.EndsKnownBad(c)
}

// changes reports whether anything is another thing once the plan is made.
func (p Plan) changes() bool {
	return slices.ContainsFunc(p.Steps, func(s Step) bool { return s.Op != Prove })
}

// mayTrust refuses trust that nobody may give: in a certificate whose key is public, and in a root that the programmes
// ended for more than what the catalogue still offers.
func mayTrust(c *catalog.Catalog, x *cert.Certificate, pp []cert.Purpose) error {
	if c.KnownBad(x) != nil && len(pp) > 0 {
		return &message.Problem{What: message.M("root-known-bad", "cert", c.ShortName(x))}
	}
	root := c.RootFor(x)
	if root == nil || len(root.Distrust) == 0 {
		return nil
	}
	for _, p := range pp {
		if !root.MayAddFor(p) {
			ended := root.Distrust[0]
			return &message.Problem{What: message.M("root-mail-only", "root", c.ShortName(x), "programme", message.M("programme."+ended.Programme.Keeper()), "date", message.Day(ended.Date))}
		}
	}
	return nil
}

// mayRestore lets a person go back to what was there, but not to trust in a key that everybody has.
func mayRestore(c *catalog.Catalog, x *cert.Certificate, s trust.State) error {
	for p, j := range s.Trust {
		if j.Verdict == trust.Trusted && c.KnownBad(x) != nil {
			return mayTrust(c, x, []cert.Purpose{p})
		}
	}
	return nil
}

func malformed(format string, args ...any) error {
	return &message.Problem{What: message.M("plan-malformed"), Cause: fmt.Errorf(format, args...)}
}

// Seen is a short name for what a person sees of a certificate in a store: whether it is there, its trust and whether
// its key is. The reading side and the writing side of a store make the same of it, so that a plan made from the one
// can be held against the other. Of what is not there only that counts: the system's tools may have it left out on
// purpose, which the bundle does not tell.
func Seen(present bool, native string, hasKey bool) string {
	if !present {
		native = ""
	}
	h := sha256.Sum256(fmt.Appendf(nil, "%v\n%s\n%v", present, native, hasKey))
	return hex.EncodeToString(h[:8])
}

func seenState(s trust.State) string { return Seen(s.Present, s.Native, s.HasKey) }
