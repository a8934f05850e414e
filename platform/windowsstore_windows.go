package platform

import (
	"context"
	"crypto/sha1"
	"errors"
	"strings"
	"time"

	"golang.org/x/sys/windows"

	"certviewer/cert"
	"certviewer/platform/internal/crypt32"
	"certviewer/trust"
)

// A windowsStore is one of Windows' system stores, as certmgr.msc shows it: with what it inherits.
type windowsStore struct {
	info     trust.Info
	location uint32 // CERT_SYSTEM_STORE_…
	name     string
	patience time.Duration
	list     func() (*crypt32.CTL, error) // of the roots that Windows fetches
}

// windowsNames are the stores that there are, in the order in which they are shown. It is a fixed list, since a store comes
// into being with its first certificate: until then Windows does not name it. Those behind the first four are
// shown only when they hold something.
var windowsNames = []string{storeRoot, "CA", storePersonal, storeDisallowed, storeAuthRoot, "TrustedPeople", "TrustedPublisher", "Trust", "AddressBook"}

const mainStores = 4

// windowsFinder finds the stores of a person, or of the computer.
func windowsFinder(family trust.StoreID, location uint32, scope trust.Scope) finder {
	return finder{family: family, place: `certmgr.msc`, find: func(_ context.Context, c computer) (out []trust.Store) {
		list := c.rootList()
		for i, name := range windowsNames {
			s := c.windowsStore(family, location, scope, name, list)
			// Inherited content is shown where it comes from, and Microsoft's list is the computer's.
			if i < mainStores || s.filled() || name == storeAuthRoot && scope == trust.ScopeComputer {
				if name == storeAuthRoot {
					out = append(out, authRoot{s})
					continue
				}
				out = append(out, s)
			}
		}
		return out
	}}
}

func (c computer) windowsStore(family trust.StoreID, location uint32, scope trust.Scope, name string, list func() (*crypt32.CTL, error)) *windowsStore {
	hive := `HKCU`
	if scope == trust.ScopeComputer {
		hive = `HKLM`
	}
	return &windowsStore{
		info: trust.Info{
			ID: family + trust.StoreID(name), Scope: scope, Path: hive + `\Software\Microsoft\SystemCertificates\` + name,
			Writable: name != storeAuthRoot && (scope == trust.ScopeUser || windows.GetCurrentProcessToken().IsElevated()),
		},
		location: location, name: name, patience: c.patience, list: list,
	}
}

func (s *windowsStore) Info() trust.Info { return s.info }

func (s *windowsStore) Close() error { return nil }

// filled reports whether the store has a certificate of its own.
func (s *windowsStore) filled() bool {
	h, err := s.own(windows.CERT_STORE_READONLY_FLAG)
	if err != nil {
		return !errors.Is(err, windows.ERROR_FILE_NOT_FOUND) // reading it will say why
	}
	defer h.CertCloseStore()
	any := false
	err = h.Certificates(func(crypt32.Certificate) bool { any = true; return false })
	return any || err != nil
}

// all opens the store with what it inherits, and makes none where there is none: then the error is ERROR_FILE_NOT_FOUND. A
// person's list that was never used is read as the computer's, which is all that it would have.
func (s *windowsStore) all(flags uint32) (crypt32.Store, error) {
	flags |= windows.CERT_STORE_OPEN_EXISTING_FLAG
	h, err := crypt32.CertOpenStore(windows.CERT_STORE_PROV_SYSTEM, s.location, s.name, flags)
	if errors.Is(err, windows.ERROR_FILE_NOT_FOUND) && s.info.Scope == trust.ScopeUser && s.name != storePersonal && flags&windows.CERT_STORE_READONLY_FLAG != 0 {
		return crypt32.CertOpenStore(windows.CERT_STORE_PROV_SYSTEM, windows.CERT_SYSTEM_STORE_LOCAL_MACHINE, s.name, flags)
	}
	return h, err
}

// own opens what is the store's own.
func (s *windowsStore) own(flags uint32) (crypt32.Store, error) {
	return crypt32.CertOpenStore(windows.CERT_STORE_PROV_SYSTEM_REGISTRY, s.location, s.name, windows.CERT_STORE_OPEN_EXISTING_FLAG|flags)
}

// Entries reads the store. One that was never used is empty.
func (s *windowsStore) Entries(ctx context.Context) ([]trust.Entry, error) {
	return within(ctx, s.patience, func(ctx context.Context) ([]trust.Entry, error) {
		ee, err := s.read(ctx)
		return ee, asProblem(err)
	})
}

func (s *windowsStore) read(ctx context.Context) ([]trust.Entry, error) {
	var out []trust.Entry
	seen := map[[sha1.Size]byte]bool{}
	at, err := s.whereabouts()
	if err != nil {
		return nil, err
	}
	h, err := s.all(windows.CERT_STORE_READONLY_FLAG)
	if err != nil {
		return nil, s.problem(err)
	}
	defer h.CertCloseStore()
	err = h.Certificates(func(c crypt32.Certificate) bool {
		x := cert.Parse(c.DER())
		if !seen[x.SHA1] {
			seen[x.SHA1] = true
			out = append(out, s.entry(x, c, at))
		}
		return ctx.Err() == nil
	})
	if err == nil {
		err = ctx.Err()
	}
	return out, s.problem(err)
}

// rootProperties are the properties that restrict a root, or name it.
var rootProperties = []uint32{
	crypt32.CERT_ENHKEY_USAGE_PROP_ID, crypt32.CERT_FRIENDLY_NAME_PROP_ID,
	crypt32.CERT_DISALLOWED_FILETIME_PROP_ID, crypt32.CERT_DISALLOWED_ENHKEY_USAGE_PROP_ID,
	crypt32.CERT_NOT_BEFORE_FILETIME_PROP_ID, crypt32.CERT_NOT_BEFORE_ENHKEY_USAGE_PROP_ID,
}

// entry says what the store holds of one certificate.
func (s *windowsStore) entry(x *cert.Certificate, c crypt32.Certificate, at whereabouts) trust.Entry {
	p := c.Properties(rootProperties...)
	e := trust.Entry{Certificate: x, Name: p.FriendlyName(), HasKey: c.Has(crypt32.CERT_KEY_PROV_INFO_PROP_ID), From: at.from(x.SHA1)}
	meaning := s.name
	if e.From == machineAuthRoot {
		meaning = storeAuthRoot
	}
	e.Trust, e.Native = windowsTrust(meaning, p, time.Now())
	if e.From != "" {
		for purpose, j := range e.Trust {
			j.How = trust.Inherited
			e.Trust[purpose] = j
		}
		e.Native = strings.TrimSpace("from=" + string(e.From) + " " + e.Native)
	}
	switch {
	case s.name == storeAuthRoot || s.name == storeRoot && (s.info.Scope == trust.ScopeComputer || e.From != "") && at.listed()[x.SHA1]:
		e.Origin = trust.Vendor
	case s.info.Scope == trust.ScopeComputer || e.From != "":
		e.Origin = trust.Admin
	}
	return e
}
