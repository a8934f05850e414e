package mozilla

import (
	"strings"
	"testing"
)

// What Firefox ESR 153 says of the certificate itself (nsIX509Cert.dbKey).
const aliceOldKey = "AAAAAAAAAAAAAAAEAAAANFoAAA8wMjEUMBIGA1UEChMLV2l0bmVzcyBMYWIxGjAYBgNVBAMTEVdpdG5lc3MgQ2xpZW50IENB"

func TestDBKey(t *testing.T) {
	old, fresh := alice(t, "old"), alice(t, "new")
	if got := DBKey(old); got != aliceOldKey {
		t.Errorf("%s, Firefox says %s", got, aliceOldKey)
	}
	for name, key := range map[string]string{"as it is": aliceOldKey, "broken into lines": aliceOldKey[:64] + "\r\n" + aliceOldKey[64:]} {
		if r, ok := ParseDBKey(key); !ok || !r.Means(old) || r.Means(fresh) {
			t.Errorf("%s: %+v, %v", name, r, ok)
		}
	}
	for name, key := range map[string]string{
		"nothing": "", "no base64": "alice", "cut": aliceOldKey[:40], "longer": aliceOldKey[:len(aliceOldKey)-4] + "QUFBQQ==",
		"lengths that wrap around": "AAAAAAAAAAD/////AAAAAg==", "only zeros": strings.Repeat("A", 24) + "AAAAAA==",
	} {
		if r, ok := ParseDBKey(key); ok {
			t.Errorf("%s: %+v", name, r)
		}
	}
}
