package platform

import (
	"context"
	"path/filepath"
	"slices"

	"certviewer/trust"
)

// finders are the kinds of stores on Linux, in the order in which they are shown.
var finders = []finder{
	{family: "system", place: "/etc/ssl", find: findBundle},
	{family: "nss-builtin", place: "libnssckbi.so", find: findBuiltins},
	{family: chromium, program: chromium, place: "~/.pki/nssdb", nss: true, find: findChromium},
	profileFinder(firefox, "~/.mozilla/firefox", firefoxHomes),
	profileFinder(thunderbird, "~/.thunderbird", thunderbirdHomes),
}

// firefoxHomes returns where Firefox keeps profiles: 147 and later use XDG_CONFIG_HOME where
// ~/.mozilla/firefox does not exist, and older profiles may lie in the one and newer in the other.
func firefoxHomes(c computer) []home {
	h := c.homeDir()
	if h == "" {
		return nil
	}
	flatpak := filepath.Join(h, ".var/app/org.mozilla.firefox")
	return []home{
		{filepath.Join(h, ".mozilla/firefox"), ""},
		{filepath.Join(c.xdg("XDG_CONFIG_HOME", ".config"), "mozilla/firefox"), "xdg"},
		{filepath.Join(h, "snap/firefox/common/.mozilla/firefox"), "snap"},
		{filepath.Join(flatpak, ".mozilla/firefox"), "flatpak"},
		{filepath.Join(flatpak, "config/mozilla/firefox"), "flatpak"},
	}
}

func thunderbirdHomes(c computer) []home {
	h := c.homeDir()
	if h == "" {
		return nil
	}
	return []home{
		{filepath.Join(h, ".thunderbird"), ""},
		{filepath.Join(h, "snap/thunderbird/common/.thunderbird"), "snap"},
		{filepath.Join(h, ".var/app/org.mozilla.Thunderbird/.thunderbird"), "flatpak"},
	}
}

// findChromium finds the databases of Chromium, and of browsers made from it that use the same
// place. Chromium takes ~/.pki/nssdb if that folder exists, even empty, else the folder in
// XDG_DATA_HOME, and never both.
func findChromium(_ context.Context, c computer) []trust.Store {
	h := c.homeDir()
	if h == "" {
		return nil
	}
	inFlatpak := func(app string) []string {
		dir := filepath.Join(h, ".var/app", app)
		return []string{filepath.Join(dir, ".pki/nssdb"), filepath.Join(dir, "data/pki/nssdb")}
	}
	var out []trust.Store
	for _, p := range []struct {
		id   trust.StoreID
		dirs []string
	}{
		{chromium, []string{filepath.Join(h, ".pki/nssdb"), filepath.Join(c.xdg("XDG_DATA_HOME", ".local/share"), "pki/nssdb")}},
		{chromium + "@snap", []string{filepath.Join(h, "snap/chromium/current/.pki/nssdb")}},
		{chromium + "@flatpak", inFlatpak("org.chromium.Chromium")},
		{chromium + "@flatpak-chrome", inFlatpak("com.google.Chrome")},
	} {
		i := slices.IndexFunc(p.dirs, func(dir string) bool { return isDir(dir) || p.id == chromium && isDenied(dir) })
		if i < 0 && p.id == chromium && c.hasChromium() {
			i = len(p.dirs) - 1 // it makes this one when it starts for the first time
		}
		if i >= 0 {
			out = append(out, c.nssStore(trust.Info{ID: p.id, Scope: trust.ScopeUser, Application: chromium, Path: p.dirs[i]}))
		}
	}
	return out
}

// hasChromium reports whether a browser is installed that uses the database at Chromium's place.
func (c computer) hasChromium() bool {
	return slices.ContainsFunc([]string{
		"/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/opt/google/chrome/chrome", "/usr/bin/microsoft-edge", "/usr/bin/brave-browser",
	}, func(name string) bool { return isFile(c.path(name)) })
}
