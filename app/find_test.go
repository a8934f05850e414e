package app

import (
	"testing"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
)

// A person finds a certificate by what they have before them: a fingerprint from anywhere, or a serial number as
// J-UPKI, Windows or a browser writes it.
func TestFind(t *testing.T) {
	university := named("j20-0001", 0x22, 0xb9, 0xb0, 0xcc)
	long := named("DigiCert Trusted Root G4", 0x05, 0x9b, 0x1b, 0x57, 0x9e, 0x8e, 0x21, 0x32, 0xe2, 0x39, 0x07, 0xbd, 0xa7, 0x77, 0x75, 0x5c)
	padded := named("padded", 0x00, 0xf1, 0x02, 0x03)
	host := &facts.Host{Stores: []facts.Store{
		{Info: trust.Info{ID: "system"}, Entries: []trust.Entry{university, long, padded}},
		{Info: trust.Info{ID: "firefox:a"}, Entries: []trust.Entry{long}},
	}}
	a := gatherer(t)
	print := func(c *cert.Certificate) string { return c.SHA256.String() }
	for text, want := range map[string]string{
		"22b9b0cc":                              "j20-0001", // hexadecimal
		"22:B9:B0:CC":                           "j20-0001",
		"0x22B9B0CC":                            "j20-0001",
		"２２ｂ９ｂ０ｃｃ":                              "j20-0001",
		"00 22 b9 b0 cc":                        "j20-0001",
		"582594764":                             "j20-0001", // decimal
		"5 8259 4764":                           "j20-0001", // in groups of four from the right, as it is read aloud
		"582,594,764":                           "j20-0001",
		"５８２５９４７６４":                             "j20-0001",
		"7451500558977370777930084869016614236": "DigiCert Trusted Root G4",
		"059b1b579e8e2132e23907bda777755c":      "DigiCert Trusted Root G4",
		"00f10203":                              "padded",
		"f10203":                                "padded",
		"15794691":                              "padded",
		print(university.Certificate):           "j20-0001",
		print(university.Certificate)[:8]:       "j20-0001",
		"SHA1: " + university.Certificate.SHA1Hex(): "j20-0001",
		"22b9b0":   "", // a serial number is no beginning of one
		"00000000": "",
	} {
		rows, ok := a.Find(host, text)
		if !ok {
			t.Errorf("%q is taken for something else", text)
		}
		got := ""
		for _, c := range Distinct(rows) {
			got += c.Subject.CommonName()
		}
		if got != want {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
	if rows, _ := a.Find(host, print(long.Certificate)); len(rows) != 2 {
		t.Errorf("%d rows, want one for each store", len(rows))
	}
	if rows := a.FindThese(host, []*cert.Certificate{long.Certificate, padded.Certificate}); len(rows) != 3 {
		t.Errorf("%d rows, want 3", len(rows))
	}
	for _, text := range []string{"", "root.pem", "12345", "abc", "DigiCert", "22b9b0cg"} {
		if _, ok := a.Find(host, text); ok {
			t.Errorf("%q is taken for a number", text)
		}
	}
}
