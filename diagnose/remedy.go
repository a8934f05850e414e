package diagnose

import (
	"slices"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// show is the remedy "look at it first".
func (in *Input) show(c *cert.Certificate) Remedy {
	return Remedy{ID: "show", Args: message.Args{"cert": in.short(c)}, Command: "certviewer cert show " + c.SHA256.String()[:16]}
}

// showRoot is show for a root of the catalogue that no store here has.
func showRoot(root *catalog.Root) Remedy {
	return Remedy{ID: "show", Args: message.Args{"cert": message.Text(root.Short)}, Command: "certviewer cert show " + root.ID}
}

// addByHand is how a person adds a catalogue root to a store, for the purposes given where the store can tell
// them apart. A store that we know no command for gets the file alone.
func (in *Input) addByHand(s *facts.Store, root *catalog.Root, want []cert.Purpose) []Remedy {
	if len(root.PEM) == 0 {
		return nil
	}
	file := root.ID + ".crt" // update-ca-certificates takes no other ending
	export := "certviewer cert export " + root.ID + " --out " + file
	if dir, ok := in.certutilFolder(s); ok {
		return []Remedy{{
			ID: "add-nss", Args: message.Args{"place": in.place(s.ID)},
			Command: export + " && certutil -A -d " + shell("sql:"+dir) + " -n " + shell(root.Short) + " -t " + changed("", want, nil) + " -i " + file,
		}}
	}
	if keeper, ok := bundleKeepers[in.Host.Computer.Family]; ok && s.ID == systemBundle {
		return []Remedy{{ID: "add-system", Command: export + " && " + keeper.add(file)}}
	}
	return []Remedy{{ID: "export", Command: export}}
}

// trustByHand is how a person changes what an entry of an NSS database is trusted for: the purposes to add
// and to take away, everything else staying as it is. Firefox and Thunderbird let a person choose between servers
// and mail alone.
func (in *Input) trustByHand(p place, add, take []cert.Purpose) []Remedy {
	if dir, ok := in.certutilEntry(p); ok {
		return []Remedy{{
			ID: "trust-nss", Args: message.Args{"place": in.place(p.store.ID)},
			Command: modify(dir, p.Name, changed(p.Native, add, take)),
		}}
	}
	if hasCertificateManager(p.store) && len(add) == 0 {
		args := in.inPlace(p)
		args["purposes"] = catalog.PurposeNames(slices.DeleteFunc(p.TrustedFor(), func(x cert.Purpose) bool { return slices.Contains(take, x) }))
		return []Remedy{{ID: "trust-in-app", Args: args}}
	}
	return in.removeByHand(p)
}

// distrustByHand is how a person takes a certificate's trust away, in each place where that can be done without
// this program.
func (in *Input) distrustByHand(pp []place) (out []Remedy) {
	for _, p := range pp {
		dir, ok := in.certutilEntry(p)
		switch {
		case ok:
			out = append(out, Remedy{ID: "distrust-nss", Args: in.inPlace(p), Command: modify(dir, p.Name, "p,p,p")})
		case hasCertificateManager(p.store):
			out = append(out, Remedy{ID: "distrust-in-app", Args: in.inPlace(p)})
		default:
			out = append(out, in.removeByHand(p)...)
		}
	}
	return out
}

// removeByHand is how an administrator takes out what an administrator put into the system's bundle. What the
// distribution ships comes back, and what was written into the bundle itself goes with its next renewal.
func (in *Input) removeByHand(p place) []Remedy {
	keeper, ok := bundleKeepers[in.Host.Computer.Family]
	if !ok || p.store.ID != systemBundle || p.Origin != trust.Admin {
		return nil
	}
	return []Remedy{{ID: "remove-system", Args: message.Args{"folder": message.Text(keeper.folder)}, Command: keeper.renew}}
}

func (in *Input) inPlace(p place) message.Args {
	return message.Args{"cert": in.short(p.Certificate), "place": in.place(p.store.ID)}
}

const systemBundle trust.StoreID = "system"

// A bundleKeeper is how a family of distributions keeps the system's bundle: from a folder for administrators,
// by a command that makes the bundle anew.
type bundleKeeper struct{ folder, renew string }

// add is the command that an administrator adds a file with.
func (k bundleKeeper) add(file string) string {
	return "sudo install -m 644 " + file + " " + k.folder + "/ && " + k.renew
}

// bundleKeepers goes by facts.Computer.Family: update-ca-certificates(8), update-ca-trust(8).
var bundleKeepers = map[string]bundleKeeper{
	"debian": {"/usr/local/share/ca-certificates", "sudo update-ca-certificates"},
	"alpine": {"/usr/local/share/ca-certificates", "sudo update-ca-certificates"},
	"fedora": {"/etc/pki/ca-trust/source/anchors", "sudo update-ca-trust"},
	"arch":   {"/etc/ca-certificates/trust-source/anchors", "sudo update-ca-trust"},
	"suse":   {"/etc/pki/trust/anchors", "sudo update-ca-certificates"},
}
