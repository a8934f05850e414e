package cert

import (
	"fmt"
	"strings"
)

// CheckCode returns the last four bytes of the SHA-256 fingerprint in pairs, upper case: "0A C8 99 88".
// People read it to each other on the phone. It tells certificates apart and proves nothing: 32 bits can
// be imitated on purpose.
func (c *Certificate) CheckCode() string { return pairs(c.SHA256[len(c.SHA256)-4:]) }

// SHA1Tail returns the last four bytes of the SHA-1 fingerprint in the same form, for comparing with
// the 拇印 that Windows shows.
func (c *Certificate) SHA1Tail() string { return pairs(c.SHA1[len(c.SHA1)-4:]) }

func pairs(b []byte) string {
	out := make([]string, len(b))
	for i, x := range b {
		out[i] = fmt.Sprintf("%02X", x)
	}
	return strings.Join(out, " ")
}
