package cert

import (
	"encoding/asn1"
	"strconv"
	"strings"
)

// content returns the DER content octets of a dotted OID that is written in this program.
func content(dotted string) string {
	var oid asn1.ObjectIdentifier
	for arc := range strings.SplitSeq(dotted, ".") {
		n, err := strconv.Atoi(arc)
		if err != nil {
			panic("cert: OID " + dotted)
		}
		oid = append(oid, n)
	}
	der, err := asn1.Marshal(oid)
	if err != nil {
		panic("cert: OID " + dotted)
	}
	return string(der[2:]) // all of ours are shorter than 128 octets
}

// byContent turns a table of dotted OIDs into one that is looked up by encoded octets, so that the
// walk needs no dotted form of what it knows.
func byContent[V any](table map[string]V) map[string]V {
	out := make(map[string]V, len(table))
	for dotted, v := range table {
		out[content(dotted)] = v
	}
	return out
}
