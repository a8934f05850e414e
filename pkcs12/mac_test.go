package pkcs12

import (
	"context"
	"encoding/base64"
	"testing"
)

// The examples of RFC 9579 appendix A: three that are right, and three that have to be refused.
func TestRFC9579(t *testing.T) {
	for name, want := range map[string]error{
		"a1": nil,                         // HMAC and PRF SHA-256
		"a2": nil,                         // SHA-256, SHA-512
		"a3": nil,                         // SHA-512
		"a4": &Damaged{Where: WhereCheck}, // another number of rounds
		"a5": &Damaged{Where: WhereCheck}, // another salt
		"a6": &Damaged{Where: WhereCheck}, // no length of the key
	} {
		file, err := base64.StdEncoding.DecodeString(string(get(t, "testdata", "rfc9579-"+name+".txt")))
		if err != nil {
			t.Fatal(err)
		}
		c, err := Open(context.Background(), file, []byte("1234"))
		if !isVerdict(err, want) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
		if err == nil && len(c.Identities) != 1 {
			t.Errorf("%s: %+v", name, c)
		}
		if _, err := Open(context.Background(), file, []byte("4321")); want == nil && !isVerdict(err, &WrongPIN{}) {
			t.Errorf("%s: a wrong PIN is called %v", name, err)
		}
	}
}
