// Package trust describes the places where certificates are kept and trusted, and
// what the programs of a computer make of them.
package trust

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"certviewer/cert"
)

// ErrAbsent is returned by a Store that is not on this computer, such as that of a
// browser which was never started. It is no failure: the other stores go on.
var ErrAbsent = errors.New("store is not on this computer")

// A StoreID names a store for good, on the command line and in reports:
// "system", "nss-builtin", "chromium", "firefox:PROFILE", "nssdb:PATH", …
type StoreID string

// A Scope is whose store it is.
type Scope string

// The scopes.
const (
	ScopeUser        Scope = "user"        // one person's
	ScopeComputer    Scope = "computer"    // everybody's on this computer
	ScopeApplication Scope = "application" // shipped with a program
)

// An Info says what a store is, without opening it.
type Info struct {
	ID          StoreID `json:"id"`
	Scope       Scope   `json:"scope"`
	Application string  `json:"application,omitempty"` // catalogue ID of the program that owns it: "firefox", "chromium", …
	Profile     string  `json:"profile,omitempty"`     // the profile's name as its program shows it, "default-release"
	Path        string  `json:"path,omitempty"`
	Writable    bool    `json:"writable"` // whether this person's rights allow a change
}

// Where says where to look for stores, so that tests and flags need no environment.
type Where struct {
	Home   string    // the person's home folder; "" means the environment's
	NSSDBs []string  // further NSS database folders (--nssdb)
	Only   []StoreID // when not empty, nothing else is opened (--store)
}

// All is w without Only: all stores, those folders too that only Only names.
func (w Where) All() Where {
	w.NSSDBs = slices.Clone(w.NSSDBs)
	for _, id := range w.Only {
		if dir, ok := id.Folder(); ok && !slices.Contains(w.NSSDBs, dir) {
			w.NSSDBs = append(w.NSSDBs, dir)
		}
	}
	w.Only = nil
	return w
}

// Folder is the folder of a database that is named by it, "nssdb:FOLDER"; false of any other store.
func (id StoreID) Folder() (string, bool) {
	const prefix = "nssdb:"
	if len(id) <= len(prefix) || !strings.EqualFold(string(id[:len(prefix)]), prefix) {
		return "", false
	}
	return string(id[len(prefix):]), true
}

// A Store is one place of certificates. Its methods may be called from any goroutine.
type Store interface {
	Info() Info
	// Entries reads the store afresh. It changes no byte. Errors are ErrAbsent, the
	// context's, or a *Problem.
	Entries(ctx context.Context) ([]Entry, error)
	Close() error
}

// An Entry is a certificate in a store and what the store says of it. KeyOrder is a fact of its own, and not left to
// the order of the entries, because Firefox offers a site the certificate of the first key that fits: a newer one that
// was imported later stands behind it.
type Entry struct {
	Certificate *cert.Certificate          `json:"certificate"`
	Name        string                     `json:"name,omitempty"` // nickname or friendly name
	Trust       map[cert.Purpose]Judgement `json:"trust,omitempty"`
	Native      string                     `json:"native,omitempty"` // the store's own notation, such as "CT,C,"
	HasKey      bool                       `json:"has_key,omitempty"`
	KeyOrder    int                        `json:"key_order,omitempty"` // place of its key among the store's keys, from 1; 0 = no key, or the store has no order that counts
	Origin      Origin                     `json:"origin,omitempty"`
	From        StoreID                    `json:"from,omitempty"`     // where it is inherited from; "" = it is this store's own
	Disputed    map[cert.Purpose]Judgement `json:"disputed,omitempty"` // what the other trust dialect says, where the two differ
	Standing    Standing                   `json:"standing,omitempty"`
	Ignored     map[cert.Purpose]Judgement `json:"ignored,omitempty"` // what a damaged record says, which no program believes
}

// An Origin says who put an entry where it is.
type Origin string

// The origins.
const (
	Added        Origin = ""             // this person, an administrator or a program: not known which
	Vendor       Origin = "vendor"       // the program or root list ships it (NSS built-ins)
	Distribution Origin = "distribution" // the operating system's own package ships it
	Admin        Origin = "admin"        // a place that only administrators fill
)

// A Verdict is what a store says of a certificate for one purpose. It is no bool: a
// store may also say nothing.
type Verdict string

// The verdicts.
const (
	Trusted    Verdict = "trusted"
	Distrusted Verdict = "distrusted"
	Unstated   Verdict = "unstated"
)

// A How says in what way a verdict came about.
type How string

// The ways. A Judgement that is Unstated and Explicit is a record which says "decide by the
// chain": it hides a record of a store further down.
const (
	Explicit  How = "explicit"
	OnDemand  How = "on_demand" // the system fetches it when needed
	Inherited How = "inherited"
	Flattened How = "flattened" // the store keeps no purposes: being there counts for all
	Itself    How = "itself"    // this very certificate, and none that it issued (NSS: P)
)

// A Judgement is a verdict for one purpose. The zero value means that the store says nothing.
type Judgement struct {
	Verdict      Verdict    `json:"verdict"`
	How          How        `json:"how,omitempty"`
	IssuedBefore *time.Time `json:"issued_before,omitempty"` // trusted only for certificates issued before
}

// For returns what e says about p; Unstated when it says nothing.
func (e Entry) For(p cert.Purpose) Judgement {
	if j, ok := e.Trust[p]; ok && j.Verdict != "" {
		return j
	}
	return Judgement{Verdict: Unstated, How: e.Trust[p].How}
}

// ForIssued returns what e says about p for the certificates that e's certificate issued. Trust in itself alone
// says nothing about these.
func (e Entry) ForIssued(p cert.Purpose) Judgement {
	j := e.For(p)
	if j.How == Itself {
		return Judgement{Verdict: Unstated, How: Explicit}
	}
	return j
}

// TrustedFor returns the purposes e is trusted for, in the usual order.
func (e Entry) TrustedFor() []cert.Purpose { return e.with(Trusted) }

// DistrustedFor returns the purposes e is distrusted for, in the usual order.
func (e Entry) DistrustedFor() []cert.Purpose { return e.with(Distrusted) }

func (e Entry) with(v Verdict) (out []cert.Purpose) {
	for _, p := range cert.Purposes {
		if e.For(p).Verdict == v {
			out = append(out, p)
		}
	}
	return out
}

// A Problem is why a store could not be read. Its Code is the ID of a block of sentences.
type Problem struct {
	Code   string `json:"code"`             // "store-locked", "store-damaged", …
	Detail string `json:"detail,omitempty"` // for Details and logs, as the system said it
}

// The codes of problems: words.md 3.12.
const (
	StoreLocked       = "store-locked"
	StoreDamaged      = "store-damaged"
	StoreOldFormat    = "store-old-format"
	StoreNoPermission = "store-no-permission"
	StoreNoAnswer     = "store-no-answer"
	StoreForeign      = "store-foreign"
	StoreNoBuiltins   = "store-no-builtin-list"
	StoreRefused      = "store-refused"
	StoreNotAwaited   = "store-not-awaited"   // a person did not want to wait for it
	StoreByHand       = "p12-by-hand"         // read here, and changed in its own program alone
	StoreNothingThere = "store-nothing-there" // a folder that a person named holds no database
)

// Error returns the code and the detail, for logs.
func (p *Problem) Error() string {
	if p.Detail == "" {
		return p.Code
	}
	return p.Code + ": " + p.Detail
}

// LeavesOpen reports whether a question about what the store holds stays open. Without a built-in list the
// catalogue's stands in, and an old database is not read by its program either.
func (p *Problem) LeavesOpen() bool {
	return p.Code != StoreNoBuiltins && p.Code != StoreOldFormat
}

// Patience is how long a store may take before the others go on without it.
const Patience = 5 * time.Second
