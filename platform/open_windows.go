package platform

import "path/filepath"

// finders are the kinds of stores on Windows. Windows' own are not among them yet; the programs of
// Mozilla keep the same files here as on Linux.
var finders = []finder{
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
