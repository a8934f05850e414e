package platform

import (
	"path/filepath"

	"golang.org/x/sys/windows"

	"certviewer/trust"
)

// finders are the kinds of stores on Windows, in the order in which they are shown. The programs of Mozilla keep the
// same files here as on Linux.
var finders = []finder{
	windowsFinder("user/", windows.CERT_SYSTEM_STORE_CURRENT_USER, trust.ScopeUser),
	windowsFinder("machine/", windows.CERT_SYSTEM_STORE_LOCAL_MACHINE, trust.ScopeComputer),
	profileFinder(firefox, `%APPDATA%\Mozilla\Firefox`, inRoaming(`Mozilla\Firefox`)),
	profileFinder(thunderbird, `%APPDATA%\Thunderbird`, inRoaming(`Thunderbird`)),
}

func inRoaming(dir string) func(computer) []home {
	return func(c computer) []home {
		roaming := c.env("APPDATA")
		if c.home != "" {
			roaming = filepath.Join(c.home, `AppData\Roaming`)
		}
		if roaming == "" {
			return nil
		}
		return []home{{dir: filepath.Join(roaming, dir)}}
	}
}
