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
		find: func(ctx context.Context, c computer) []trust.Store {
			var out []trust.Store
			var all []candidate
			var denied string
			for _, h := range homes(c) {
				cc, no := candidates(h.dir)
				for _, x := range cc {
					x.variant = h.variant
					all = append(all, x)
				}
				if no && denied == "" {
					denied = h.dir
				}
			}
			seen, used := map[string]bool{}, map[trust.StoreID]bool{}
			for i, g := range c.glances(ctx, all, candidate.glance) {
				x := all[i]
				if !g.profile || seen[g.real] {
					continue
				}
				seen[g.real] = true
				info := trust.Info{
					ID:    unused(used, trust.StoreID(program+":"+filepath.Base(x.dir)), x.variant),
					Scope: trust.ScopeUser, Application: program, Profile: x.name, Path: x.dir,
				}
				if g.silent {
					out = append(out, closed{info, trust.StoreNoAnswer})
					continue
				}
				out = append(out, c.nssStore(info))
			}
			if denied != "" {
				info := trust.Info{ID: trust.StoreID(program), Scope: trust.ScopeUser, Application: program, Path: denied}
				out = append(out, closed{info, trust.StoreNoPermission})
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
