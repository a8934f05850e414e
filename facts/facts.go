// Package facts holds what was seen, of this computer, of a server, of a mail or of a file.
// It has no behaviour: packages that look fill these structs, package diagnose judges them. As JSON
// they are a test case of diagnose.
package facts

import (
	"time"

	"certviewer/trust"
)

// Host is what was seen on this computer.
type Host struct {
	Computer     Computer            `json:"computer"`
	Stores       []Store             `json:"stores"`
	Absent       []trust.Info        `json:"absent,omitempty"` // what programs here would have, and have not: one can be made
	Applications []trust.Application `json:"applications,omitempty"`
	Restricted   bool                `json:"restricted,omitempty"`  // only named stores were opened (--store)
	Revocations  []Revocation        `json:"revocations,omitempty"` // of certificates of the person's own, where they had the issuers asked
	Settings
}

// Computer is the computer itself.
type Computer struct {
	OS     string    `json:"os"`               // runtime.GOOS
	Name   string    `json:"name,omitempty"`   // "Debian GNU/Linux 12 (bookworm)"
	Family string    `json:"family,omitempty"` // of Linux distributions: "debian", "fedora", "arch", "suse", "alpine"; who keeps the bundle how
	Clock  time.Time `json:"clock"`            // what its clock says, or --time
	// Programs are the IDs of those programs of the catalogue that are installed and that no store tells of.
	Programs []string  `json:"programs,omitempty"`
	Built    time.Time `json:"built,omitzero"` // when this program was made
}

// Store is one store, read or not.
type Store struct {
	trust.Info
	Entries  []trust.Entry   `json:"entries,omitempty"`
	StandIn  []trust.Entry   `json:"stand_in,omitempty"`  // what stands in for a list that is not here, or for what its system fetches when needed
	OnDemand *trust.RootList `json:"on_demand,omitempty"` // of a store that its system fills when a root is needed
	Problem  *trust.Problem  `json:"problem,omitempty"`
	Running  bool            `json:"running,omitempty"` // its program had it open, as far as can be told
}
