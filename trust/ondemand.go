package trust

import (
	"context"
	"crypto/sha1"
	"time"

	"certviewer/cert"
)

// A Fetcher is a Store that its system adds roots to by itself, when one is needed: what is absent may be trusted.
type Fetcher interface {
	Store
	// RootList returns the list that the system goes by. With no list on this computer Roots is empty, and Off may still be
	// set. Errors are those of Entries.
	RootList(ctx context.Context) (RootList, error)
}

// A RootList is the list of roots that a system fetches when they are needed.
type RootList struct {
	Issued time.Time `json:"issued,omitzero"` // the list's own date
	Asked  time.Time `json:"asked,omitzero"`  // when this computer last asked for a newer one
	Off    bool      `json:"off,omitempty"`   // an administrator has forbidden it: nothing is fetched
	Roots  []Listed  `json:"-"`               // few of them are ever of interest
}

// A Listed root is one that is fetched when it is needed. The list does not have the certificate itself.
type Listed struct {
	SHA1   [sha1.Size]byte
	Name   string
	Trust  map[cert.Purpose]Judgement
	Native string
}
