package cli

import (
	"slices"
	"strings"

	"certviewer/cert"
	"certviewer/change"
	"certviewer/message"
)

// rootFlags have the root in a file trusted too.
type rootFlags struct {
	WithRoot    bool     `help:"help.with_root"`
	For         string   `placeholder:"PURPOSES" help:"help.for"`
	Fingerprint []string `placeholder:"SHA256" help:"help.fingerprints"`
}

// check tells what of the command line cannot be; false when something cannot.
func (r rootFlags) check(s *session) bool {
	for _, f := range []struct {
		name  string
		given bool
	}{{"--for", r.For != ""}, {"--fingerprint", len(r.Fingerprint) > 0}} {
		if f.given && !r.WithRoot {
			s.complain(message.M("usage-need-with-root", "flag", f.name))
			s.code = Usage
			return false
		}
	}
	_, ok := s.parsePurposes(r.For)
	if !ok {
		s.code = Usage
	}
	return ok
}

// want asks for the roots in the file, each with the fingerprint that vouches for it. It is false where it was told that
// there are none, or why one may not be trusted.
func (r rootFlags) want(s *session, in *incoming) (bool, error) {
	if !r.WithRoot {
		return true, nil
	}
	pp, _ := s.parsePurposes(r.For)
	roots := in.file.Roots()
	if len(roots) == 0 {
		s.complain(message.M("p12-no-root"))
		s.code = NotDone
		return false, nil
	}
	for i, x := range roots {
		if where := in.trusting(s, x); pp == nil && len(where) > 0 {
			in.told = append(in.told, message.M("root-already-trusted", "root", s.app.Catalog.ShortName(x), "place", where))
			continue
		}
		in.file.Trust = append(in.file.Trust, change.Request{Certificate: x, For: pp, Fingerprint: r.vouching(s, roots, i)})
	}
	_, err := s.app.PreviewImport(in.host, in.file, in.open())
	if err != nil && strings.HasPrefix(message.AsProblem(err).What.ID, "root-") {
		return false, s.refused(err)
	}
	return true, nil // what else stands in the way is told with the rest
}

// vouching is the fingerprint for one of the roots. One that is another's is none: it was not given for this one.
func (r rootFlags) vouching(s *session, roots []*cert.Certificate, i int) string {
	given := s.vouching(r.Fingerprint, i, roots[i])
	for k, x := range roots {
		if k != i && given != "" && change.Vouched(s.app.Catalog, roots[i], given) != nil && change.Vouched(s.app.Catalog, x, given) == nil {
			return ""
		}
	}
	return given
}

// trusting are all the programs that the file goes to, where all of them trust a root already.
func (in *incoming) trusting(s *session, x *cert.Certificate) (out message.List) {
	if possible, _ := change.Offer(s.app.Catalog, x); len(possible) == 0 {
		return nil
	}
	for _, d := range in.asked {
		switch {
		case d.Problem != nil:
		case slices.ContainsFunc(d.Roots, func(y *cert.Certificate) bool { return x.SHA256 == y.SHA256 }):
			return nil
		default:
			out = append(out, d.Place)
		}
	}
	return out
}
