//go:build linux

package nssdb_test

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	_ "modernc.org/sqlite"

	"certviewer/cert"
	"certviewer/platform/internal/nss"
	"certviewer/platform/internal/nssdb"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// list reads a database as a program of the given dialect would.
func list(t testing.TB, dir string, d nss.Dialect) []trust.Entry {
	t.Helper()
	token, err := nssdb.Read(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return token.Entries(d, nil)
}

// TestPrimaryPassword: a database with a password is listed without it, keys and trust too.
func TestPrimaryPassword(t *testing.T) {
	dir := newDB(t, "correct horse")
	secret := secretFile(t, "correct horse")
	c := trusttest.Root(t, "root")
	add(t, dir, c, "root", "C,C,", "-f", secret)
	makeOwn(t, dir, "mine", "u,u,u", "7", "-f", secret)
	want, _ := listed(t, dir)
	for _, e := range list(t, dir, nss.Classic) {
		if want[e.Name] != e.Native {
			t.Errorf("%s: %q, certutil shows %q", e.Name, e.Native, want[e.Name])
		}
	}
	if len(want) != 2 {
		t.Errorf("certutil shows %v", want)
	}
}

// TestNames: nicknames in any script, and the order of the database.
func TestNames(t *testing.T) {
	dir := newDB(t, "")
	var want []string
	for _, name := range []string{"zebra", "学認 ルート認証局", "Ünïcode, with comma", "alpha"} {
		add(t, dir, trusttest.Root(t, name), name, "C,,")
		want = append(want, name)
	}
	var got []string
	for _, e := range list(t, dir, nss.Modern) {
		got = append(got, e.Name)
	}
	if !slices.Equal(got, want) {
		t.Errorf("names %q, want %q", got, want)
	}
}

// TestNothingChanges: no byte, no time, no file is another after reading.
func TestNothingChanges(t *testing.T) {
	dir := newDB(t, "")
	makeOwn(t, dir, "mine", "C,,", "1")
	before := snapshot(t, dir)
	for range 3 {
		list(t, dir, nss.Modern)
	}
	if after := snapshot(t, dir); !slices.Equal(before, after) {
		t.Errorf("before\n%s\nafter\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
	}
	// Nor is a database made where there is none.
	empty := t.TempDir()
	nssdb.Read(t.Context(), empty)
	if left := snapshot(t, empty); len(left) > 0 {
		t.Errorf("in an empty folder: %q", left)
	}
}

// TestBesideWriter lists while certutil writes in a loop: every listing is one that was once true.
func TestBesideWriter(t *testing.T) {
	dir := newDB(t, "")
	const n = 25
	roots := make([]*cert.Certificate, n)
	for i := range roots {
		roots[i] = trusttest.Root(t, fmt.Sprint(i))
	}
	stop := make(chan struct{})
	var writer sync.WaitGroup
	writer.Go(func() {
		defer close(stop)
		for i, c := range roots {
			add(t, dir, c, fmt.Sprint(i), "C,C,")
		}
	})
	listings, last := 0, 0
	for done := false; !done; {
		select {
		case <-stop:
			done = true
		default:
		}
		entries := list(t, dir, nss.Classic)
		listings++
		if len(entries) < last {
			t.Fatalf("%d entries after %d", len(entries), last)
		}
		last = len(entries)
		for i, e := range entries {
			if e.Certificate.SHA256 != roots[i].SHA256 || e.Name != fmt.Sprint(i) {
				t.Fatalf("entry %d is %s", i, e.Name)
			}
		}
	}
	writer.Wait()
	if last != n || listings < n {
		t.Errorf("%d entries at the end, %d listings", last, listings)
	}
}

// openDB opens a database file of NSS for changing it by hand.
func openDB(t testing.TB, dir, file string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

func run(t testing.TB, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func write(t testing.TB, dir, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func copyDB(t testing.TB, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "db")
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

func snapshot(t testing.TB, dir string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		fi, err := e.Info()
		if err != nil {
			return err
		}
		b, err := os.ReadFile(p)
		sum := sha256.Sum256(b)
		out = append(out, fmt.Sprintf("%s %v %d %v %s", e.Name(), fi.Mode(), fi.Size(), fi.ModTime().UnixNano(), hex.EncodeToString(sum[:])))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestKeyOrder: keys are numbered as NSS lists them, whatever order their certificates stand in.
func TestKeyOrder(t *testing.T) {
	dir := newDB(t, "")
	names := []string{"zebra", "apple", "mango"}
	for i, name := range names {
		makeOwn(t, dir, name, "u,u,u", fmt.Sprint(i+1))
	}
	again := certutil(t, dir, "-L", "-n", "zebra", "-a")
	certutil(t, dir, "-D", "-n", "zebra")
	p, _ := pem.Decode([]byte(again))
	add(t, dir, cert.Parse(p.Bytes), "zebra", "u,u,u")

	var shown []string // "< 0> ec  5d…  NSS Certificate DB:zebra"
	for line := range strings.Lines(certutil(t, dir, "-K")) {
		for _, name := range names {
			if strings.HasPrefix(line, "<") && strings.Contains(line, name) {
				shown = append(shown, name)
			}
		}
	}
	entries := list(t, dir, nss.Modern)
	if entries[0].Name != "apple" || !slices.Equal(shown, names) {
		t.Fatalf("certificates begin with %q, certutil lists keys of %q", entries[0].Name, shown)
	}
	for _, e := range entries {
		if want := slices.Index(shown, e.Name) + 1; e.KeyOrder != want {
			t.Errorf("%s: %d, want %d", e.Name, e.KeyOrder, want)
		}
	}
}
