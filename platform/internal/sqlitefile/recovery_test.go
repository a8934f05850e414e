//go:build linux

package sqlitefile_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"certviewer/platform/internal/sqlitefile"
)

// open opens a database as its own program would.
func open(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=cell_size_check(1)") // as this package does
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

func exec(t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// ours lists the table as this package reads it.
func ours(ctx context.Context, path string) ([]string, error) {
	var out []string
	err := sqlitefile.Read(ctx, path, func(db *sqlitefile.DB) error {
		out = nil
		return db.Each("SELECT n, v FROM t ORDER BY n", func(r sqlitefile.Row) error {
			out = append(out, fmt.Sprintf("%d %x", r.Int(0), r.Blob(1)))
			return nil
		})
	})
	return out, err
}

// theirs lists the table as SQLite reads it, after it has recovered the files.
func theirs(t *testing.T, path string) ([]string, error) {
	t.Helper()
	db := open(t, path)
	defer db.Close()
	rows, err := db.Query("SELECT n, v FROM t ORDER BY n")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var n int64
		var v []byte
		if err := rows.Scan(&n, &v); err != nil {
			return nil, err
		}
		out = append(out, fmt.Sprintf("%d %x", n, v))
	}
	return out, rows.Err()
}

// copyAs copies a database with its journal and log; hurt may damage a file.
func copyAs(t *testing.T, from, to string, hurt func(name string, b []byte) []byte) {
	t.Helper()
	for _, ending := range []string{"", "-journal", "-wal"} {
		b, err := os.ReadFile(from + ending)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if hurt != nil {
			b = hurt(ending, b)
		}
		if err := os.WriteFile(to+ending, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// A database that was left in the middle of a transaction, in either journal mode, is read as
// SQLite reads it after recovery; also when journal or log are cut off or damaged anywhere.
func TestRecoveryAsSQLite(t *testing.T) {
	for _, mode := range []string{"delete", "truncate", "persist", "unsynced", "wal"} {
		for _, pageSize := range []int{512, 4096} {
			t.Run(fmt.Sprintf("%s/%d", mode, pageSize), func(t *testing.T) {
				t.Parallel()
				r := rand.New(rand.NewPCG(uint64(pageSize), uint64(len(mode))))
				testRecovery(t, r, mode, pageSize)
			})
		}
	}
}

func testRecovery(t *testing.T, r *rand.Rand, mode string, pageSize int) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.db")
	db := open(t, path)
	exec(t, db, fmt.Sprintf("PRAGMA page_size=%d", pageSize))
	if mode == "unsynced" { // then the journal does not count its own pages
		mode = "delete"
		exec(t, db, "PRAGMA synchronous=off")
	}
	exec(t, db, "PRAGMA journal_mode="+mode)
	exec(t, db, "PRAGMA cache_size=3") // spills pages into the file before the commit
	exec(t, db, "PRAGMA wal_autocheckpoint=20")
	exec(t, db, "CREATE TABLE t (n INTEGER PRIMARY KEY, v BLOB)")
	blob := func() []byte {
		b := make([]byte, r.IntN(2*pageSize))
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return b
	}
	hot := 0
	for round := range 6 {
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		for range 1 + r.IntN(30) {
			n := r.IntN(40)
			query, args := "INSERT OR REPLACE INTO t VALUES (?, ?)", []any{n, blob()}
			if r.IntN(4) == 0 {
				query, args = "DELETE FROM t WHERE n = ?", []any{n}
			}
			if _, err := tx.Exec(query, args...); err != nil {
				t.Fatal(err)
			}
		}
		for try := range 8 {
			hurt := func(name string, b []byte) []byte {
				switch {
				case name == "" || try == 0 || len(b) == 0:
				case r.IntN(2) == 0:
					b = b[:r.IntN(len(b)+1)]
				default:
					b[r.IntN(len(b))] ^= byte(1 + r.IntN(255))
				}
				return b
			}
			one := filepath.Join(dir, fmt.Sprintf("%d-%d.db", round, try))
			two := one + ".their.db"
			copyAs(t, path, one, hurt)
			copyAs(t, one, two, nil)
			if fi, err := os.Stat(one + "-journal"); err == nil && fi.Size() > 0 {
				hot++
			}
			if fi, err := os.Stat(one + "-wal"); err == nil && fi.Size() > 0 {
				hot++
			}
			got, gotErr := ours(t.Context(), one)
			want, wantErr := theirs(t, two)
			if (gotErr == nil) != (wantErr == nil) || !slices.Equal(got, want) {
				t.Fatalf("round %d, try %d: %d rows (%v), SQLite %d rows (%v)", round, try, len(got), gotErr, len(want), wantErr)
			}
		}
		if r.IntN(3) == 0 {
			err = tx.Rollback()
		} else {
			err = tx.Commit()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if hot == 0 {
		t.Error("no round had a journal or log: nothing was tested")
	}
}

// Reading leaves everything as it was, also beside a hot journal and a log.
func TestReadChangesNothing(t *testing.T) {
	for _, mode := range []string{"delete", "wal"} {
		dir := t.TempDir()
		path := filepath.Join(dir, "a.db")
		db := open(t, path)
		exec(t, db, "PRAGMA journal_mode="+mode)
		exec(t, db, "PRAGMA cache_size=3")
		exec(t, db, "CREATE TABLE t (n INTEGER PRIMARY KEY, v BLOB)")
		exec(t, db, "BEGIN")
		for n := range 50 {
			exec(t, db, "INSERT INTO t VALUES (?, zeroblob(3000))", n)
		}
		copied := filepath.Join(t.TempDir(), "b.db")
		copyAs(t, path, copied, nil)
		before := snapshot(t, filepath.Dir(copied))
		if len(before) < 2 {
			t.Fatalf("%s: only %v", mode, before)
		}
		if _, err := ours(t.Context(), copied); err != nil {
			t.Errorf("%s: %v", mode, err)
		}
		if after := snapshot(t, filepath.Dir(copied)); !slices.Equal(before, after) {
			t.Errorf("%s: before %q, after %q", mode, before, after)
		}
	}
}

// snapshot describes every file in dir: name, times and content.
func snapshot(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		fi, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		// The time of access is asked for before the content is read here.
		accessed := accessTime(fi)
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if at := accessTime(fi); !at.IsZero() {
			os.Chtimes(filepath.Join(dir, e.Name()), at, fi.ModTime()) // undo our own access
		}
		out = append(out, fmt.Sprintf("%s %v %v %v %x", e.Name(), fi.Mode(), fi.ModTime().UnixNano(), accessed.UnixNano(), hash(b)))
	}
	return out
}

// What is no database, or cannot be waited for, is told apart.
func TestErrors(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	good := filepath.Join(dir, "good.db")
	db := open(t, good)
	exec(t, db, "CREATE TABLE t (n INTEGER PRIMARY KEY, v BLOB)")
	for n := range 100 {
		exec(t, db, "INSERT INTO t VALUES (?, zeroblob(500))", n)
	}
	db.Close()
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, path string
		want       error
	}{
		{"absent", filepath.Join(dir, "none.db"), os.ErrNotExist},
		{"folder", dir, sqlitefile.ErrForeign},
		{"empty", write("empty.db", ""), sqlitefile.ErrDamaged},
		{"short", write("short.db", "SQL"), sqlitefile.ErrForeign},
		{"text", write("text.db", "Dear diary, this is no database but a long text.\n"), sqlitefile.ErrForeign},
		{"cut", write("cut.db", string(whole[:len(whole)/2])), sqlitefile.ErrDamaged},
		{"header only", write("header.db", string(whole[:100])), sqlitefile.ErrDamaged},
		{"good", good, nil},
	} {
		if _, err := ours(t.Context(), tt.path); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}

// A cancelled context ends the wait and the reading.
func TestCancel(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db := open(t, path)
	exec(t, db, "CREATE TABLE t (n INTEGER PRIMARY KEY, v BLOB)")
	db.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	began := time.Now()
	if _, err := ours(ctx, path); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("it took %v", took)
	}
}
