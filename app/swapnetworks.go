package app

import (
	"slices"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/message"
)

// networkRest is what is left to do about networks, block swap-wifi: those whose settings name an old certificate, and those for
// which Windows picks one by itself.
func networkRest(host *facts.Host, next *cert.Certificate, old []*cert.Certificate) (out []message.Message) {
	all := everyCertificate(host)
	for _, n := range host.Networks {
		m := message.M("swap-wifi", "ssid", diagnose.NetworkName(n))
		switch s := n.Selection; {
		case s != nil:
			variant := pickRest(host, s, cert.Chain(next, all), old, all)
			if variant == "" {
				continue
			}
			m.Args["variant"], m.Args["place"] = message.Text(variant), catalog.PlaceName(s.Stores[0], infosOfHost(host))
		case !slices.ContainsFunc(old, func(x *cert.Certificate) bool {
			return slices.ContainsFunc(n.Certificates, func(y *cert.Certificate) bool { return x.SHA256 == y.SHA256 })
		}):
			continue
		}
		out = append(out, m)
	}
	return out
}

// pickRest is the variant of block swap-wifi for a network whose certificate is picked; "" when nothing is left to do or to say.
func pickRest(host *facts.Host, s *facts.Selection, next []*cert.Certificate, old []*cert.Certificate, all []*cert.Certificate) string {
	has := func(x *cert.Certificate) bool {
		return slices.ContainsFunc(host.Stores, func(st facts.Store) bool { return slices.Contains(s.Stores, st.ID) && holdsKey(st, x) })
	}
	picked := slices.DeleteFunc(slices.Clone(old), func(x *cert.Certificate) bool { return !diagnose.Picks(s, cert.Chain(x, all)) })
	fits, here, oldHere := diagnose.Picks(s, next), has(next[0]), slices.ContainsFunc(picked, has)
	switch {
	case !fits && len(picked) > 0 && (here || oldHere):
		return "refuses"
	case fits && !here && oldHere:
		return "elsewhere"
	case fits && here && s.Asks:
		return "asks"
	case fits && here && oldHere:
		return "picks"
	case fits && here:
		return "takes"
	}
	return ""
}
