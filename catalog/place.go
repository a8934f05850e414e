package catalog

import (
	"strings"

	"certviewer/message"
	"certviewer/trust"
)

// PlaceName names a store as a person knows it: "Firefox", or "Firefox (work)" where several profiles of
// one program are among all.
func PlaceName(id trust.StoreID, all []trust.Info) message.Arg {
	var info trust.Info
	same := 0
	for _, s := range all {
		if s.ID == id {
			info = s
		}
	}
	if info.Application == "" || info.Application == "nssdb" {
		kind, path, _ := strings.Cut(string(id), ":")
		if kind == "nssdb" && several(all, "nssdb:") {
			return message.Text(path)
		}
		return message.M("place." + kind)
	}
	for _, s := range all {
		if s.Application == info.Application && s.Scope == info.Scope {
			same++
		}
	}
	app := message.M("app." + info.Application)
	if strings.HasPrefix(string(id), "nss-builtin@") {
		return message.M("place.builtin-of", "app", app)
	}
	if same < 2 || info.Profile == "" {
		return app
	}
	return message.M("place.profile", "app", app, "profile", info.Profile)
}

func several(all []trust.Info, prefix string) bool {
	n := 0
	for _, s := range all {
		if strings.HasPrefix(string(s.ID), prefix) {
			n++
		}
	}
	return n > 1
}
