package diagnose

import (
	"slices"
	"strings"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// A Fix is the change that puts a finding right: what the window's button does, and the terminal's line.
type Fix struct {
	Op          string            // "add", "trust", "distrust" or "remove", as in package change
	Certificate *cert.Certificate // nil: the catalogue's root Root
	Root        string
	Stores      []trust.StoreID
	From        []trust.StoreID // with "add": the lists that it is moved out of
	For         []cert.Purpose  // the exact set afterwards; nil with "add" = what the catalogue offers
}

// show is the remedy "look at it first".
func (in *Input) show(c *cert.Certificate) Remedy {
	return Remedy{ID: "show", Args: message.Args{"cert": in.short(c)}, Command: "certviewer cert show " + c.SHA256.String()[:16]}
}

// showRoot is show for a root of the catalogue that no store here has.
func showRoot(root *catalog.Root) Remedy {
	return Remedy{ID: "show", Args: message.Args{"cert": message.Text(root.Short)}, Command: "certviewer cert show " + root.ID}
}

// add adds a catalogue root to a store, for the purposes given where the store can tell them apart. A store
// that this program cannot change gets the file alone.
func (in *Input) add(s *facts.Store, root *catalog.Root, want []cert.Purpose) []Remedy {
	switch {
	case len(root.PEM) == 0:
		return nil
	case !in.changes(s):
		return []Remedy{{ID: "export", Command: "certviewer cert export " + root.ID + " --out " + root.ID + ".crt"}}
	case s.ID == systemBundle:
		want = nil // a bundle keeps no purposes
	}
	return []Remedy{in.fixed(Fix{Op: "add", Root: root.ID, Stores: []trust.StoreID{s.ID}, For: sayable(s, want)})}
}

// move adds a root to the trusted roots of the owner of pp, Windows' lists in which it is none, and takes it out of these.
func (in *Input) move(pp []place, want []cert.Purpose) []Remedy {
	whose, _, _ := strings.Cut(string(pp[0].store.ID), "/")
	f := Fix{Op: "add", Certificate: pp[0].Certificate, Stores: []trust.StoreID{trust.StoreID(whose + "/" + listRoots)}, For: want}
	for _, p := range pp {
		if strings.HasPrefix(string(p.store.ID), whose+"/") {
			f.From = append(f.From, p.store.ID)
		}
	}
	return []Remedy{in.fixed(f)}
}

// trust changes what an entry is trusted for: the purposes to add and to take away, everything else staying as it
// is. A bundle keeps no purposes: there what is trusted for too much is taken out.
func (in *Input) trust(p place, add, take []cert.Purpose) []Remedy {
	switch {
	case p.store.ID == systemBundle && in.changes(p.store) && p.Origin == trust.Admin:
		return []Remedy{in.fixed(Fix{Op: "remove", Certificate: p.Certificate, Stores: []trust.StoreID{p.store.ID}})}
	case p.store.ID == systemBundle || !in.changes(p.store):
		return nil
	}
	var want []cert.Purpose
	for _, x := range cert.Purposes {
		if (slices.Contains(p.TrustedFor(), x) || slices.Contains(add, x)) && !slices.Contains(take, x) {
			want = append(want, x)
		}
	}
	return []Remedy{in.fixed(Fix{Op: "trust", Certificate: p.Certificate, Stores: []trust.StoreID{p.store.ID}, For: sayable(p.store, want)})}
}

// distrust takes a certificate's trust away in each place that this program can change: blocked in a program's own
// database, taken out of the bundle.
func (in *Input) distrust(pp []place) (out []Remedy) {
	var own []trust.StoreID
	for _, p := range pp {
		switch {
		case !in.changes(p.store):
		case p.store.ID != systemBundle:
			own = append(own, p.store.ID)
		case p.Origin == trust.Admin:
			out = append(out, in.fixed(Fix{Op: "remove", Certificate: p.Certificate, Stores: []trust.StoreID{p.store.ID}}))
		}
	}
	if len(own) > 0 {
		out = append([]Remedy{in.fixed(Fix{Op: "distrust", Certificate: pp[0].Certificate, Stores: own})}, out...)
	}
	return out
}

// changes reports whether this program can change s, perhaps with an administrator's approval: on Linux the databases of
// NSS, and the system's bundle of the distributions whose way of keeping it we know; on Windows all of its lists but the one
// that it fills by itself.
func (in *Input) changes(s *facts.Store) bool {
	if s.ID == systemBundle {
		return slices.Contains([]string{"debian", "fedora", "arch"}, in.Host.Computer.Family)
	}
	if list := windowsList(s.ID); list != "" {
		return in.Host.Computer.OS == "windows" && list != listFetched
	}
	return in.Host.Computer.OS == "linux" && s.Scope == trust.ScopeUser
}

const systemBundle trust.StoreID = "system"

// sayable leaves out time stamps, which databases of NSS keep no trust for.
func sayable(s *facts.Store, pp []cert.Purpose) []cert.Purpose {
	if windowsList(s.ID) != "" {
		return pp
	}
	return slices.DeleteFunc(slices.Clone(pp), func(p cert.Purpose) bool { return p == cert.Timestamp })
}

// fixed is the remedy that makes a change, with the terminal's line for it. The fingerprint of a root that no public programme
// knows has to come from whoever gave the root away, so the line has only a word in its place.
func (in *Input) fixed(f Fix) Remedy {
	words := []string{"certviewer root", f.Op}
	if f.Root != "" {
		words = append(words, f.Root)
	} else {
		words = append(words, f.Certificate.SHA256.String()[:16])
	}
	for _, id := range f.Stores {
		words = append(words, "--store", shell(string(id)))
	}
	for _, id := range f.From {
		words = append(words, "--from", shell(string(id)))
	}
	if len(f.For) > 0 {
		names := make([]string, len(f.For))
		for i, p := range f.For {
			names[i] = string(p)
		}
		words = append(words, "--for", strings.Join(names, ","))
	}
	if c := f.Certificate; (f.Op == "add" || f.Op == "trust") && c != nil && !in.Catalog.Known(c) {
		words = append(words, "--fingerprint SHA256")
	}
	return Remedy{ID: "fix", Command: strings.Join(words, " "), Fix: &f}
}

// shell quotes a word for a POSIX shell.
func shell(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("@%+=:,./-_", r)
	}
	if word != "" && !strings.ContainsFunc(word, func(r rune) bool { return !plain(r) }) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
