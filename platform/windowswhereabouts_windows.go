package platform

import (
	"crypto/sha1"
	"errors"
	"sync"

	"golang.org/x/sys/windows"

	"certviewer/platform/internal/crypt32"
	"certviewer/trust"
)

// machineAuthRoot is where Windows puts the roots that it fetches.
const machineAuthRoot trust.StoreID = "machine/AuthRoot"

// whereabouts say whose the certificates of a store are. What is not needed is not read.
type whereabouts struct {
	own    map[[sha1.Size]byte]bool
	others func() []source
	listed func() map[[sha1.Size]byte]bool // on Microsoft's list
}

// A source is a store that another one inherits from.
type source struct {
	id   trust.StoreID
	held map[[sha1.Size]byte]bool
}

// elsewhere is a source that we do not know, such as a smart card's. What comes from there is not ours to change.
const elsewhere trust.StoreID = "elsewhere"

// from returns where a certificate of the store is inherited from; "" when it is its own.
func (w whereabouts) from(sum [sha1.Size]byte) trust.StoreID {
	if w.own[sum] {
		return ""
	}
	for _, o := range w.others() {
		if o.held[sum] {
			return o.id
		}
	}
	return elsewhere
}

// whereabouts reads what is the store's own.
func (s *windowsStore) whereabouts() (w whereabouts, err error) {
	if w.own, err = sums(s.location, s.name); err != nil && !errors.Is(err, windows.ERROR_FILE_NOT_FOUND) {
		return w, s.problem(err)
	}
	w.others, w.listed = sync.OnceValue(s.sources), sync.OnceValue(s.listed)
	return w, nil
}

// sources reads the places that Windows makes the store of, besides its own ("System store locations",
// learn.microsoft.com): what policies of the person's and the computer's domain bring, the computer's store of that name, and the
// roots that Windows fetched. One that cannot be read leaves its certificates without a source.
func (s *windowsStore) sources() (out []source) {
	add := func(id trust.StoreID, location uint32, name string) {
		if held, err := sums(location, name); err == nil && len(held) > 0 {
			out = append(out, source{id, held})
		}
	}
	name := trust.StoreID(s.name)
	if s.info.Scope == trust.ScopeUser {
		add("user-policy/"+name, windows.CERT_SYSTEM_STORE_CURRENT_USER_GROUP_POLICY, s.name)
		if s.name != storePersonal {
			add("machine/"+name, windows.CERT_SYSTEM_STORE_LOCAL_MACHINE, s.name)
		}
	}
	add("machine-policy/"+name, windows.CERT_SYSTEM_STORE_LOCAL_MACHINE_GROUP_POLICY, s.name)
	add("enterprise/"+name, windows.CERT_SYSTEM_STORE_LOCAL_MACHINE_ENTERPRISE, s.name)
	if s.name == storeRoot {
		add(machineAuthRoot, windows.CERT_SYSTEM_STORE_LOCAL_MACHINE, storeAuthRoot)
	}
	return out
}

// listed returns what is on Microsoft's list, as far as this computer has it.
func (s *windowsStore) listed() map[[sha1.Size]byte]bool {
	l, err := s.list()
	if err != nil || l == nil {
		return nil
	}
	out := make(map[[sha1.Size]byte]bool, len(l.Subjects))
	for _, x := range l.Subjects {
		out[x.SHA1] = true
	}
	return out
}

// sums returns the SHA-1 of what a place of the registry holds.
func sums(location uint32, name string) (map[[sha1.Size]byte]bool, error) {
	h, err := crypt32.CertOpenStore(windows.CERT_STORE_PROV_SYSTEM_REGISTRY, location, name, windows.CERT_STORE_OPEN_EXISTING_FLAG|windows.CERT_STORE_READONLY_FLAG)
	if err != nil {
		return nil, err
	}
	defer h.CertCloseStore()
	out := map[[sha1.Size]byte]bool{}
	err = h.Certificates(func(c crypt32.Certificate) bool {
		out[sha1.Sum(c.DER())] = true
		return true
	})
	return out, err
}
