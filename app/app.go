// Package app is what the program can do: one method for each thing a person can do. Both
// faces call it, and draw or print the same results.
package app

import (
	"context"
	"io"
	"log/slog"
	"runtime"
	"time"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/probe"
	"certviewer/task"
	"certviewer/trust"
)

// Deps is what an App is given from outside.
type Deps struct {
	// Open finds the stores of this computer without reading them.
	Open func(context.Context, trust.Where) ([]trust.Store, error)
	// Settings says which certificates the settings of the programs of these stores name, and those of networks. nil =
	// nobody looks.
	Settings func(context.Context, trust.Where, []trust.Info) facts.Settings
	// Running reports whether a program has the store open now. nil = nobody knows.
	Running func(context.Context, trust.Info) bool
	// Lacks reports whether a database that is not read, being of an old form, certainly holds none of the certificates. nil =
	// nobody knows.
	Lacks func(context.Context, trust.Info, []*cert.Certificate) bool
	// Verify has the system's own verifier judge a certificate for some purposes, as of a moment; the second list may lead up to a
	// root. It changes nothing. Its answer is nil where it cannot be asked so; Verify is nil where nobody asks.
	Verify func(context.Context, *cert.Certificate, []*cert.Certificate, []cert.Purpose, time.Time) (*facts.Verification, error)
	// Computer describes this computer; Clock and Built are filled by the App.
	Computer func(context.Context) facts.Computer
	// Start starts the child that makes changes in these stores, with administrator's rights where elevated.
	Start func(ctx context.Context, elevated bool, stores []trust.StoreID) (io.ReadWriteCloser, error)
	// Lock takes a lock file: see change.Journal.
	Lock func(path string) (unlock func(), held bool, err error)
	// Seal keeps other programs out of this process's memory. A command calls it before the first secret comes; nil = it
	// cannot be done here.
	Seal    func() error
	Keyring Keyring // the system's password store
	// Revocation asks whether a certificate's issuer has revoked it, over the network. nil = probe.Revocation.
	Revocation func(ctx context.Context, talk task.Talk, c, issuer *cert.Certificate, now time.Time) facts.Revocation
	Now        func() time.Time // the clock
	Built      time.Time        // when this program was made; zero when not known
	Version    string
	Log        *slog.Logger // codes and raw statuses, no personal data; nil = nowhere
}

// An App is the program without a face.
type App struct {
	Deps
	Catalog *catalog.Catalog
}

// New returns an App with the catalogue loaded.
func New(d Deps) (*App, error) {
	c, err := catalog.Load()
	if err != nil {
		return nil, err
	}
	if d.Revocation == nil {
		d.Revocation = probe.Revocation
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	return &App{Deps: d, Catalog: c}, nil
}

// At returns the same App with its clock standing at t (--time).
func (a *App) At(t time.Time) *App {
	b := *a
	b.Now = func() time.Time { return t }
	return &b
}

// computer describes this computer, with the clock it is judged by.
func (a *App) computer(ctx context.Context) facts.Computer {
	c := a.Computer(ctx)
	if c.OS == "" {
		c.OS = runtime.GOOS
	}
	c.Clock, c.Built = a.Now(), a.Built
	return c
}
