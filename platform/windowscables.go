package platform

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"certviewer/facts"
	"certviewer/platform/internal/regular"
)

// cablesIn reads the profiles of cables, of which Windows keeps a folder for each interface (learn.microsoft.com, "Common write filter
// exclusions"). Its functions for them are not for programs. A computer that signs in on no cable has no such folder.
func cablesIn(dir string) (out facts.Settings) {
	unread := func(path string, err error) {
		if !errors.Is(err, fs.ErrNotExist) {
			out.Unread = append(out.Unread, facts.UnreadConfig{Path: path, Manager: windowsManager, Problem: *unreadable(err)})
		}
	}
	interfaces, err := os.ReadDir(dir)
	if err != nil {
		unread(dir, err)
	}
	for _, i := range interfaces {
		within := filepath.Join(dir, i.Name())
		profiles, err := os.ReadDir(within)
		if err != nil {
			unread(within, err)
		}
		for _, p := range profiles {
			path := filepath.Join(within, p.Name())
			if p.IsDir() || !strings.EqualFold(filepath.Ext(path), ".xml") {
				continue
			}
			text, _, err := regular.Read(path, maxConfig)
			var n *facts.Network
			if err == nil {
				n, err = parseWindowsNetwork(string(text))
			}
			switch {
			case err != nil:
				unread(path, err)
			case n != nil:
				n.Config = path
				out.Networks = append(out.Networks, *n)
			}
		}
	}
	return out
}
