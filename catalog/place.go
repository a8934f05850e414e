package catalog

import (
	"cmp"
	"slices"
	"strings"

	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
)

// nssdb is the program that stands for databases named by their folder.
const nssdb = "nssdb"

// PlaceName names a store as a person knows it: "Firefox", or "Firefox (work)" where several profiles of
// one program are among all. One that is not among them is named by its ID.
func PlaceName(id trust.StoreID, all []trust.Info) message.Arg {
	kind, profile, _ := strings.Cut(string(id), ":")
	info := trust.Info{ID: id}
	if slices.Contains([]string{"firefox", "thunderbird", "chromium"}, kind) {
		info.Application, info.Profile = kind, profile
	}
	for _, s := range all {
		if s.ID == id {
			info = s
		}
	}
	if kind == nssdb {
		info.Application = nssdb
	}
	if info.Application == "" {
		return message.M("place." + kind)
	}
	if strings.HasPrefix(string(id), "nss-builtin@") {
		return message.M("place.builtin-of", "app", message.M("app."+info.Application))
	}
	profile = profileOf(info)
	same, namesakes := 0, 0
	for _, s := range all {
		if s.Scope == info.Scope && (s.Application == info.Application || info.Application == nssdb && strings.HasPrefix(string(s.ID), "nssdb:")) {
			same++
			if profileOf(s) == profile {
				namesakes++
			}
		}
	}
	switch {
	case info.Application == nssdb && same < 2:
		return message.M("place.nssdb")
	case namesakes > 1:
		profile = cmp.Or(folderOf(string(id)), profile)
	}
	return nameOf(info.Application, profile, same > 1)
}

// AppName names an application as a person knows it: "Firefox", or "Firefox (work)" where several
// profiles of one program are among all.
func AppName(a trust.Application, all []trust.Application) message.Arg {
	profile := a.Profile
	same, namesakes := 0, 0
	for _, b := range all {
		if a.Program == b.Program {
			same++
			if a.Profile == b.Profile {
				namesakes++
			}
		}
	}
	if namesakes > 1 {
		profile = cmp.Or(folderOf(a.ID), profile)
	}
	return nameOf(a.Program, profile, same > 1)
}

// PurposeNames names purposes, all of them: each one counts.
func PurposeNames(pp []cert.Purpose) message.All {
	out := make(message.All, len(pp))
	for i, p := range pp {
		out[i] = message.M("purpose." + string(p))
	}
	return out
}

// nameOf names a program, with its profile where there are several. A folder that a person named is
// told from another by its path.
func nameOf(program, profile string, several bool) message.Arg {
	name := message.M("app." + program)
	switch {
	case !several || profile == "":
		return name
	case program == nssdb:
		return message.Text(profile)
	}
	return message.M("place.profile", "app", name, "profile", profile)
}

// profileOf returns the name of a store's profile: as its program shows it, else what its ID says.
func profileOf(s trust.Info) string { return cmp.Or(s.Profile, folderOf(string(s.ID))) }

// folderOf returns what an ID says behind the program: the profile's folder, which tells two profiles of one name
// apart, such as those of two Firefoxes that were installed in different ways.
func folderOf(id string) string {
	if at := strings.IndexAny(id, ":@"); at >= 0 {
		return id[at+1:]
	}
	return ""
}
