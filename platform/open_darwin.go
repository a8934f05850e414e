package platform

import "path/filepath"

// finders are the kinds of stores on macOS. The keychains are not among them yet; the programs of
// Mozilla keep the same files here as on Linux.
var finders = []finder{
	profileFinder(firefox, "~/Library/Application Support/Firefox", inLibrary("Application Support/Firefox")),
	profileFinder(thunderbird, "~/Library/Thunderbird", inLibrary("Thunderbird")),
}

func inLibrary(dir string) func(computer) []home {
	return func(c computer) []home {
		if h := c.homeDir(); h != "" {
			return []home{{dir: filepath.Join(h, "Library", dir)}}
		}
		return nil
	}
}
