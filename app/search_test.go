package app

import (
	"crypto/sha1"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"certviewer/cert"
	"certviewer/trust"
)

// named is an entry of a certificate of a name, as far as searching looks at it.
func named(name string, serial ...byte) trust.Entry {
	c := &cert.Certificate{Subject: cert.Name{RDNs: [][]cert.Attribute{{{OID: "2.5.4.3", Value: name, Raw: append([]byte{0x0c, byte(len(name))}, name...)}}}}, Serial: serial}
	c.SHA256, c.SHA1 = sha256.Sum256([]byte(name)), sha1.Sum([]byte(name))
	return trust.Entry{Certificate: c}
}

func manyRows(n int) []Row {
	r := rand.New(rand.NewPCG(1, 2))
	rows := make([]Row, n)
	for i := range rows {
		serial := make([]byte, 16)
		for j := range serial {
			serial[j] = byte(r.Uint32())
		}
		kind := []string{"Root CA", "ルート認証局", "山田 花子", "ｻｰﾊﾞｰ"}[i%4]
		rows[i].Entry = named(fmt.Sprintf("Example Corporation %s %d (第%d号)", kind, i, i%97), serial...)
		rows[i].Entry.Name = fmt.Sprint("nickname ", i)
	}
	return rows
}

func TestMatcher(t *testing.T) {
	e := named("ルート認証局 Ａlpha", 0x12, 0x34, 0xab, 0xcd)
	print := e.Certificate.SHA256.String()
	for filter, want := range map[string]bool{
		"":                                       true,
		"alpha":                                  true,
		"ＡＬＰＨＡ":                                  true,
		"ﾙｰﾄ":                                    true,
		"るーと alpha":                              true,
		"ルート beta":                               false,
		"12:34:AB:CD":                            true, // the serial number
		"１２３４ａｂ":                                 true,
		"34abc":                                  true, // half an octet more, as it is being typed
		"34abd":                                  false,
		"23:4a":                                  false, // in the middle of an octet
		"305441741":                              true,  // in decimal
		print:                                    true,
		strings.ToUpper(print[:12]):              true,
		"SHA-256: " + groupsOf(print, 2):         true,
		groupsOf(print[56:], 2):                  true, // the check code
		e.Certificate.SHA1Hex()[32:]:             true,
		print[60:] + e.Certificate.SHA1Hex()[:4]: false, // across two numbers
	} {
		if got := Matcher(filter)(e); got != want {
			t.Errorf("%q: %t, want %t", filter, got, want)
		}
	}
}

func groupsOf(s string, n int) string {
	var out []string
	for ; len(s) > n; s = s[n:] {
		out = append(out, s[:n])
	}
	return strings.Join(append(out, s), ":")
}

// The index finds what Matcher finds.
func TestSearchIndex(t *testing.T) {
	rows := manyRows(3*blockRows + 5)
	x := NewSearchIndex(rows)
	last := rows[len(rows)-1].Entry.Certificate
	some := rows[blockRows].Entry.Certificate
	for _, filter := range []string{"a", "ルート", "るーと", "サーバー", "花子 77", "example 12 第5号", "nothing here", "ca 100", "corporation",
		last.SHA256.String(), last.SHA1Hex(), last.SerialHex(), last.SerialDecimal(), some.SHA256.String()[:8], some.CheckCode(), some.SHA1Tail(), some.SerialHex()[8:15], "abcd", "abcd1"} {
		match := Matcher(filter)
		found := x.Find(filter)
		n := 0
		for i, r := range rows {
			if want := match(r.Entry); found[i] != want {
				t.Fatalf("%q, row %d: %t, want %t", filter, i, found[i], want)
			} else if want {
				n++
			}
		}
		if n == 0 && filter != "nothing here" {
			t.Errorf("%q finds nothing, which proves nothing", filter)
		}
	}
	if x.Find("  ") != nil {
		t.Error("nothing to look for, but something is left out")
	}
	if got := NewSearchIndex(nil).Find("a"); len(got) != 0 {
		t.Errorf("no rows: %v", got)
	}
}

// A keystroke in the search field, with 100,000 certificates: at most 16 ms.
func BenchmarkFilter100k(b *testing.B) {
	x := NewSearchIndex(manyRows(100_000))
	x.Prepare()
	for _, filter := range []string{"e", "ルート", "corporation 99", "12 34 ab", "no such name", "花子"} {
		b.Run(strings.ReplaceAll(filter, " ", "_"), func(b *testing.B) {
			for b.Loop() {
				x.Find(filter)
			}
		})
	}
}

func BenchmarkPrepare100k(b *testing.B) {
	rows := manyRows(100_000)
	for b.Loop() {
		NewSearchIndex(rows).Prepare()
	}
}
