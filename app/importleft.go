package app

import (
	"slices"

	"certviewer/catalog"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/message"
)

// LeftOut says which destinations an import leaves out, wholly or with one of the file's certificates, why, and what to do: a
// block for each, and one for all that cannot hold the key of a certificate. Programs that only have to be closed
// are not among them.
func LeftOut(c *catalog.Catalog, host *facts.Host, dd []Destination) (out []message.Message) {
	for _, d := range dd {
		if d.Problem != nil && d.Problem.Code != keyKind && !d.Has {
			m := diagnose.StoreProblem(c, host, facts.Store{Info: d.Store, Problem: d.Problem})
			m.Args["variant"] = message.Text("import")
			out = append(out, m)
		}
		for _, x := range d.Refuses {
			name := message.Text(c.ShortName(x))
			i := slices.IndexFunc(out, func(m message.Message) bool { return m.ID == keyKind && m.Args["cert"] == name })
			if i < 0 {
				i = len(out)
				out = append(out, message.M(keyKind, "app", message.List{}, "cert", name, "kind", x.Key))
			}
			out[i].Args["app"] = append(out[i].Args["app"].(message.List), d.Place)
		}
	}
	return out
}

// Left reports whether an import does not bring all of a file to a destination, other than because it is there already: for a
// reason that LeftOut tells, or because its program runs.
func (d Destination) Left() bool {
	return d.Problem != nil && !d.Has || len(d.Refuses) > 0 || d.Running && !d.Has
}

// reason is why a destination is left out, in a few words.
func (d Destination) reason() message.Message {
	switch {
	case d.Problem != nil:
		return importReason(d.Problem.Code)
	case len(d.Refuses) > 0:
		return importReason(keyKind)
	}
	return importReason("p12-app-running")
}
