package pkcs12

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// exceptions are the files of the corpus that OpenSSL calls good and that do not open here.
var exceptions = map[string]struct {
	verdict error
	why     string
}{
	"gen__camellia.p12":        {&Unsupported{"Camellia-256-CBC"}, "no program that issues certificates writes Camellia; the verdict names it"},
	"openssl__nomac_parse.p12": {&Unsupported{"public-key privacy mode (envelopedData)"}, "all of it is sealed to a certificate, no PIN opens it; OpenSSL passes over it and shows nothing"},
}

// refusals are the verdicts on the files that are bad.
var refusals = map[string]error{
	"openssl__bad1.p12":                         &Damaged{Where: WhereList},
	"openssl__bad2.p12":                         &Damaged{Where: WhereList},
	"openssl__bad3.p12":                         &Damaged{Where: WhereList},
	"openssl__garbage-pkcs12.p12":               &Damaged{Where: WhereStart},
	"openssl__pbmac1_256_256.bad-iter.p12":      &Damaged{Where: WhereCheck},
	"openssl__pbmac1_256_256.bad-salt.p12":      &Damaged{Where: WhereCheck},
	"openssl__pbmac1_256_256.bad-key-len.p12":   &Unsupported{"PBMAC1 with a key of 19 octets"},
	"openssl__pbmac1_256_256.bad-len.p12":       &Unsupported{"PBMAC1 with a key of more than 128 octets"},
	"openssl__pbmac1_256_256.negative-len.p12":  &Unsupported{"PBMAC1 with a key of more than 128 octets"},
	"openssl__pbmac1_256_256.very-big-len.p12":  &Unsupported{"PBMAC1 with a key of more than 128 octets"},
	"openssl__pbmac1_256_256.zero-len.p12":      &Damaged{Where: WhereMethod},
	"openssl__pbmac1_256_256.no-len.p12":        &Damaged{Where: WhereCheck},
	"openssl__pbmac1_256_256.no-salt.p12":       &Damaged{Where: WhereMethod},
	"openssl__pbmac1_256_256.bad-salt-type.p12": &Damaged{Where: WhereMethod},
	"gen__BAD-mac-iter-2e31.p12":                &TooMuchWork{2147483647 + 2*2048, MaxRounds},
}

// slow is how many rounds take seconds.
const slow = 1_000_000

// TestCorpus opens every file of a collection that others made: PKITS, OpenSSL's tests, and files written by OpenSSL, NSS
// and Java. `make corpus` prints the table. The files themselves are no part of the project.
func TestCorpus(t *testing.T) {
	dir := corpus(t, "p12")
	data, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var entries []struct {
		File, Expect string
		Pw           []*string // one of them is right; null is the empty one
	}
	if err := json.Unmarshal(data, &entries); err != nil || len(entries) == 0 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	var table strings.Builder
	for _, e := range entries {
		file := get(t, dir, e.File)
		if f, err := Parse(file); err == nil && f.rounds > slow && !testing.Verbose() {
			continue // make corpus opens it
		}
		var c *Contents
		var err error
		start := time.Now()
		for _, pw := range e.Pw {
			pin := ""
			if pw != nil {
				pin = *pw
			}
			if c, err = Open(context.Background(), file, []byte(pin)); err == nil {
				break
			}
		}
		took := time.Since(start)
		verdict, want := "", refusals[e.File]
		if err != nil {
			verdict = err.Error()
		} else {
			verdict = fmt.Sprintf("opens: %d with key, %d keys, %d others", len(c.Identities), len(c.Keys), len(c.Certificates))
		}
		if exception, ok := exceptions[e.File]; ok {
			want = exception.verdict
			verdict += " (exception: " + exception.why + ")"
		}
		if (e.Expect == "bad") != (refusals[e.File] != nil) || !isVerdict(err, want) {
			t.Errorf("%s: expected %s (%v), got %v", e.File, e.Expect, want, err)
		}
		if _, hard := err.(*TooMuchWork); hard && took > time.Second {
			t.Errorf("%s: refused after %s", e.File, took)
		}
		fmt.Fprintf(&table, "%-72s %-5s %s\n", e.File, e.Expect, verdict)
		if err == nil && took < time.Second {
			wrongPIN(t, e.File, file)
		}
	}
	t.Logf("\n%s", &table)
}

// wrongPIN opens a file with a PIN that is not its own.
func wrongPIN(t *testing.T, name string, file []byte) {
	t.Helper()
	f, err := Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	if !f.NeedsPIN() {
		return
	}
	if _, err := f.Open(context.Background(), []byte("surely wrong")); !isVerdict(err, &WrongPIN{}) {
		t.Errorf("%s: a wrong PIN is called %v", name, err)
	}
}
