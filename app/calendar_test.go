package app

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// own is somebody's certificate for signing in; its signature is worthless.
func own(t *testing.T, name string, from, until time.Time) *cert.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(123456789), Subject: pkix.Name{CommonName: name, Organization: []string{"大学; 本部, 例"}},
		NotBefore: from, NotAfter: until, KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	der, err := x509.CreateCertificate(rand.Reader, template, &x509.Certificate{Subject: pkix.Name{CommonName: "例示大学 クライアント認証局; 第2世代, G2"}}, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return cert.Parse(der)
}

// calendarOf writes the calendar of certificates in a Firefox, at nine on 21 November 2026 in Japan.
func calendarOf(t *testing.T, lang string, entries ...trust.Entry) (string, error) {
	t.Helper()
	a, err := New(Deps{Version: "1.2"})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.FixedZone("JST", 9*60*60))
	host := &facts.Host{Computer: facts.Computer{OS: "linux", Clock: now}, Stores: []facts.Store{
		{Info: trust.Info{ID: "firefox:a", Scope: trust.ScopeUser, Application: "firefox"}, Entries: entries}}}
	b, err := a.Calendar(message.For(lang), a.Clients(host))
	return string(b), err
}

// keyed is an entry with its key.
func keyed(c *cert.Certificate) trust.Entry {
	return trust.Entry{Certificate: c, HasKey: true, KeyOrder: 1}
}

// unfold joins the lines of a calendar as a reader does (RFC 5545 3.1).
func unfold(t *testing.T, text string) []string {
	t.Helper()
	lines := strings.Split(text, "\r\n")
	if lines[len(lines)-1] != "" {
		t.Errorf("the last line does not end: %q", lines[len(lines)-1])
	}
	var out []string
	for _, l := range lines[:len(lines)-1] {
		if len(l) > 75 || !utf8.ValidString(l) || strings.ContainsAny(l, "\r\n") {
			t.Errorf("a line of %d octets: %q", len(l), l)
		}
		if rest, more := strings.CutPrefix(l, " "); more {
			out[len(out)-1] += rest
			continue
		}
		out = append(out, l)
	}
	return out
}

func TestCalendar(t *testing.T) {
	from := time.Date(2025, 4, 1, 0, 0, 0, 0, time.UTC)
	// 20:30 UTC on the last of March is the first of April in Japan.
	c := own(t, "山田 花子", from, time.Date(2027, 3, 31, 20, 30, 0, 0, time.UTC))
	text, err := calendarOf(t, "ja", keyed(c))
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(unfold(t, text), "\n")
	want := `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//certviewer//certviewer 1.2//EN
CALSCALE:GREGORIAN
BEGIN:VEVENT
UID:` + c.SHA256.String() + `
DTSTAMP:20261121T000000Z
DTSTART;VALUE=DATE:20270401
DTEND;VALUE=DATE:20270402
SUMMARY;LANGUAGE=ja:証明書の期限：山田 花子
DESCRIPTION;LANGUAGE=ja:発行者：例示大学 クライアント認証局\; 第2世代\, G2\n秘密鍵といっしょに入っている場所：Firefox\nこの日までに新しい証明書を発行してください。数日かかることがあります。
TRANSP:TRANSPARENT
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION;LANGUAGE=ja:証明書の期限：山田 花子
TRIGGER:-P29DT15H
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION;LANGUAGE=ja:証明書の期限：山田 花子
TRIGGER:-P6DT15H
END:VALARM
END:VEVENT
END:VCALENDAR`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if english, err := calendarOf(t, "en", keyed(c)); err != nil || !strings.Contains(english, "SUMMARY;LANGUAGE=en:Certificate ends: 山田 花子\r\n") {
		t.Errorf("%v\n%s", err, english)
	}
}

// What is over, was superseded, or is here without its key reminds of nothing, and an empty calendar is none.
func TestCalendarLeavesOut(t *testing.T) {
	from := time.Date(2023, 4, 1, 0, 0, 0, 0, time.UTC)
	over := own(t, "over", from, time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC))
	older, newer := own(t, "me", from, time.Date(2027, 3, 31, 0, 0, 0, 0, time.UTC)), own(t, "me", from.AddDate(1, 0, 0), time.Date(2028, 3, 31, 0, 0, 0, 0, time.UTC))
	text, err := calendarOf(t, "en", keyed(over), keyed(older), keyed(newer))
	if err != nil || strings.Count(text, "BEGIN:VEVENT") != 1 || !strings.Contains(text, "DTSTART;VALUE=DATE:20280331") {
		t.Errorf("%v\n%s", err, text)
	}
	for what, ee := range map[string][]trust.Entry{"nothing": nil, "over": {keyed(over)}, "without key": {{Certificate: newer}}} {
		text, err := calendarOf(t, "en", ee...)
		if p, ok := errors.AsType[*message.Problem](err); !ok || p.What.ID != "calendar-nothing" || text != "" {
			t.Errorf("%s: %v %q", what, err, text)
		}
	}
}

// A name in a certificate is written by anybody: it can neither end a line nor begin a property.
func TestCalendarOfHostileName(t *testing.T) {
	from := time.Date(2025, 4, 1, 0, 0, 0, 0, time.UTC)
	for _, name := range []string{"a\r\nBEGIN:VALARM", "b\nEND:VCALENDAR", "c\x00\x1b[2J", `d\nX:y;z,`, strings.Repeat("花", 60)} {
		text, err := calendarOf(t, "en", keyed(own(t, name, from, from.AddDate(2, 0, 0))))
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]int{}
		for _, l := range unfold(t, text) {
			names[strings.FieldsFunc(l, func(r rune) bool { return r == ':' || r == ';' })[0]]++
			if strings.ContainsFunc(l, func(r rune) bool { return r < ' ' || r == 0x7f }) {
				t.Errorf("%q: %q", name, l)
			}
		}
		if names["BEGIN"] != 4 || names["END"] != 4 || names["SUMMARY"] != 1 || names["X"] != 0 {
			t.Errorf("%q: %v", name, names)
		}
	}
}
