package change

import (
	"slices"
	"strings"

	"certviewer/catalog"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// inherited refuses a step about what a list of Windows only shows: it is changed where it lies. Blocking is not about that copy.
func inherited(c *catalog.Catalog, st *facts.Store, s Step) error {
	i := slices.IndexFunc(st.Entries, func(e trust.Entry) bool { return e.Certificate.SHA256.String() == s.SHA256 })
	if i < 0 || st.Entries[i].From == "" || s.Op != Remove && s.Op != Trust {
		return nil
	}
	x, from := st.Entries[i].Certificate, st.Entries[i].From
	m := message.M("change-inherited", "cert", c.ShortName(x), "place", catalog.PlaceName(st.ID, nil))
	switch {
	case windowsList(from) == listFetched:
		m.Args["variant"] = message.Text("fetched")
	case !strings.HasPrefix(string(from), computerLists): // a policy, or a source that we do not know
		m.Args["variant"] = message.Text("brought")
	default:
		m.Args["from"], m.Args["id"] = catalog.PlaceName(from, nil), message.Text(string(from))
	}
	return &message.Problem{What: m}
}
