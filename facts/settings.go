package facts

import (
	"certviewer/cert"
	"certviewer/trust"
)

// Settings are what programs' settings say of certificates: which of them they name, and for what.
type Settings struct {
	Accounts []Account       `json:"accounts,omitempty"`
	Choices  []Choice        `json:"choices,omitempty"`
	Unasked  []trust.StoreID `json:"unasked,omitempty"` // whose browsers send a certificate of their own choice, without asking
	Networks []Network       `json:"networks,omitempty"`
	Unread   []UnreadConfig  `json:"unread_settings,omitempty"`
}

// An Account is one sender of a mail program.
type Account struct {
	Store      trust.StoreID   `json:"store"` // where the certificates it names are looked for
	ID         string          `json:"id"`    // what the program's settings call it: "id1"
	Account    string          `json:"account,omitempty"`
	Name       string          `json:"name,omitempty"`
	Address    string          `json:"address,omitempty"`
	Signing    trust.Reference `json:"signing,omitzero"`    // zero when none is named
	Encryption trust.Reference `json:"encryption,omitzero"` // also opens what was sent sealed, with any key that is there
	Signs      bool            `json:"signs,omitempty"`     // mail is signed unless the person says otherwise
	Encrypts   bool            `json:"encrypts,omitempty"`  // mail is sealed unless the person says otherwise
	Pinned     bool            `json:"pinned,omitempty"`    // a file of the person's sets it at every start: a change would not last
}

// A Choice is what a browser remembers for a site: which certificate it sends there without asking.
type Choice struct {
	Store       trust.StoreID   `json:"store"`
	Host        string          `json:"host"`
	Attributes  string          `json:"attributes,omitempty"` // what tells containers and embedding sites apart
	Certificate trust.Reference `json:"certificate,omitzero"` // zero: no certificate is sent
}

// A Network is a connection that signs in with a certificate (IEEE 802.1X, EAP-TLS).
type Network struct {
	Manager      string              `json:"manager"`          // who keeps it: "networkmanager", "iwd", "wpa_supplicant", "windows"
	Name         string              `json:"name,omitempty"`   // what its manager calls it
	SSID         string              `json:"ssid,omitempty"`   // empty for a cable
	Config       string              `json:"config,omitempty"` // the file that says so
	Identity     string              `json:"identity,omitempty"`
	Client       string              `json:"client,omitempty"`       // the file or PKCS #11 URI of the certificate; empty when the settings hold it
	Key          string              `json:"key,omitempty"`          // the same of the private key
	CA           string              `json:"ca,omitempty"`           // the same of the issuers that the network must have; on Windows their SHA-1
	Certificates []*cert.Certificate `json:"certificates,omitempty"` // what the file holds, the person's and perhaps its issuers'; nil when that is not known
	Problem      *trust.Problem      `json:"problem,omitempty"`      // why not
	Selection    *Selection          `json:"selection,omitempty"`    // where no certificate is named, and its manager picks one
}

// A Selection is how a manager picks the certificate for a network by itself, as Windows does.
type Selection struct {
	Stores  []trust.StoreID `json:"stores"`            // where it looks for one with its key
	Asks    bool            `json:"asks,omitempty"`    // the person chooses among those that fit
	Issuers []string        `json:"issuers,omitempty"` // SHA-1 in hex: one of these is above it; none = any
	// Usages are extended key usages, in dots: it has all of one of these sets. An empty set stands for a certificate
	// that may be used for anything. None = any that is for signing in.
	Usages [][]string `json:"usages,omitempty"`
}

// An UnreadConfig is a place of settings that could not be read. It may name certificates.
type UnreadConfig struct {
	Path    string        `json:"path"`
	Store   trust.StoreID `json:"store,omitempty"`   // whose settings they are
	Manager string        `json:"manager,omitempty"` // of networks
	Problem trust.Problem `json:"problem"`
}
