// Package catalog is what the program knows: roots, root programmes, known-bad keys,
// applications and the stores each consults, issuers, notices. The data lies in assets/catalog;
// every row has a source and a date.
package catalog

import (
	"time"

	"certviewer/cert"
)

// A Source says where a row of knowledge comes from, and as of when.
type Source struct {
	Title string    `json:"title"`
	URL   string    `json:"url,omitempty"`
	Date  time.Time `json:"date"` // as of when it is true
}

// A Programme is a public root programme.
type Programme string

// The programmes.
const (
	MozillaTLS   Programme = "mozilla_tls"
	MozillaEmail Programme = "mozilla_email"
	Microsoft    Programme = "microsoft"
	Apple        Programme = "apple"
	Android      Programme = "android"
)

// A Standing is a root's place in one programme.
type Standing struct {
	State string    // "yes", "no", "removed", "disabled" (listed, but switched off for a purpose or fully)
	Since time.Time // when it was removed; zero when not known
}

// A Membership is a root's standing in every programme; "no" where a programme never had it.
type Membership map[Programme]Standing

// A Root is a root that the catalogue has something to say about.
type Root struct {
	ID       string             // "digicert-trusted-root-g4": for good, used on the command line
	Short    string             // at most 28 half-width characters, for sentences
	SHA256   []cert.Fingerprint // every self-signed certificate of this name and key
	SPKI     cert.Fingerprint   // SHA-256 of the SubjectPublicKeyInfo
	Offer    []cert.Purpose     // the purposes it may be added for; empty = never offered
	Distrust []Distrust         // programmes that ended trust
	PEM      []byte             // embedded where we may offer to install it
	Sources  []Source
}

// A Distrust is a programme's decision to end trust in a root.
type Distrust struct {
	Programme Programme
	Date      time.Time
	Purposes  []cert.Purpose
}

// A Catalog is everything we know. It is never changed after loading.
type Catalog struct {
	Date  time.Time // of the newest knowledge
	Roots []Root
}
