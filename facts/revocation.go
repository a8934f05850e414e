package facts

import (
	"time"

	"certviewer/cert"
)

// A Revocation is what came of asking whether the issuer of a certificate has revoked it. It is about the moment At.
type Revocation struct {
	Certificate cert.Fingerprint  `json:"sha256"`
	At          time.Time         `json:"at"`
	Asked       []Inquiry         `json:"asked,omitempty"`   // in order, up to the first that said good or revoked
	Problem     RevocationProblem `json:"problem,omitempty"` // why nobody was asked
}

// An Inquiry is one question to one server, and its answer: a Status that was signed for the issuer and holds at this
// time, or a Problem.
type Inquiry struct {
	Method     RevocationMethod  `json:"method"`
	URL        string            `json:"url"`
	Host       string            `json:"host"` // with its port where the URL has one
	Status     RevocationStatus  `json:"status,omitempty"`
	ThisUpdate time.Time         `json:"this_update,omitzero"`
	NextUpdate time.Time         `json:"next_update,omitzero"` // until when the answer holds; zero where it does not say
	RevokedAt  time.Time         `json:"revoked_at,omitzero"`
	Reason     string            `json:"reason,omitempty"` // for the revocation, as RFC 5280 5.3.1 names it: "keyCompromise"
	Problem    RevocationProblem `json:"problem,omitempty"`
	Detail     string            `json:"detail,omitempty"` // of Problem, for logs
}

// A RevocationMethod is a way to ask.
type RevocationMethod string

// The methods: a question about one certificate (RFC 6960), and the issuer's list of all that are revoked (RFC 5280 5).
const (
	OCSP RevocationMethod = "ocsp"
	CRL  RevocationMethod = "crl"
)

// A RevocationStatus is what an issuer says of a certificate.
type RevocationStatus string

// The statuses, as RFC 6960 2.2 has them. Good says no more than that it is not revoked.
const (
	Good         RevocationStatus = "good"
	Revoked      RevocationStatus = "revoked"
	NotKnownToIt RevocationStatus = "unknown"
)

// A RevocationProblem says why there is no answer.
type RevocationProblem string

// The problems. With the first three nobody is asked.
const (
	NoIssuer      RevocationProblem = "no-issuer"    // its certificate is not here, or did not sign this one
	NoResponder   RevocationProblem = "no-responder" // the certificate says nowhere where to ask
	PastItsEnd    RevocationProblem = "past-end"     // issuers forget what they revoked once it has ended
	AddressBarred RevocationProblem = "address"      // not to be asked: see probe
	Unreachable   RevocationProblem = "unreachable"
	TimedOut      RevocationProblem = "timeout"
	Stopped       RevocationProblem = "stopped" // by the person
	HTTPError     RevocationProblem = "http"
	Redirected    RevocationProblem = "redirected" // too often
	TooLarge      RevocationProblem = "too-large"
	Unreadable    RevocationProblem = "unreadable"
	Declined      RevocationProblem = "declined"      // by the responder: RFC 6960 2.3
	WrongSigner   RevocationProblem = "signer"        // the answer is not the issuer's, nor of one it appointed
	AboutAnother  RevocationProblem = "about-another" // the answer is about other certificates
	Outdated      RevocationProblem = "outdated"      // its time is over
	FromFuture    RevocationProblem = "future"        // its time has not begun
	NotSupported  RevocationProblem = "unsupported"   // Detail says what
)

// RevocationProblems is all problems.
var RevocationProblems = []RevocationProblem{
	NoIssuer, NoResponder, PastItsEnd, AddressBarred, Unreachable, TimedOut, Stopped, HTTPError, Redirected, TooLarge, Unreadable, Declined,
	WrongSigner, AboutAnother, Outdated, FromFuture, NotSupported,
}
