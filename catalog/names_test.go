package catalog

import (
	"testing"

	"certviewer/cert"
	"certviewer/message"
)

func TestMiddle(t *testing.T) {
	for _, x := range []struct {
		in   string
		n    int
		want string
	}{
		{"short", 40, "short"},
		{"", 40, ""},
		{"1234567890", 10, "1234567890"},
		{"12345678901", 10, "12345…8901"},
		{"VeriSign Class 3 Public Primary Certification Authority - G3", 40, "VeriSign Class 3 Pub…tion Authority - G3"},
		{"国立情報学研究所オープンドメイン認証局", 20, "国立情報学…ン認証局"},
		{"国立情報学研究所オープンドメイン認証局", 21, "国立情報学…イン認証局"},
		{"abc defghijkl mno", 9, "abc…mno"},
	} {
		got := middle(x.in, x.n)
		if got != x.want {
			t.Errorf("%q at %d: %q, not %q", x.in, x.n, got, x.want)
		}
		if width(got) > x.n {
			t.Errorf("%q is %d wide", got, width(got))
		}
	}
}

// A name that is empty is not left out of its quotation marks.
func TestNameOf(t *testing.T) {
	p := message.For("en")
	if got := p.Arg(NameOf(name(t, "CN=Home Filter CA"))) + p.Arg(NameOf(cert.Name{})); got != "Home Filter CA(no name)" {
		t.Errorf("%q", got)
	}
}

func TestShortName(t *testing.T) {
	c := loaded(t)
	long := &cert.Certificate{Subject: name(t, "C=JP", "CN=An Employer's Private Root Certification Authority 2031")}
	if got := c.ShortName(long); width(got) > longName || got == "" {
		t.Errorf("%q", got)
	}
	if got := c.ShortName(&cert.Certificate{Subject: name(t, "CN=Home Filter CA")}); got != "Home Filter CA" {
		t.Errorf("%q", got)
	}
	nameless := cert.Parse([]byte("no certificate at all"))
	if got := c.ShortName(nameless); got == "" {
		t.Error("a certificate without a name has no name to say")
	}
}
