package platform

import (
	"context"
	"path/filepath"

	"golang.org/x/sys/windows"

	"certviewer/trust"
)

// finders are the kinds of stores on Windows, in the order in which they are shown. The programs of Mozilla keep the
// same files here as on Linux.
var finders = []finder{
	windowsFinder("user/", windows.CERT_SYSTEM_STORE_CURRENT_USER, trust.ScopeUser),
	windowsFinder("machine/", windows.CERT_SYSTEM_STORE_LOCAL_MACHINE, trust.ScopeComputer),
	{family: builtinsID, place: "nssckbi.dll", find: findBuiltins},
	profileFinder(firefox, `%APPDATA%\Mozilla\Firefox`, inRoaming(`Mozilla\Firefox`)),
	profileFinder(thunderbird, `%APPDATA%\Thunderbird`, inRoaming(`Thunderbird`)),
}

const builtinsID trust.StoreID = "nss-builtin"

// findBuiltins says that Mozilla's list is in the programs that have it, from which it is not read here: the catalogue's
// knowledge of it stands in.
func findBuiltins(_ context.Context, c computer) []trust.Store {
	for _, dir := range []string{`Mozilla\Firefox`, `Thunderbird`} {
		for _, h := range inRoaming(dir)(c) {
			if isDir(h.dir) {
				return []trust.Store{closed{trust.Info{ID: builtinsID, Scope: trust.ScopeComputer, Path: "nssckbi.dll"}, trust.StoreNoBuiltins}}
			}
		}
	}
	return nil
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
