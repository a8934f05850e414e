package trust

import (
	"slices"
	"time"

	"certviewer/cert"
)

// An Application is a program as a person knows it, and the stores it consults. A program
// with several profiles is several Applications.
type Application struct {
	ID      string `json:"id"`      // "firefox:work", "system-programs", …
	Program string `json:"program"` // catalogue ID: "firefox"
	Profile string `json:"profile,omitempty"`
	// Stores is what it consults for each purpose, the one whose word counts first at the front.
	Stores map[cert.Purpose][]StoreID `json:"stores"`
	// Without is stores whose content counts for nothing where another one inherits it: Windows' list of roots shows what
	// Windows fetched, which programs with a list of their own leave out.
	Without []StoreID `json:"without,omitempty"`
	// Peers is whether it takes a certificate that a store trusts itself, and not as an issuer.
	Peers bool `json:"peers,omitempty"`
}

// A Ruling is what an application makes of one certificate as a trust anchor for one purpose.
type Ruling struct {
	Judgement
	Store StoreID // the store that decided; "" when none has the certificate
	Why   Why
}

// A Why is the reason of a Ruling.
type Why string

// The reasons.
const (
	WhyStated       Why = "stated"        // the store says so
	WhyPresent      Why = "present"       // it is there but not trusted for this
	WhyAbsent       Why = "absent"        // no consulted store has it
	WhyIssuedBefore Why = "issued-before" // trusted for certificates issued before a date, and this one is later
	WhyNotConsulted Why = "not-consulted" // the application does not use certificates for this purpose
)

// Judge says what application a makes of certificate c for purpose p: the first store in a's
// order that says anything about it decides. leafNotBefore is when the certificate at the end of
// the chain was issued, for roots that are trusted only for older ones; zero when not known,
// and then the date is reported and not applied.
func Judge(a Application, entries map[StoreID][]Entry, c cert.Fingerprint, leafNotBefore time.Time, p cert.Purpose) Ruling {
	order, ok := a.Stores[p]
	if !ok {
		return Ruling{Judgement: Judgement{Verdict: Unstated}, Why: WhyNotConsulted}
	}
	out := Ruling{Judgement: Judgement{Verdict: Unstated}, Why: WhyAbsent}
	for _, id := range order {
		for _, e := range entries[id] {
			if e.Certificate.SHA256 != c || e.From != "" && slices.Contains(a.Without, e.From) {
				continue
			}
			j := e.For(p)
			if e.Certificate.IsCA() || !a.Peers {
				j = e.ForIssued(p)
			}
			if j.Verdict == Unstated && j.How != Explicit {
				if out.Why == WhyAbsent {
					out.Store, out.Why = id, WhyPresent
				}
				continue // it is there and says nothing: a store further down may
			}
			out = Ruling{Judgement: j, Store: id, Why: WhyStated}
			if j.Verdict == Unstated {
				out.Why = WhyPresent
			}
			if j.Verdict == Trusted && j.IssuedBefore != nil && !leafNotBefore.IsZero() && !leafNotBefore.Before(*j.IssuedBefore) {
				out.Verdict, out.Why = Distrusted, WhyIssuedBefore
			}
			return out
		}
	}
	return out
}
