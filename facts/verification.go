package facts

import (
	"time"

	"certviewer/cert"
)

// A Verification is what the system's own verifier makes of a certificate. Windows is the one system with a verifier that is
// asked; it was asked in a way that fetches nothing and changes nothing.
type Verification struct {
	Certificate cert.Fingerprint `json:"sha256"`
	At          time.Time        `json:"at"` // the moment that it judged, not that of the question
	Answers     []Verdict        `json:"answers"`
}

// A Verdict is the system's answer for one purpose.
type Verdict struct {
	Purpose cert.Purpose       `json:"purpose"`
	Trusted bool               `json:"trusted"`
	Against []Objection        `json:"against,omitempty"` // why it is not trusted, the most telling first
	Chain   []cert.Fingerprint `json:"chain"`             // from the certificate up, as the system found it
	Native  string             `json:"native,omitempty"`  // the system's own numbers
}

// An Objection is a reason why the system does not trust a certificate.
type Objection string

// The objections, the most telling first.
const (
	Blocked        Objection = "blocked"
	RevokedThere   Objection = "revoked" // as the system knew already
	NoTrustedRoot  Objection = "root"    // the chain ends in a root that is not trusted
	NoWayUp        Objection = "incomplete"
	NotForPurpose  Objection = "usage"
	NotInTime      Objection = "time"
	WeakSignature  Objection = "weak"
	BadSignature   Objection = "signature"
	NameNotAllowed Objection = "names"
	NotAnIssuer    Objection = "constraints" // one in the chain may not issue certificates, or not these
	OddExtension   Objection = "extension"
	OutsidePolicy  Objection = "policy"
	OtherObjection Objection = "other"
)

// Objections is all of them, in this order.
var Objections = []Objection{
	Blocked, RevokedThere, NoTrustedRoot, NoWayUp, NotForPurpose, NotInTime, WeakSignature, BadSignature, NameNotAllowed, NotAnIssuer, OddExtension,
	OutsidePolicy, OtherObjection,
}
