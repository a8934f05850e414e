package trust

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"certviewer/cert"
)

// A Writer is a store opened for change. Only child processes open one, because native libraries and
// administrators' rights never enter the process that talks to a person.
type Writer interface {
	// State reads afresh what the store holds of c.
	State(ctx context.Context, c *cert.Certificate) (State, error)
	// Add puts c into the store, named name, with exactly the trust of want. A store that holds c already is an error;
	// so is one that holds another certificate with c's issuer and serial number. Nothing is left behind on failure.
	Add(ctx context.Context, c *cert.Certificate, name string, want Want) error
	// SetTrust makes the trust of c exactly want. It also works on a certificate that only a list of built-in roots has:
	// the store then holds a copy that overrides the list for this person.
	SetTrust(ctx context.Context, c *cert.Certificate, want Want) error
	// Remove takes c and its trust out of the store. One whose private key is there is refused with ErrHasKey.
	Remove(ctx context.Context, c *cert.Certificate) error
	// Restore puts back what State said before a change, exactly.
	Restore(ctx context.Context, c *cert.Certificate, before State) error
	Close() error
}

// A Want is the trust that a certificate shall have: the exact set of purposes, or "do not trust".
type Want struct {
	For      []cert.Purpose `json:"for,omitempty"`
	Distrust bool           `json:"distrust,omitempty"`
}

// A State is what a store holds of one certificate: enough to compare and to put back.
type State struct {
	Present bool                       `json:"present"`
	Name    string                     `json:"name,omitempty"`
	Trust   map[cert.Purpose]Judgement `json:"trust,omitempty"`
	Native  string                     `json:"native,omitempty"`
	HasKey  bool                       `json:"has_key,omitempty"`
	From    StoreID                    `json:"from,omitempty"`  // of Entry
	Exact   json.RawMessage            `json:"exact,omitempty"` // the store's own records, for Restore
}

// Held reports whether the store has the certificate itself, and does not only show another one's.
func (s State) Held() bool { return s.Present && s.From == "" }

// Hash is a short name for a State: two states that differ in anything a person could notice have different ones.
func (s State) Hash() string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a State holds nothing that cannot be JSON
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:8])
}

// Errors of a Writer, besides *Problem.
var (
	ErrHasKey        = errors.New("the certificate's private key is in the store")
	ErrSerialClash   = errors.New("another certificate with this issuer and serial number is in the store")
	ErrPurpose       = errors.New("the store cannot express this set of purposes")
	ErrWrongPassword = errors.New("the Primary Password does not match")
	ErrNeedPassword  = errors.New("the store has a Primary Password")
	ErrReadOnly      = errors.New("the store cannot be changed")
	ErrPresent       = errors.New("the certificate is in the store already")
	ErrNotPresent    = errors.New("the certificate is not in the store")
	ErrNoSpace       = errors.New("the disk is full")
	ErrNeedsAdmin    = errors.New("administrator rights are needed")
	ErrRefused       = errors.New("the person answered No to the system's own question")

	// ErrReplaceable is ErrNeedsAdmin where the program must not get these rights: others could put another one in its place.
	ErrReplaceable = fmt.Errorf("%w: others can change the program's file", ErrNeedsAdmin)
)
