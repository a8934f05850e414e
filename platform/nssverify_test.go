//go:build linux

package platform

import (
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"certviewer/cert"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// trusting makes a database with one root that is trusted, and returns a store of it that another program may read.
func trusting(t *testing.T, reader string) (s *nssStore, dir string) {
	t.Helper()
	certutil, err := exec.LookPath("certutil")
	if err != nil {
		t.Skip("certutil of NSS is not installed")
	}
	dir = filepath.Join(t.TempDir(), `odd 'name" [<x>]\,=`)
	touch(t, dir, "/")
	file := filepath.Join(t.TempDir(), "c.pem")
	writeFile(t, file, pemOf(trusttest.Root(t, "root")))
	for _, args := range [][]string{{"-N", "--empty-password"}, {"-A", "-n", "root", "-t", "C,C,", "-i", file}} {
		if out, err := exec.Command(certutil, append(args, "-d", "sql:"+dir)...).CombinedOutput(); err != nil {
			t.Fatalf("certutil %v: %v: %s", args, err, out)
		}
	}
	c := testComputer("", nil)
	if len(c.softokens("")) == 0 {
		t.Skip("libsoftokn3.so of NSS is not installed")
	}
	if reader != "" {
		c.reader = reader
	}
	return c.nssStore(trust.Info{ID: trust.StoreID("nssdb:" + dir), Scope: trust.ScopeUser, Path: dir}), dir
}

func verifiedEntry(t *testing.T, s *nssStore) trust.Entry {
	t.Helper()
	ee, err := s.VerifiedEntries(t.Context(), nil)
	if err != nil || len(ee) != 1 {
		t.Fatalf("%d entries, %v", len(ee), err)
	}
	return ee[0]
}

// TestVerifiedEntries: what a record says and what NSS believes are told apart, and looking changes nothing.
func TestVerifiedEntries(t *testing.T) {
	s, dir := trusting(t, "")
	hash := func() (out string) {
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			b, _ := os.ReadFile(filepath.Join(dir, f.Name()))
			fi, _ := f.Info()
			out += fmt.Sprintf("%s %v %x\n", f.Name(), fi.ModTime().UnixNano(), sha256.Sum256(b))
		}
		return out
	}
	before := hash()
	e := verifiedEntry(t, s)
	if e.Standing == "" && !builtForLibraries(t) {
		t.Skip("built without cgo")
	}
	if e.Standing != trust.Confirmed || e.For(cert.Server).Verdict != trust.Trusted || e.Ignored != nil {
		t.Errorf("untouched: %+v", e)
	}
	if after := hash(); after != before {
		t.Errorf("looking changed something:\n%swas\n%s", after, before)
	}

	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "cert9.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("UPDATE nssPublic SET ace53635a = x'ce534352' WHERE a0 = x'ce534353'"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	e = verifiedEntry(t, s)
	hidden := trust.Judgement{Verdict: trust.Unstated, How: trust.Explicit}
	if e.Standing != trust.Damaged || e.For(cert.Server) != hidden || e.Ignored[cert.Code].Verdict != trust.Trusted || e.Native != ",," {
		t.Errorf("changed: %+v", e)
	}
	plain, err := s.Entries(t.Context())
	if err != nil || plain[0].For(cert.Code).Verdict != trust.Trusted || plain[0].Standing != "" {
		t.Errorf("the list takes the database at its word: %+v, %v", plain, err)
	}
	if err := os.Remove(filepath.Join(dir, "key4.db")); err != nil {
		t.Fatal(err)
	}
	if e := verifiedEntry(t, s); e.Standing != "" || e.For(cert.Code).Verdict != trust.Trusted {
		t.Errorf("without signatures: %+v", e)
	}
}

// builtForLibraries reports whether the child can load any library.
func builtForLibraries(t *testing.T) bool {
	t.Helper()
	q, err := json.Marshal(map[string]any{"folder": t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	_, err = askNative(t.Context(), os.Args[0], "", q, "trust")
	return err == nil || err.Error() != "exit status 3: built without support for PKCS #11 libraries"
}

// TestVerifyingChild: whatever the child does, the list is what it was.
func TestVerifyingChild(t *testing.T) {
	t.Setenv("CERTVIEWER_TEST_SECRET", "SECRET")
	for name, text := range map[string]string{
		"crash":           "kill -SEGV $$",
		"error":           "echo no >&2; exit 3",
		"nothing":         "exit 0",
		"deaf":            "exec <&-; printf '{'",
		"garbage":         "echo hello",
		"another answer":  `echo '{"nss_trust":"AgIC","trust":""}'`,
		"unknown word":    `echo '{"nss_trust":"Aw==","trust":""}'`,
		"half":            `printf '{"nss_trust":"Ag==","tr'`,
		"much":            "exec cat /dev/zero",
		"much on stderr":  "exec cat /dev/zero >&2",
		"failed at last":  `echo '{"nss_trust":"Ag==","trust":""}'; exit 1`,
		"hangs":           "sleep 60",
		"our environment": `env | grep -q SECRET && echo '{"nss_trust":"Ag==","trust":""}'`,
	} {
		reader := filepath.Join(t.TempDir(), "reader")
		writeFile(t, reader, "#!/bin/sh\n"+text+"\n")
		os.Chmod(reader, 0o700)
		s, _ := trusting(t, reader)
		if name == "hangs" {
			s.patience = 500 * time.Millisecond
		}
		want, err := s.Entries(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		got, err := s.VerifiedEntries(t.Context(), nil)
		if err != nil || !reflect.DeepEqual(got, want) || time.Since(began) > 4*time.Second {
			t.Errorf("%s: %+v, %v after %v", name, got, err, time.Since(began))
		}
	}
	reader := filepath.Join(t.TempDir(), "reader")
	writeFile(t, reader, "#!/bin/sh\n[ \"$*\" = 'read-native trust' ] && grep -q '\"nss_trust\":\\[{\"issuer\"' && echo '{\"nss_trust\":\"Ag==\",\"trust\":\"\"}'\n")
	os.Chmod(reader, 0o700)
	s, _ := trusting(t, reader)
	if e := verifiedEntry(t, s); e.Standing != trust.Damaged {
		t.Errorf("a child that says so is not heard: %+v", e)
	}
}

// TestNothingToVerify: a database without a word on trust starts no child.
func TestNothingToVerify(t *testing.T) {
	s, dir := trusting(t, "/nonexistent")
	if out, err := exec.Command("certutil", "-M", "-n", "root", "-t", ",,", "-d", "sql:"+dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	trace := filepath.Join(t.TempDir(), "started")
	reader := filepath.Join(t.TempDir(), "reader")
	writeFile(t, reader, "#!/bin/sh\n: >"+trace+"\n")
	os.Chmod(reader, 0o700)
	s.computer.reader = reader
	if e := verifiedEntry(t, s); e.Standing != "" {
		t.Errorf("%+v", e)
	}
	if _, err := os.Stat(trace); err == nil {
		t.Error("a child was started")
	}
}
