package change

import (
	"strings"

	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// Windows keeps certificates in lists with names, one set for the person and one for the computer: "user/Root",
// "machine/CA". One list says one thing of all that is in it; only "Root" tells purposes apart.

// The lists of Windows that are more than a list.
const (
	listRoots      = "Root"
	listLinks      = "CA"
	listPersonal   = "MY"
	listDisallowed = "Disallowed"
	listFetched    = "AuthRoot" // Windows fills it by itself
)

// computerLists begins the names of Windows' lists for the whole computer.
const computerLists = "machine/"

// windowsList returns which of Windows' lists a store is; "" for stores of other kinds.
func windowsList(id trust.StoreID) string {
	for _, whose := range []string{"user/", computerLists} {
		if name, ok := strings.CutPrefix(string(id), whose); ok {
			return name
		}
	}
	return ""
}

// besides returns the list of the given name of the same owner.
func besides(id trust.StoreID, name string) trust.StoreID {
	whose, _, _ := strings.Cut(string(id), "/")
	return trust.StoreID(whose + "/" + name)
}

// HoldsKeys reports whether a store is of a kind that holds private keys at all: of Windows' lists only "Personal" does.
func HoldsKeys(s trust.Info) bool {
	return windowsList(s.ID) == "" || windowsList(s.ID) == listPersonal
}

// ByHand reports whether a store of host is read by this program and changed in its own program alone: the databases of
// NSS on other systems than Linux.
func ByHand(host *facts.Host, s trust.Info) bool {
	return host.Computer.OS != "linux" && s.Scope == trust.ScopeUser && s.Application != "" && windowsList(s.ID) == ""
}

// byHand says how a step is made in the program that a store belongs to.
func byHand(host *facts.Host, s Step) error {
	variant := s.Op
	if variant == Remove { // one button does both there
		variant = Distrust
	}
	m := message.M("root-by-hand", "app", places(host, []trust.StoreID{s.Store}), "os", message.M("os."+host.Computer.OS), "variant", string(variant))
	return &message.Problem{What: m}
}

// Where returns the stores in which r is made: those that it names, but what Windows is not to trust goes into the list of
// what is blocked.
func (r Request) Where() []trust.StoreID {
	var out []trust.StoreID
	for _, id := range r.Stores {
		if r.Op == Distrust && windowsList(id) != "" {
			id = besides(id, listDisallowed)
		}
		out = append(out, id)
	}
	return out
}

// linksTo returns where the links of an identity go that is imported into st: with it, but on Windows into the list where its
// programs look for them.
func linksTo(host *facts.Host, st *facts.Store) *facts.Store { return listBeside(host, st, listLinks) }

// RootsOf returns where a root goes that is to be trusted beside an identity in st: with it, but on Windows into the list
// of what is trusted.
func RootsOf(host *facts.Host, st *facts.Store) *facts.Store { return listBeside(host, st, listRoots) }

// listBeside returns the list of that name of the same owner, where st is Windows' list "Personal"; else st.
func listBeside(host *facts.Host, st *facts.Store, name string) *facts.Store {
	if windowsList(st.ID) != listPersonal {
		return st
	}
	id := besides(st.ID, name)
	for i := range host.Stores {
		if host.Stores[i].ID == id {
			return &host.Stores[i]
		}
	}
	return &facts.Store{Info: trust.Info{ID: id, Scope: st.Scope, Writable: st.Writable}}
}
