package platform

import (
	"context"
	"path/filepath"
	"strconv"

	"certviewer/trust"
)

// The programs that keep certificates in NSS databases, by their IDs in the catalogue.
const (
	firefox     = "firefox"
	thunderbird = "thunderbird"
	chromium    = "chromium"
)

// A home is a folder in which a program of Mozilla's keeps its profiles.
type home struct {
	dir     string
	variant string // "snap", "flatpak", …: what tells its profiles from others of the same name
}

// profileFinder finds the profiles of a program of Mozilla's.
func profileFinder(program, place string, homes func(computer) []home) finder {
	return finder{
		family: trust.StoreID(program), program: program, place: place, nss: true,
		find: func(_ context.Context, c computer) []trust.Store {
			var out []trust.Store
			seen, used := map[string]bool{}, map[trust.StoreID]bool{}
			for _, h := range homes(c) {
				for _, p := range profiles(h.dir) {
					r := realPath(p.dir)
					if seen[r] {
						continue
					}
					seen[r] = true
					id := unused(used, trust.StoreID(program+":"+filepath.Base(p.dir)), h.variant)
					out = append(out, c.nssStore(trust.Info{
						ID: id, Scope: trust.ScopeUser, Application: program, Profile: p.name, Path: p.dir,
					}))
				}
			}
			return out
		},
	}
}

// unused returns id, with @variant behind it if it is taken, with a number if that is too.
func unused(used map[trust.StoreID]bool, id trust.StoreID, variant string) trust.StoreID {
	free := id
	if used[free] && variant != "" {
		free = id + "@" + trust.StoreID(variant)
	}
	for n := 2; used[free]; n++ {
		free = id + "@" + trust.StoreID(strconv.Itoa(n))
	}
	used[free] = true
	return free
}
