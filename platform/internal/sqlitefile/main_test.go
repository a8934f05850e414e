//go:build linux

package sqlitefile_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	osexec "os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"certviewer/platform/internal/sqlitefile"
)

// TestMain lets the test binary be another program too: one that holds a lock on a database.
func TestMain(m *testing.M) {
	if path := os.Getenv("SQLITEFILE_TEST_HOLD"); path != "" {
		if err := hold(path, os.Getenv("SQLITEFILE_TEST_MODE")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// hold begins a transaction, says so, and stays in it until its input ends.
func hold(path, mode string) error {
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, query := range []string{"BEGIN " + mode, "UPDATE t SET v = x'00'"} {
		if _, err := db.Exec(query); err != nil {
			return err
		}
	}
	fmt.Println("held")
	io.Copy(io.Discard, os.Stdin)
	_, err = db.Exec("ROLLBACK")
	return err
}

// holdIn starts another process that holds a lock on the database, and returns what lets go.
func holdIn(t *testing.T, path, mode string) (release func()) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := osexec.Command(self)
	cmd.Env = append(os.Environ(), "SQLITEFILE_TEST_HOLD="+path, "SQLITEFILE_TEST_MODE="+mode)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "held\n" {
		t.Fatalf("the other process said %q, %v", line, err)
	}
	return func() {
		in.Close()
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
}

// A database that another process is about to write is read; one that it is writing is waited for.
func TestLocks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db := open(t, path)
	exec(t, db, "CREATE TABLE t (n INTEGER PRIMARY KEY, v BLOB)")
	exec(t, db, "INSERT INTO t VALUES (1, x'aa')")
	db.Close()

	release := holdIn(t, path, "IMMEDIATE")
	if got, err := ours(t.Context(), path); err != nil || len(got) != 1 || got[0] != "1 aa" {
		t.Errorf("beside a writer that has not begun: %q, %v", got, err)
	}
	release()

	release = holdIn(t, path, "EXCLUSIVE")
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := ours(ctx, path); !errors.Is(err, sqlitefile.ErrBusy) {
		t.Errorf("beside a writer: %v, want ErrBusy", err)
	}
	time.AfterFunc(100*time.Millisecond, release)
	if got, err := ours(t.Context(), path); err != nil || len(got) != 1 || got[0] != "1 aa" {
		t.Errorf("after a wait: %q, %v", got, err)
	}
}

// A pipe in the place of a database, a journal or a log makes nobody wait.
func TestPipes(t *testing.T) {
	for _, ending := range []string{"", "-journal", "-wal"} {
		path := filepath.Join(t.TempDir(), "a.db")
		if ending != "" {
			db := open(t, path)
			exec(t, db, "CREATE TABLE t (n INTEGER PRIMARY KEY, v BLOB)")
			db.Close()
		}
		if err := syscall.Mkfifo(path+ending, 0o600); err != nil {
			t.Skip(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		if _, err := ours(ctx, path); !errors.Is(err, sqlitefile.ErrForeign) {
			t.Errorf("pipe at %q: %v, want ErrForeign", ending, err)
		}
		cancel()
	}
}

func hash(b []byte) [sha256.Size]byte { return sha256.Sum256(b) }

func accessTime(fi fs.FileInfo) time.Time {
	if s, ok := fi.Sys().(*syscall.Stat_t); ok {
		return time.Unix(s.Atim.Unix())
	}
	return time.Time{}
}
