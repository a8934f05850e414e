package platform

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/platform/internal/regular"
)

// Who keeps networks on Linux.
const (
	networkManager = "networkmanager"
	iwd            = "iwd"
	wpaSupplicant  = "wpa_supplicant"
)

// networkFinders finds networks that sign in with a certificate. Their settings hold passwords, so most computers let
// administrators alone read them: then that is what is found out.
func (c computer) networkFinders() []settingsFinder {
	folder := func(manager, dir, suffix string, parse func(path, text string) []facts.Network) settingsFinder {
		dir = c.path(dir)
		return settingsFinder{facts.UnreadConfig{Path: dir, Manager: manager}, func() facts.Settings {
			return c.networksIn(manager, dir, suffix, parse)
		}}
	}
	return []settingsFinder{
		// nm-settings-keyfile(5) names the three folders, the most important first.
		folder(networkManager, "/etc/NetworkManager/system-connections", "", c.parseNetworkManager),
		folder(networkManager, "/run/NetworkManager/system-connections", "", c.parseNetworkManager),
		folder(networkManager, "/usr/lib/NetworkManager/system-connections", "", c.parseNetworkManager),
		folder(iwd, "/var/lib/iwd", ".8021x", c.parseIWD),
		folder(wpaSupplicant, "/etc/wpa_supplicant", ".conf", c.parseWPASupplicant),
	}
}

// networksIn reads the files of a folder whose names end so.
func (c computer) networksIn(manager, dir, suffix string, parse func(path, text string) []facts.Network) (out facts.Settings) {
	unread := func(path string, err error) {
		if !errors.Is(err, fs.ErrNotExist) {
			out.Unread = append(out.Unread, facts.UnreadConfig{Path: path, Manager: manager, Problem: *unreadable(err)})
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		unread(dir, err)
	}
	for _, e := range entries {
		if e.IsDir() || !strings.HasSuffix(e.Name(), suffix) || strings.HasPrefix(e.Name(), ".") || strings.HasSuffix(e.Name(), "~") {
			continue
		}
		path := filepath.Join(dir, e.Name())
		text, _, err := regular.Read(path, maxConfig)
		if err != nil {
			unread(path, err)
			continue
		}
		out.Networks = append(out.Networks, parse(path, string(text))...)
	}
	return out
}

// withCertificate finds out which certificate n signs in with: what its settings hold, else what is in the file that they
// name. A .p12 file opens with its PIN only, and what a card has is not looked for.
func (c computer) withCertificate(n facts.Network, held []byte) facts.Network {
	var f *cert.File
	var err error
	switch {
	case len(held) > 0:
		f, err = cert.Read(strings.NewReader(string(held)), n.Config)
	case filepath.IsAbs(n.Client):
		f, err = cert.ReadFile(c.path(n.Client))
	default: // a card's, or nothing that can be read
		return n
	}
	if err != nil {
		n.Problem = unreadable(err)
		if e, ok := errors.AsType[*cert.FileError](err); ok {
			n.Problem.Code = e.Code
		}
		return n
	}
	n.Certificates = f.Certificates
	return n
}
