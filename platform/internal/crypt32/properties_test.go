package crypt32_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"certviewer/platform/internal/crypt32"
)

func usages(t testing.TB, oids ...string) []byte {
	t.Helper()
	b, err := crypt32.EncodeUsages(oids)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The bytes are as Windows keeps them: ExtKeyUsageSyntax.
func TestUsages(t *testing.T) {
	const email = "\x30\x0a\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x04"
	for _, tt := range []struct {
		name string
		in   crypt32.Properties
		want []string
		bad  bool
	}{
		{name: "no such property", in: crypt32.Properties{}},
		{name: "mail", in: crypt32.Properties{9: []byte(email)}, want: []string{"1.3.6.1.5.5.7.3.4"}},
		{name: "none", in: crypt32.Properties{9: []byte("\x30\x00")}, want: []string{}},
		{name: "no bytes", in: crypt32.Properties{9: {}}, want: []string{}},
		{name: "twice", in: crypt32.Properties{9: []byte("\x30\x14" + email[2:] + email[2:])}, want: []string{"1.3.6.1.5.5.7.3.4"}},
		{name: "cut off", in: crypt32.Properties{9: []byte(email[:9])}, bad: true},
		{name: "more follows", in: crypt32.Properties{9: []byte(email + "\x00")}, bad: true},
	} {
		got, err := tt.in.Usages(9)
		if errors.Is(err, crypt32.ErrProperty) != tt.bad || !slices.Equal(got, tt.want) || (got == nil) != (tt.want == nil) {
			t.Errorf("%s: %q, %v", tt.name, got, err)
		}
	}
	if b := usages(t, "1.3.6.1.5.5.7.3.4"); string(b) != email {
		t.Errorf("% x", b)
	}
	if b := usages(t); string(b) != "\x30\x00" {
		t.Errorf("no purpose: % x", b)
	}
	for _, bad := range []string{"", "1", "server", "1.-3"} {
		if _, err := crypt32.EncodeUsages([]string{bad}); !errors.Is(err, crypt32.ErrProperty) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestFiletime(t *testing.T) {
	day := time.Date(2020, 8, 25, 0, 0, 0, 0, time.UTC)
	if got := crypt32.EncodeFiletime(day); string(got) != "\x00\xc0\xeb\xac\x72\x7a\xd6\x01" { // w32tm /ntte 132427872000000000
		t.Errorf("% x", got)
	}
	for _, tt := range []struct {
		in   []byte
		want time.Time
		ok   bool
		bad  bool
	}{
		{nil, time.Time{}, false, false},
		{crypt32.EncodeFiletime(day), day, true, false},
		{make([]byte, 8), time.Time{}, true, false},
		{crypt32.EncodeFiletime(time.Date(1969, 12, 31, 23, 59, 59, 500, time.UTC)), time.Date(1969, 12, 31, 23, 59, 59, 500, time.UTC), true, false},
		{[]byte{}, time.Time{}, false, false}, // in authroot.stl of 2026-04-22, eight times
		{[]byte("short"), time.Time{}, true, true},
		{[]byte("\xff\xff\xff\xff\xff\xff\xff\xff"), time.Time{}, true, true},
	} {
		p := crypt32.Properties{}
		if tt.in != nil {
			p[104] = tt.in
		}
		got, ok, err := p.Filetime(104)
		if !got.Equal(tt.want) || ok != tt.ok || errors.Is(err, crypt32.ErrProperty) != tt.bad {
			t.Errorf("% x: %v, %v, %v", tt.in, got, ok, err)
		}
	}
}

func TestUTF16(t *testing.T) {
	for _, s := range []string{"", "a", "試験ルート 😀"} {
		if got := crypt32.UTF16(crypt32.EncodeUTF16(s)); got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
	if got := crypt32.UTF16([]byte("a\x00b")); got != "a" { // an odd byte, and no NUL
		t.Errorf("%q", got)
	}
}
