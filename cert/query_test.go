package cert

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

// spaced writes digits in pairs with sep between them.
func spaced(digits, sep string) string {
	var pairs []string
	for ; len(digits) >= 2; digits = digits[2:] {
		pairs = append(pairs, digits[:2])
	}
	return strings.Join(pairs, sep)
}

// wide writes ASCII in full width.
func wide(s string) string {
	return strings.Map(func(r rune) rune { return r - '!' + '！' }, s)
}

func TestParseQuery(t *testing.T) {
	c := Parse([]byte("any bytes have fingerprints"))
	s256, s1 := c.SHA256.String(), c.SHA1Hex()
	up := strings.ToUpper
	for name, text := range map[string]string{
		"plain": s256, "upper case": up(s256), "colons": spaced(up(s256), ":"), "spaces": spaced(s256, " "), "dashes": spaced(s256, "-"),
		"full width": wide(s256), "full width, upper case": wide(up(spaced(s256, ":"))), "ideographic spaces": spaced(s256, "\u3000"),
		"long vowels for dashes": spaced(s256, "ー"), "zero width": spaced(s256, "\u200b"), "no-break spaces": spaced(s256, "\u00a0"),
		"lines": "\n" + spaced(s256, ":\r\n") + "\n", "label": "sha256:" + s256, "SHA-256:": "SHA-256: " + s256,
		"OpenSSL": "sha256 Fingerprint=" + spaced(up(s256), ":"), "old OpenSSL": "SHA256 Fingerprint=" + spaced(up(s256), ":"),
		"Firefox": "SHA-256 フィンガープリント\n" + spaced(up(s256), ":"), "full-width label": "ＳＨＡ２５６：" + s256, "dashes of every kind": spaced(s256, "–"),
		"SHA-1": s1, "SHA-1 of Windows": "\u200e" + spaced(s1, " "), "SHA-1 label": "SHA1 Fingerprint=" + spaced(up(s1), ":"),
		"Japanese label": "拇印: " + s1, "Japanese label in brackets": "拇印（SHA-1）：" + s1, "quoted": `"` + s256 + `"`, "0x": "0x" + s256,
		"macOS": "SHA-256 指紋 " + spaced(s256, " "),
	} {
		t.Run(name, func(t *testing.T) {
			q, err := ParseQuery(text)
			if err != nil || q.Prefix || !q.Matches(c) {
				t.Errorf("%q: %+v, %v", text, q, err)
			}
			if q.Matches(Parse([]byte("others"))) {
				t.Error("it matches another certificate")
			}
			// one digit changed, at the very end
			flip := map[byte]string{'0': "1"}[q.Digits[len(q.Digits)-1]]
			if flip == "" {
				flip = "0"
			}
			if q, err := ParseQuery(q.Digits[:len(q.Digits)-1] + flip); err != nil || q.Matches(c) {
				t.Errorf("it matches with another digit at the end: %v", err)
			}
		})
	}
}

func TestParseQueryPrefix(t *testing.T) {
	c := Parse([]byte("any bytes have fingerprints"))
	s256, s1 := c.SHA256.String(), c.SHA1Hex()
	for _, test := range []struct {
		text    string
		prefix  bool
		matches bool
	}{
		{s256[:8], true, true}, {s256[:9], true, true}, {s1[:8], true, true}, {s256[:63], true, true}, {s1[:39], true, true},
		{s256[:40], false, false}, // forty digits are a SHA-1
		{"sha256:" + s256[:40], true, true}, {"sha1:" + s256[:16], true, false}, {"sha256:" + s1[:16], true, false}, {"sha1:" + s1[:16], true, true},
		{s256[1:], true, false}, {s256[8:16], true, false},
	} {
		q, err := ParseQuery(test.text)
		if err != nil || q.Prefix != test.prefix || q.Matches(c) != test.matches {
			t.Errorf("%q: %+v, %v", test.text, q, err)
		}
	}
}

func TestParseQueryRefuses(t *testing.T) {
	for text, want := range map[string]error{
		"": ErrNotFingerprint, "  ": ErrNotFingerprint, "sha256:": ErrNotFingerprint, "DigiCert": ErrNotFingerprint, "root.pem": ErrNotFingerprint,
		"0123456": ErrFingerprintTooShort, "ab:cd": ErrFingerprintTooShort, "01234567g": ErrNotFingerprint,
		strings.Repeat("a", 65): ErrNotFingerprint, "sha1:" + strings.Repeat("a", 41): ErrNotFingerprint,
		strings.Repeat(" ", 5000): ErrNotFingerprint, "あいうえおかきくけこ": ErrNotFingerprint, "\xff\xff": ErrNotFingerprint,
		"facade.de": nil, // eight digits with a filler; whether a file has this name is for the face to look at first
	} {
		if q, err := ParseQuery(text); !errors.Is(err, want) {
			t.Errorf("%q: %+v, %v", text, q, err)
		}
	}
	if (Query{}).Matches(Parse(nil)) {
		t.Error("no query matches")
	}
}

func TestJSON(t *testing.T) {
	c := ca(t, "json", nil, nil).Certificate
	type fixture struct {
		ByPointer *Certificate
		ByValue   Certificate
		Absent    *Certificate
		Print     Fingerprint
		Prints    map[Fingerprint]int
	}
	data, err := json.Marshal(fixture{c, *c, nil, c.SHA256, map[Fingerprint]int{c.SHA256: 1}})
	if err != nil {
		t.Fatal(err)
	}
	var back fixture
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if back.ByPointer.SHA256 != c.SHA256 || back.ByValue.Subject.String() != "CN=json" || back.ByValue.X509() == nil || back.Absent != nil ||
		back.Print != c.SHA256 || back.Prints[c.SHA256] != 1 {
		t.Errorf("%s", data)
	}
	for _, broken := range []string{`{"ByPointer":1}`, `{"ByPointer":"?"}`, `{"Print":"00"}`, `{"Print":"` + strings.Repeat("x", 64) + `"}`} {
		if err := json.Unmarshal([]byte(broken), &back); err == nil {
			t.Errorf("%s is taken", broken)
		}
	}
}
