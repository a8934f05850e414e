package trust

import (
	"fmt"
	"slices"
	"strings"
)

// An UnknownStoreError is returned where a name given by a person fits no store.
type UnknownStoreError struct {
	ID    StoreID   // as it was given
	Known []StoreID // the stores that there are
}

// Error returns the name that fits nothing, for logs.
func (e *UnknownStoreError) Error() string { return fmt.Sprintf("no store is called %q", e.ID) }

// An AmbiguousStoreError is returned where a name given by a person fits several stores.
type AmbiguousStoreError struct {
	ID      StoreID   // as it was given
	Matches []StoreID // the stores that it could mean
}

// Error returns the name and what it could mean, for logs.
func (e *AmbiguousStoreError) Error() string {
	return fmt.Sprintf("%q could mean any of %v", e.ID, e.Matches)
}

// Find returns which of the known stores a name means: the one of exactly this name, else the
// only one that begins with it, without regard to case. The error is an *UnknownStoreError or
// an *AmbiguousStoreError.
func Find(known []StoreID, name StoreID) (StoreID, error) {
	var matches []StoreID
	for _, id := range known {
		switch {
		case id == name:
			return id, nil
		case len(id) >= len(name) && strings.EqualFold(string(id[:len(name)]), string(name)):
			matches = append(matches, id)
		}
	}
	// "Chromium" is exact, although chromium@snap begins with it.
	if exact := slices.DeleteFunc(slices.Clone(matches), func(id StoreID) bool { return len(id) != len(name) }); len(exact) > 0 {
		matches = exact
	}
	switch {
	case name == "" || len(matches) == 0:
		return "", &UnknownStoreError{ID: name, Known: known}
	case len(matches) > 1:
		return "", &AmbiguousStoreError{ID: name, Matches: matches}
	}
	return matches[0], nil
}
