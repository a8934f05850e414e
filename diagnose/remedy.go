package diagnose

import (
	"fmt"
	"strings"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/trust"
)

// show is the remedy "look at it first".
func show(c *cert.Certificate) Remedy {
	return Remedy{ID: "show", Command: "certviewer cert show " + c.SHA256.String()[:16]}
}

// addByHand is how a person adds a catalogue root to the first of the stores until the program does it.
func (in *Input) addByHand(stores []trust.StoreID, root *catalog.Root) []Remedy {
	if len(root.PEM) == 0 {
		return nil
	}
	file := root.ID + ".crt"
	export := "certviewer cert export " + root.ID + " --out " + file
	if dir, ok := in.nssFolder(stores[0]); ok {
		return []Remedy{{ID: "add-nss", Command: fmt.Sprintf("%s && certutil -A -d %s -n %s -t %s -i %s", export, shell("sql:"+dir), shell(root.Short), flags(root.Offer), file)}}
	}
	switch in.Host.Computer.Family {
	case "debian":
		return []Remedy{{ID: "add-system", Command: export + " && sudo install -m 644 " + file + " /usr/local/share/ca-certificates/ && sudo update-ca-certificates"}}
	case "fedora":
		return []Remedy{{ID: "add-system", Command: export + " && sudo install -m 644 " + file + " /etc/pki/ca-trust/source/anchors/ && sudo update-ca-trust"}}
	case "arch":
		return []Remedy{{ID: "add-system", Command: export + " && sudo trust anchor --store " + file}}
	}
	return []Remedy{{ID: "add-system", Command: export}}
}

// trustByHand is how a person trusts an entry of an NSS database for further purposes.
func (in *Input) trustByHand(pp []place, missing []cert.Purpose) []Remedy {
	dir, ok := in.nssFolder(pp[0].store.ID)
	if !ok || pp[0].Name == "" {
		return []Remedy{show(pp[0].Certificate)}
	}
	want := append(pp[0].TrustedFor(), missing...)
	return []Remedy{{ID: "trust-nss", Command: fmt.Sprintf("certutil -M -d %s -n %s -t %s", shell("sql:"+dir), shell(pp[0].Name), flags(want))}}
}

// nssFolder returns the folder of an NSS database.
func (in *Input) nssFolder(id trust.StoreID) (string, bool) {
	for _, s := range in.Host.Stores {
		if s.ID == id && s.Scope == trust.ScopeUser && in.Host.Computer.OS == "linux" {
			return s.Path, true
		}
	}
	return "", false
}

// flags writes purposes in certutil's notation: servers and sign-in, mail, software.
func flags(pp []cert.Purpose) string {
	var slot [3]string
	for _, p := range pp {
		switch p {
		case cert.Server:
			slot[0] = "C" + slot[0]
		case cert.Client:
			slot[0] += "T"
		case cert.Email:
			slot[1] = "C"
		case cert.Code:
			slot[2] = "C"
		}
	}
	return strings.Join(slot[:], ",")
}

// shell quotes a word for a POSIX shell.
func shell(s string) string {
	if strings.IndexFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("@%+=:,./-_", r))
	}) < 0 && s != "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
