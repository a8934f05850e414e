package cert

import (
	"strconv"
	"strings"
)

// content returns the DER content octets (X.690, 8.19) of a dotted OID that is written in this program. Package asn1 would
// take half the time of all that happens before main.
func content(dotted string) string {
	first, rest, _ := strings.Cut(dotted, ".")
	second, rest, more := strings.Cut(rest, ".")
	der := base128(nil, 40*arc(dotted, first)+arc(dotted, second))
	for more {
		second, rest, more = strings.Cut(rest, ".")
		der = base128(der, arc(dotted, second))
	}
	return string(der)
}

func arc(dotted, s string) uint32 {
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil {
		panic("cert: OID " + dotted)
	}
	return uint32(n)
}

// base128 appends n in groups of seven bits, the highest bit set in all but the last.
func base128(der []byte, n uint32) []byte {
	for shift := 28; shift > 0; shift -= 7 {
		if n>>shift > 0 {
			der = append(der, byte(n>>shift)|0x80)
		}
	}
	return append(der, byte(n&0x7f))
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
