package cert

import (
	"encoding/asn1"
	"testing"
)

// Package asn1 encodes OIDs as we do, and our own way back agrees.
func TestContent(t *testing.T) {
	for _, oid := range []asn1.ObjectIdentifier{
		{0, 0}, {0, 39}, {1, 2, 840, 113549, 1, 1, 11}, {1, 39, 0, 127, 128, 16383, 16384, 2097151, 2097152, 268435455, 268435456, 2147483647}, {2, 5, 29, 37}, {2, 999, 3}, {2, 16, 840, 1, 113730},
	} {
		der, err := asn1.Marshal(oid)
		if err != nil {
			t.Fatal(err)
		}
		if got := content(oid.String()); got != string(der[2:]) || oidString([]byte(got)) != oid.String() {
			t.Errorf("%s: %x, not %x; back: %s", oid, got, der[2:], oidString([]byte(got)))
		}
	}
	for _, bad := range []string{"", "1", "1.", "1.x", "1.2.", "1.2.-3", "1.2.99999999999"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q is an OID", bad)
				}
			}()
			content(bad)
		}()
	}
}
