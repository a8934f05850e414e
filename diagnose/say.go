package diagnose

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
)

// short is the certificate's short name, for sentences.
func (in *Input) short(c *cert.Certificate) message.Arg {
	return message.Text(in.Catalog.ShortName(c))
}

// day is a date in the reader's time zone.
func (in *Input) day(t time.Time) message.Arg { return message.Day(t.In(in.Now.Location())) }

// date is a calendar date that holds everywhere, such as that of a list.
func date(t time.Time) message.Arg { return message.Day(t.UTC()) }

// place names a store as a person knows it.
func (in *Input) place(id trust.StoreID) message.Arg {
	infos := make([]trust.Info, len(in.Host.Stores))
	for i, s := range in.Host.Stores {
		infos[i] = s.Info
	}
	return catalog.PlaceName(id, infos)
}

// owner names the program that keeps a store, for sentences about the program. Of a folder that a person named it is
// not known.
func (in *Input) owner(id trust.StoreID) message.Arg {
	switch kind, _, _ := strings.Cut(string(id), ":"); {
	case kind == "nssdb":
		return message.M("place.folder-app")
	case id == systemBundle:
		return message.M("app.system-programs")
	}
	return in.place(id)
}

// places names several stores.
func (in *Input) places(pp []place) message.List {
	var l message.List
	for _, p := range pp {
		l = appendNew(l, in.place(p.store.ID))
	}
	return l
}

// reason is a short phrase for why a store could not be read.
func reason(p *trust.Problem) message.Arg {
	return message.M("reason." + strings.TrimPrefix(p.Code, "store-"))
}

// catalogDate is as of when the knowledge is.
func (in *Input) catalogDate() message.Arg { return date(in.Catalog.Date) }

// app names an application as a person knows it.
func (in *Input) app(a trust.Application) message.Arg {
	return catalog.AppName(a, in.Host.Applications)
}

// texts are names in a sentence.
func texts(names []string) message.List {
	out := make(message.List, len(names))
	for i, n := range names {
		out[i] = message.Text(n)
	}
	return out
}

// appendNew appends those values that are not in the list: two profiles of a program may bear one name.
func appendNew[L ~[]E, E any](list L, more ...E) L {
	for _, x := range more {
		if !slices.ContainsFunc(list, func(y E) bool { return reflect.DeepEqual(x, y) }) {
			list = append(list, x)
		}
	}
	return list
}
