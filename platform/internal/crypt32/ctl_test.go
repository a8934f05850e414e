package crypt32_test

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"certviewer/platform/internal/crypt32"
	"certviewer/platform/internal/crypt32/ctltest"
)

func TestParseCTL(t *testing.T) {
	issued := time.Date(2026, 5, 19, 18, 30, 0, 0, time.UTC)
	name := crypt32.Properties{
		crypt32.CERT_FRIENDLY_NAME_PROP_ID:       crypt32.EncodeUTF16("試験ルート 😀"),
		crypt32.CERT_ENHKEY_USAGE_PROP_ID:        usages(t, "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.2"),
		crypt32.CERT_NOT_BEFORE_FILETIME_PROP_ID: crypt32.EncodeFiletime(issued),
	}
	one, two := bytes.Repeat([]byte{1}, 20), bytes.Repeat([]byte{2}, 20)
	file := ctltest.Signed(t, ctltest.List(t, issued, ctltest.Subject(t, one, name), ctltest.Subject(t, two, nil), ctltest.TLV(ctltest.Sequence, ctltest.TLV(ctltest.Octets, bytes.Repeat([]byte{3}, 20)))))
	l, err := crypt32.ParseCTL(file)
	if err != nil {
		t.Fatal(err)
	}
	if !l.ThisUpdate.Equal(issued) || !slices.Equal(l.Usage, []string{"1.3.6.1.4.1.311.10.3.9"}) || len(l.Subjects) != 3 {
		t.Fatalf("%+v", l)
	}
	first := l.Subjects[0]
	if !bytes.Equal(first.SHA1[:], one) || !maps.EqualFunc(first.Properties, name, bytes.Equal) || first.Properties.FriendlyName() != "試験ルート 😀" {
		t.Errorf("%+v", first)
	}
	if !bytes.Equal(l.Subjects[1].SHA1[:], two) || len(l.Subjects[1].Properties)+len(l.Subjects[2].Properties) != 0 {
		t.Errorf("properties out of nothing: %+v", l.Subjects[1:])
	}

	for what, bad := range map[string][]byte{
		"nothing": nil, "rubbish": []byte("rubbish"), "more follows": append(bytes.Clone(file), 0),
		"the list without its signature": ctltest.List(t, issued),
		"a subject by MD5":               ctltest.Signed(t, ctltest.List(t, issued, ctltest.Subject(t, one[:16], nil))),
		"signed data that is no list":    bytes.Replace(file, ctltest.OID(t, 1, 3, 6, 1, 4, 1, 311, 10, 1), ctltest.OID(t, 1, 3, 6, 1, 4, 1, 311, 10, 2), 1),
		"by SHA-256":                     bytes.Replace(file, ctltest.OID(t, 1, 3, 14, 3, 2, 26), ctltest.OID(t, 1, 3, 14, 3, 2, 27), 1),
		"property that is no octets":     ctltest.Signed(t, ctltest.List(t, issued, ctltest.TLV(ctltest.Sequence, ctltest.TLV(ctltest.Octets, one), ctltest.TLV(ctltest.Set, ctltest.TLV(ctltest.Sequence, ctltest.OID(t, 1, 3, 6, 1, 4, 1, 311, 10, 11, 9), ctltest.TLV(ctltest.Set, ctltest.TLV(ctltest.Integer, []byte{1}))))))),
	} {
		if l, err := crypt32.ParseCTL(bad); !errors.Is(err, crypt32.ErrCTL) || l != nil {
			t.Errorf("%s: %v, %v", what, l, err)
		}
	}
	for n := range file { // a registry value that is cut off
		if _, err := crypt32.ParseCTL(file[:n]); !errors.Is(err, crypt32.ErrCTL) {
			t.Fatalf("%d bytes: %v", n, err)
		}
	}
}

// TestMicrosoftsList reads a list as Microsoft publishes it (authroot.stl), where CERTVIEWER_AUTHROOT says that there is one.
func TestMicrosoftsList(t *testing.T) {
	path := os.Getenv("CERTVIEWER_AUTHROOT")
	if path == "" {
		t.Skip("CERTVIEWER_AUTHROOT is not set")
	}
	file, err := os.ReadFile(filepath.Clean(path))
	if err != nil {
		t.Fatal(err)
	}
	l, err := crypt32.ParseCTL(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Subjects) < 300 || l.ThisUpdate.IsZero() {
		t.Errorf("%d subjects of %v", len(l.Subjects), l.ThisUpdate)
	}
	said := map[uint32]int{}
	for _, s := range l.Subjects {
		if s.Properties.FriendlyName() == "" {
			t.Errorf("%x has no name", s.SHA1)
		}
		for id := range s.Properties {
			said[id]++
		}
		for _, id := range []uint32{crypt32.CERT_ENHKEY_USAGE_PROP_ID, crypt32.CERT_DISALLOWED_ENHKEY_USAGE_PROP_ID, crypt32.CERT_NOT_BEFORE_ENHKEY_USAGE_PROP_ID} {
			if _, err := s.Properties.Usages(id); err != nil {
				t.Errorf("%x, %d: %v", s.SHA1, id, err)
			}
		}
		for _, id := range []uint32{crypt32.CERT_DISALLOWED_FILETIME_PROP_ID, crypt32.CERT_NOT_BEFORE_FILETIME_PROP_ID} {
			if _, _, err := s.Properties.Filetime(id); err != nil {
				t.Errorf("%x, %d: %v", s.SHA1, id, err)
			}
		}
	}
	t.Logf("%d subjects of %v; properties %v", len(l.Subjects), l.ThisUpdate, said)
}

func FuzzParseCTL(f *testing.F) {
	issued := time.Date(2026, 5, 19, 18, 30, 0, 0, time.UTC)
	f.Add(ctltest.Signed(f, ctltest.List(f, issued, ctltest.Subject(f, bytes.Repeat([]byte{1}, 20), crypt32.Properties{9: usages(f, "1.3.6.1.5.5.7.3.4")}))))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := crypt32.ParseCTL(b)
		if (l == nil) != (err != nil) {
			t.Fatalf("%v, %v", l, err)
		}
	})
}
