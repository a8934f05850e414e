//go:build cgo && linux

package builtins_test

import (
	"bytes"
	"crypto/sha1"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/platform/internal/builtins"
	"certviewer/platform/internal/nss"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// library returns the path of a library of this computer; the test is skipped where there is none.
func library(t testing.TB, name string) string {
	t.Helper()
	for _, pattern := range []string{"/usr/lib/*-linux-gnu/", "/usr/lib64/", "/usr/lib/"} {
		if found, _ := filepath.Glob(pattern + name); len(found) > 0 {
			return found[0]
		}
	}
	t.Skipf("%s is not installed", name)
	return ""
}

func read(t testing.TB, lib string) []trust.Entry {
	t.Helper()
	var out bytes.Buffer
	if err := builtins.Write(lib, &out); err != nil {
		t.Fatal(err)
	}
	token, err := builtins.Read(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return token.Entries(nss.Classic, nil)
}

// TestAsCertutil compares a list, root by root, with what NSS makes of the same library.
func TestAsCertutil(t *testing.T) {
	lib := library(t, "libnssckbi.so")
	dir := t.TempDir()
	for _, line := range [][]string{
		{"certutil", "-N", "-d", "sql:" + dir, "--empty-password"},
		{"modutil", "-dbdir", "sql:" + dir, "-add", "roots", "-libfile", lib, "-force"},
	} {
		if _, err := exec.LookPath(line[0]); err != nil {
			t.Skip(err)
		}
		if out, err := exec.Command(line[0], line[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v: %s", line, err, out)
		}
	}
	out, err := exec.Command("certutil", "-L", "-h", "all", "-d", "sql:"+dir).Output()
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for line := range strings.Lines(string(out)) {
		if name, ok := strings.CutPrefix(strings.TrimRight(line, " \n"), "Builtin Object Token:"); ok {
			want = append(want, strings.Join(strings.Fields(name), " "))
		}
	}
	var got []string
	for _, e := range read(t, lib) {
		got = append(got, strings.Join(strings.Fields(e.Name+" "+e.Native), " "))
	}
	slices.Sort(want)
	slices.Sort(got)
	if len(want) < 100 || !slices.Equal(got, want) {
		t.Errorf("%d roots, certutil shows %d", len(got), len(want))
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("%q, certutil shows %q", got[i], want[i])
			}
		}
	}
}

// TestDistrustAfter: Mozilla's list always has roots that are trusted only for certificates
// issued before a date, and the date is in the past or near.
func TestDistrustAfter(t *testing.T) {
	dated := 0
	for _, e := range read(t, library(t, "libnssckbi.so")) {
		for p, j := range e.Trust {
			if j.IssuedBefore == nil {
				continue
			}
			dated++
			if j.Verdict != trust.Trusted || (p != cert.Server && p != cert.Email) {
				t.Errorf("%s: %s %s has a date", e.Name, j.Verdict, p)
			}
			if y := j.IssuedBefore.Year(); y < 2015 || y > 2050 {
				t.Errorf("%s: %v", e.Name, j.IssuedBefore)
			}
		}
	}
	if dated == 0 {
		t.Error("no root has a date")
	}
}

// TestP11Kit: p11-kit's library has several slots and lacks attributes that NSS's has.
func TestP11Kit(t *testing.T) {
	entries := read(t, library(t, "pkcs11/p11-kit-trust.so"))
	if len(entries) == 0 {
		t.Skip("p11-kit knows no certificates here")
	}
	for _, e := range entries {
		if e.Certificate.X509() == nil {
			t.Errorf("%s: %v", e.Name, e.Certificate.Err())
		}
		if len(e.Trust) == 0 {
			t.Errorf("%s: no trust record was found", e.Name)
		}
	}
}

// TestNoLibrary: what cannot be loaded is an error and no crash.
func TestNoLibrary(t *testing.T) {
	for _, lib := range []string{"/nonexistent/lib.so", "/etc/hostname", library(t, "libc.so*")} {
		var out bytes.Buffer
		if err := builtins.Write(lib, &out); err == nil || out.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", lib, err, out.Len())
		}
	}
}

// TestSlots: when two slots speak of one certificate, it is one entry, and distrust wins.
func TestSlots(t *testing.T) {
	c := trusttest.Root(t, "root")
	issuer, serial := c.Issuer.Raw, []byte{2, 1, 1}
	sum := sha1.Sum(c.Raw)
	slot := func(l nss.Level) *nss.Token {
		return &nss.Token{
			Certificates: []*nss.Certificate{{DER: c.Raw, Label: "root", Issuer: issuer, Serial: serial, ServerDistrustAfter: time.Unix(1e9, 0)}},
			NSSTrust:     []nss.Record{{Issuer: issuer, Serial: serial, Hash: sum[:], Server: l, Email: l}},
		}
	}
	text, err := json.Marshal(map[string]any{"whole": true, "tokens": []*nss.Token{slot(nss.Anchor), slot(nss.Distrusted), nil}})
	if err != nil {
		t.Fatal(err)
	}
	token, err := builtins.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	entries := token.Entries(nss.Classic, nil)
	if len(entries) != 1 || entries[0].Native != "p,p," {
		t.Errorf("entries %+v", entries)
	}
}

// TestGarbage: whatever a child says, it is an error or a list.
func TestGarbage(t *testing.T) {
	for _, text := range []string{"", "null", "{}", "[]", `{"tokens":[]}`, `{"tokens":[{"Certificates":[{"DER":"AAAA`, "\x7fELF", `{"whole":true,"tokens":3}`} {
		if _, err := builtins.Read([]byte(text)); err == nil {
			t.Errorf("%q is taken for a list", text)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"whole":true,"tokens":[{"Certificates":[{"DER":"MAA=","Label":"x"},null],"NSSTrust":[{"Server":5}]},null]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if token, err := builtins.Read(text); err == nil {
			token.Entries(nss.Modern, nil)
		}
	})
}

func BenchmarkLibrary(b *testing.B) {
	lib := library(b, "libnssckbi.so")
	for b.Loop() {
		read(b, lib)
	}
}
