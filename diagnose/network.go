package diagnose

import (
	"cmp"
	"slices"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
)

// NetworkName is what a person knows a network by; a cable may have no name.
func NetworkName(n facts.Network) message.Arg {
	if name := cmp.Or(n.SSID, n.Name); name != "" {
		return message.Text(name)
	}
	return message.M("network.cable")
}

// anyUsage stands for every usage (RFC 5280 4.2.1.12).
const anyUsage = "2.5.29.37.0"

// Picks reports whether a manager that picks by itself may take a certificate, whose way up is chain. An issuer that is
// not here speaks for it: the manager may know more of it than we.
func Picks(s *facts.Selection, chain []*cert.Certificate) bool {
	c, last := chain[0], chain[len(chain)-1]
	if c.IsCA() || !fitsUsages(s, c) {
		return false
	}
	return len(s.Issuers) == 0 || !last.SelfSigned() ||
		slices.ContainsFunc(chain[1:], func(x *cert.Certificate) bool { return slices.Contains(s.Issuers, x.SHA1Hex()) })
}

func fitsUsages(s *facts.Selection, c *cert.Certificate) bool {
	if len(s.Usages) == 0 {
		return c.Permits(cert.Client)
	}
	return slices.ContainsFunc(s.Usages, func(set []string) bool {
		if len(set) == 0 {
			return len(c.ExtKeyUsages()) == 0 || c.ListsUsage(anyUsage)
		}
		return !slices.ContainsFunc(set, func(oid string) bool { return !c.ListsUsage(oid) })
	})
}
