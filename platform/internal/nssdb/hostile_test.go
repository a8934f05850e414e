//go:build linux

package nssdb_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"certviewer/platform/internal/nss"
	"certviewer/platform/internal/nssdb"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// TestDamaged flips bytes: whatever comes of it, it comes soon, and no other store suffers.
func TestDamaged(t *testing.T) {
	good := newDB(t, "")
	makeOwn(t, good, "mine", "u,u,u", "1")
	for i := range 8 {
		add(t, good, trusttest.Root(t, fmt.Sprint(i)), fmt.Sprint(i), "C,C,C")
	}
	original := map[string][]byte{}
	for _, f := range []string{"cert9.db", "key4.db"} {
		b, err := os.ReadFile(filepath.Join(good, f))
		if err != nil {
			t.Fatal(err)
		}
		original[f] = b
	}
	r := rand.New(rand.NewPCG(1, 2))
	read, failed := 0, 0
	dir := t.TempDir()
	for i := range 600 {
		for f, b := range original {
			if (f == "cert9.db") == (i%4 != 0) {
				b = slices.Clone(b)
				for range 1 + r.IntN(40) {
					b[r.IntN(len(b))] = byte(r.Uint32())
				}
			}
			write(t, dir, f, string(b))
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		began := time.Now()
		token, err := nssdb.Read(ctx, dir)
		cancel()
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("database %d took %v", i, took)
		}
		if _, ok := errors.AsType[*trust.Problem](err); err != nil && !ok {
			t.Errorf("database %d: %v is no problem", i, err)
		}
		if err != nil {
			failed++
		} else {
			read++
		}
		if token != nil {
			token.Entries(nss.Modern, nil)
		}
	}
	if read == 0 || failed == 0 {
		t.Errorf("%d read, %d failed: the damage is not of a useful size", read, failed)
	}
	if len(list(t, good, nss.Classic)) != 9 {
		t.Error("the good database is not read any more")
	}
}

func FuzzRead(f *testing.F) {
	dir := newDB(f, "")
	add(f, dir, trusttest.Root(f, "root"), "root", "C,,")
	b, err := os.ReadFile(filepath.Join(dir, "cert9.db"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b, []byte{})
	f.Fuzz(func(t *testing.T, db, journal []byte) {
		dir := t.TempDir()
		write(t, dir, "cert9.db", string(db))
		write(t, dir, "cert9.db-journal", string(journal))
		write(t, dir, "cert9.db-wal", string(journal))
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		if token, err := nssdb.Read(ctx, dir); err == nil {
			token.Entries(nss.Modern, nil)
		} else if ctx.Err() != nil {
			t.Error(err)
		}
	})
}

// TestOdd: rows that NSS does not make, but a file may hold.
func TestOdd(t *testing.T) {
	dir := newDB(t, "")
	c := trusttest.Root(t, "root")
	add(t, dir, c, "root", "C,,")
	makeOwn(t, dir, "mine", "u,u,u", "9")
	db := openDB(t, dir, "cert9.db")
	run(t, db, "INSERT INTO nssPublic (id, a0, a3, a11, a81, a82) SELECT 9999, a0, CAST('again' AS BLOB), a11, a81, a82 FROM nssPublic WHERE a11 = ?", c.Raw)
	run(t, db, "INSERT INTO nssPublic (id, a0, a3, a11) VALUES (10000, ?, x'a5005a', CAST('no certificate' AS BLOB))", ulong(nss.ClassCertificate))
	run(t, db, "INSERT INTO nssPublic (id, a0) VALUES (10001, ?)", ulong(nss.ClassCertificate))
	run(t, db, "INSERT INTO nssPublic (id, a0, a11) VALUES (10002, 1, 'text')")
	db.Close()
	entries := list(t, dir, nss.Classic)
	var got []string
	for _, e := range entries {
		got = append(got, fmt.Sprintf("%s|%s|%v", e.Name, e.Native, e.HasKey))
	}
	if want := []string{"root|C,,|false", "mine|u,u,u|true", "|,,|false"}; !slices.Equal(got, want) {
		t.Errorf("entries %q, want %q", got, want)
	}
	if last := entries[len(entries)-1].Certificate; last.Err() == nil || string(last.Raw) != "no certificate" {
		t.Errorf("what is no certificate: %q, %v", last.Raw, last.Err())
	}
}
