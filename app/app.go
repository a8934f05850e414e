// Package app is what the program can do: one method for each thing a person can do. Both
// faces call it, and draw or print the same results.
package app

import (
	"context"
	"time"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/task"
	"certviewer/trust"
)

// Deps is what an App is given from outside.
type Deps struct {
	// Open finds the stores of this computer without reading them.
	Open func(context.Context, trust.Where) ([]trust.Store, error)
	// Computer describes this computer; Clock and Built are filled by the App.
	Computer func(context.Context) facts.Computer
	Now      func() time.Time // the clock
	Built    time.Time        // when this program was made
	Version  string
}

// An App is the program without a face.
type App struct {
	Deps
	Catalog *catalog.Catalog
}

// A Health is the answer to the health check.
type Health struct {
	Version string
	Host    *facts.Host
	Catalog time.Time // the date of the knowledge
	Verdict diagnose.Verdict
	Answers []diagnose.Answer
}

// A Row is a certificate in a store, with what we know about it.
type Row struct {
	Store      trust.Info
	Entry      trust.Entry
	Programmes catalog.Membership
}

// A Place is where a certificate was found.
type Place = Row

// A Sighting is what one application makes of a certificate for one purpose.
type Sighting struct {
	Application trust.Application
	Purpose     cert.Purpose
	trust.Ruling
}

// A Portrait is everything that is known about one certificate on this computer.
type Portrait struct {
	Certificate *cert.Certificate
	Places      []Row               // the stores that hold it
	Chain       []*cert.Certificate // from the certificate up to the last issuer found
	TrustedBy   []Sighting
	Programmes  catalog.Membership
	Known       *catalog.Root // what the catalogue says of it; nil when nothing
}

var _ = task.Talk{}
