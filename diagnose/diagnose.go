// Package diagnose judges facts. It opens nothing, asks no network and reads no clock: packages
// platform, probe and mail gather, this one decides.
package diagnose

import (
	"time"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// A Code names a finding for good: in --json, in the documents, as the ID of its sentences.
type Code string

// A Severity says how much a finding matters.
type Severity string

// The severities.
const (
	Info    Severity = "info"
	Warning Severity = "warning" // needs action
	Error   Severity = "error"   // needs action at once
)

// A Topic is a question that people bring; the health check answers each with one card.
type Topic string

// The topics, in the order of the cards.
const (
	WebexTSA     Topic = "webex-tsa"
	SecureMailID Topic = "secure-mail-id"
	UPKIClient   Topic = "upki-client"
	Stores       Topic = "stores"
)

// Topics is all topics in order.
var Topics = []Topic{WebexTSA, SecureMailID, UPKIClient, Stores}

// A Verdict is the answer to a topic.
type Verdict string

// The verdicts.
const (
	OK        Verdict = "ok"
	Action    Verdict = "action"
	NotNeeded Verdict = "not_needed"
	Unknown   Verdict = "unknown"
)

// A Finding is one thing that was found, and what can be done about it.
type Finding struct {
	Code     Code
	Severity Severity
	Subject  *cert.Certificate // the certificate it is about; nil when there is none
	Stores   []trust.StoreID
	Args     message.Args
	Remedies []Remedy
	Quiet    bool // told in --json alone: the topic's headline says all that a person needs
}

// Message returns the finding's block of sentences.
func (f Finding) Message() message.Message { return message.Message{ID: string(f.Code), Args: f.Args} }

// A Remedy is something that a person can do about a finding.
type Remedy struct {
	ID      string       // of its sentence: "remedy."+ID
	Args    message.Args // of that sentence
	Command string       // the terminal's line that does it; "" where there is none
	Fix     *Fix         // what the window's button does; nil where it is done by hand
}

// Message returns the remedy's sentence.
func (r Remedy) Message() message.Message { return message.Message{ID: "remedy." + r.ID, Args: r.Args} }

// An Answer is what became of one topic: the block to show first, and all findings.
type Answer struct {
	Topic    Topic
	Verdict  Verdict
	Headline message.Message // the block of the card
	Findings []Finding       // the most important first
}

// A Check looks at the facts for one kind of thing. Checks have no state.
type Check struct {
	Name    string // of its file, check_<name>.go
	Topic   Topic  // "" = it concerns every topic
	Source  string // the rule it enforces: an RFC's section, a vendor's page, a notice with its date
	Codes   []Code // every code that Run may report
	Because []Code // findings of earlier checks that make this one moot
	Applies func(*Input) bool
	Run     func(*Input) []Finding
}

// An Input is everything a check may look at.
type Input struct {
	Host    *facts.Host
	Catalog *catalog.Catalog
	Now     time.Time // dates are told in its time zone

	entries map[trust.StoreID][]trust.Entry
	held    []holding
}
