// Package builtins reads the list of roots that a PKCS #11 library carries: libnssckbi.so of
// NSS, or p11-kit-trust.so in its place. Foreign libraries are loaded in a child process; this package holds
// both ends, and what they say to each other.
package builtins

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"certviewer/platform/internal/nss"
)

// ErrNotBuilt means that this program was built without cgo and can load no library.
var ErrNotBuilt = errors.New("built without support for PKCS #11 libraries")

// A list is what the child writes. The format is private to one version of the program.
type list struct {
	Tokens []*nss.Token `json:"tokens"` // one per slot
	Whole  bool         `json:"whole"`  // written last: nothing was cut off
}

// Write reads the library and writes what it holds to w. It is the child's end.
func Write(library string, w io.Writer) error {
	tokens, err := load(library)
	if err != nil {
		return err
	}
	return json.NewEncoder(w).Encode(list{tokens, true})
}

// Read reads what Write wrote, and makes one token of it. It is the parent's end, and believes nothing.
func Read(output []byte) (*nss.Token, error) {
	var l list
	if err := json.Unmarshal(output, &l); err != nil {
		return nil, fmt.Errorf("what the reader of the library said makes no sense: %w", err)
	}
	if !l.Whole {
		return nil, errors.New("the reader of the library stopped half-way")
	}
	t := new(nss.Token)
	for _, slot := range l.Tokens {
		if slot == nil {
			continue
		}
		for _, c := range slot.Certificates {
			if c != nil && len(c.DER) > 0 {
				t.Add(c)
			}
		}
		t.NSSTrust = append(t.NSSTrust, slot.NSSTrust...)
		t.Trust = append(t.Trust, slot.Trust...)
	}
	// p11-kit has one slot per folder. When two speak of one certificate, distrust wins, as
	// in p11-kit's own blocklist folders (trust(1), p11-kit "Trust policy").
	slices.SortStableFunc(t.NSSTrust, distrustFirst)
	slices.SortStableFunc(t.Trust, distrustFirst)
	return t, nil
}

func distrustFirst(a, b nss.Record) int {
	rank := func(r nss.Record) int {
		if r.Server == nss.Distrusted || r.Client == nss.Distrusted || r.Email == nss.Distrusted || r.Code == nss.Distrusted {
			return 0
		}
		return 1
	}
	return rank(a) - rank(b)
}
