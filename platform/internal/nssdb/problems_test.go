//go:build linux

package nssdb_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"certviewer/platform/internal/nss"
	"certviewer/platform/internal/nssdb"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// TestProblems: what can be in the place of a database, and what is said.
func TestProblems(t *testing.T) {
	good := newDB(t, "")
	add(t, good, trusttest.Root(t, "root"), "root", "C,,")
	for _, tt := range []struct {
		name string
		code string // "" = trust.ErrAbsent
		do   func(t *testing.T, dir string)
	}{
		{"no database", "", func(t *testing.T, dir string) { removeAll(t, dir) }},
		{"no folder", "", func(t *testing.T, dir string) { removeAll(t, dir); os.Remove(dir) }},
		{"old format", trust.StoreOldFormat, func(t *testing.T, dir string) { removeAll(t, dir); write(t, dir, "cert8.db", "\x00\x06\x15\x61") }},
		{"text", trust.StoreForeign, func(t *testing.T, dir string) {
			write(t, dir, "cert9.db", strings.Repeat("Lorem ipsum dolor sit amet. ", 200))
		}},
		{"empty", trust.StoreDamaged, func(t *testing.T, dir string) { write(t, dir, "cert9.db", "") }},
		{"cut off", trust.StoreDamaged, func(t *testing.T, dir string) { truncate(t, dir, "cert9.db", 3000) }},
		{"overwritten", trust.StoreDamaged, func(t *testing.T, dir string) { scribble(t, dir, "cert9.db") }},
		{"another database", trust.StoreForeign, func(t *testing.T, dir string) {
			change(t, dir, "DROP TABLE nssPublic", "CREATE TABLE moz_cookies (a0)")
		}},
		{"columns missing", trust.StoreForeign, func(t *testing.T, dir string) { change(t, dir, "DROP TABLE nssPublic", "CREATE TABLE nssPublic (b)") }},
		{"view", trust.StoreRefused, func(t *testing.T, dir string) { change(t, dir, "CREATE VIEW v AS SELECT 1") }},
		{"view in place of the table", trust.StoreRefused, func(t *testing.T, dir string) {
			change(t, dir, "DROP TABLE nssPublic", "CREATE VIEW nssPublic AS SELECT 1 AS a0, randomblob(1000000000) AS a11")
		}},
		{"trigger", trust.StoreRefused, func(t *testing.T, dir string) {
			change(t, dir, "CREATE TRIGGER x AFTER INSERT ON nssPublic BEGIN DELETE FROM nssPublic; END")
		}},
		{"virtual table", trust.StoreRefused, func(t *testing.T, dir string) { change(t, dir, "CREATE VIRTUAL TABLE x USING fts5(y)") }},
		{"computed column", trust.StoreRefused, func(t *testing.T, dir string) {
			change(t, dir, "ALTER TABLE nssPublic ADD COLUMN x AS (zeroblob(1000000000))")
		}},
		{"folder for a file", trust.StoreForeign, func(t *testing.T, dir string) { removeAll(t, dir); os.Mkdir(filepath.Join(dir, "cert9.db"), 0o700) }},
		{"pipe for a file", trust.StoreForeign, func(t *testing.T, dir string) { removeAll(t, dir); pipe(t, dir, "cert9.db") }},
		{"device for a file", trust.StoreForeign, func(t *testing.T, dir string) {
			removeAll(t, dir)
			os.Symlink("/dev/zero", filepath.Join(dir, "cert9.db"))
		}},
		{"link to itself", trust.StoreDamaged, func(t *testing.T, dir string) {
			removeAll(t, dir)
			os.Symlink("cert9.db", filepath.Join(dir, "cert9.db"))
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := copyDB(t, good)
			tt.do(t, dir)
			began := time.Now()
			ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
			defer cancel()
			token, err := nssdb.Read(ctx, dir)
			if p, ok := errors.AsType[*trust.Problem](err); tt.code == "" && err != trust.ErrAbsent || tt.code != "" && (!ok || p.Code != tt.code) {
				t.Errorf("%v, want %q", err, tt.code)
			}
			if token != nil {
				t.Error("there is a token beside the problem")
			}
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

// TestKeyProblems: what is wrong with key4.db is told, and the certificates are there.
func TestKeyProblems(t *testing.T) {
	good := newDB(t, "")
	makeOwn(t, good, "mine", "u,u,u", "1")
	for _, tt := range []struct {
		name, code string
		do         func(t *testing.T, dir string)
		hasKey     bool
	}{
		{"as made", "", func(*testing.T, string) {}, true},
		{"no keys", "", func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, "key4.db")) }, false},
		{"damaged", trust.StoreDamaged, func(t *testing.T, dir string) { scribble(t, dir, "key4.db") }, false},
		{"pipe", trust.StoreForeign, func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, "key4.db")); pipe(t, dir, "key4.db") }, false},
	} {
		dir := copyDB(t, good)
		tt.do(t, dir)
		token, err := nssdb.Read(t.Context(), dir)
		if p, ok := errors.AsType[*trust.Problem](err); ok != (tt.code != "") || ok && p.Code != tt.code || !ok && err != nil {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.code)
		}
		if token == nil {
			t.Fatalf("%s: no certificates", tt.name)
		}
		if e := token.Entries(nss.Modern, nil); len(e) != 1 || e[0].HasKey != tt.hasKey {
			t.Errorf("%s: %d entries, HasKey %v, want %v", tt.name, len(e), e[0].HasKey, tt.hasKey)
		}
	}
}

// TestNoPermission reads as somebody else.
func TestNoPermission(t *testing.T) {
	good := newDB(t, "")
	file, folder := copyDB(t, good), copyDB(t, good)
	os.Chmod(filepath.Join(file, "cert9.db"), 0)
	os.Chmod(folder, 0)
	t.Cleanup(func() { os.Chmod(folder, 0o700) })
	errs := make(chan error, 2)
	go func() {
		if os.Geteuid() == 0 {
			runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
			unix.Setfsuid(65534)
		}
		for _, dir := range []string{file, folder} {
			_, err := nssdb.Read(t.Context(), dir)
			errs <- err
		}
	}()
	for range 2 {
		err := <-errs
		if p, ok := errors.AsType[*trust.Problem](err); !ok || p.Code != trust.StoreNoPermission {
			t.Errorf("%v, want %s", err, trust.StoreNoPermission)
		}
	}
}

func truncate(t testing.TB, dir, name string, size int64) {
	t.Helper()
	if err := os.Truncate(filepath.Join(dir, name), size); err != nil {
		t.Fatal(err)
	}
}

// scribble overwrites all pages but the header of the first.
func scribble(t testing.TB, dir, name string) {
	t.Helper()
	p := filepath.Join(dir, name)
	b, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	for i := 100; i < len(b); i++ {
		b[i] = byte(i * 7)
	}
	write(t, dir, name, string(b))
}

func change(t testing.TB, dir string, queries ...string) {
	t.Helper()
	db := openDB(t, dir, "cert9.db")
	defer db.Close()
	for _, q := range queries {
		run(t, db, q)
	}
}

func pipe(t testing.TB, dir, name string) {
	t.Helper()
	if err := syscall.Mkfifo(filepath.Join(dir, name), 0o600); err != nil {
		t.Skip(err)
	}
}

func removeAll(t testing.TB, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		os.Remove(filepath.Join(dir, e.Name()))
	}
}
