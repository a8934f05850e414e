package mozilla

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// hold locks a profile as Firefox does, but with a lock of the open file: one of the process would not be seen by itself.
func hold(t *testing.T, dir string) (release func()) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	l := unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart}
	if err := unix.FcntlFlock(f.Fd(), unix.F_OFD_SETLK, &l); err != nil {
		t.Fatal(err)
	}
	return func() { f.Close() }
}

func TestInUse(t *testing.T) {
	dead := exec.Command("true")
	if err := dead.Run(); err != nil {
		t.Fatal(err)
	}
	gone := strconv.Itoa(dead.Process.Pid)
	for _, tt := range []struct {
		name, link string
		held       bool
		want       bool
	}{
		{"never opened", "", false, false},
		{"open", "127.0.0.1:+1", true, true},
		{"open, without a link", "", true, true},
		{"ended by force: the link is left behind", "127.0.0.1:+1", false, false},
		{"on a file system without locks", "127.0.0.1:" + strconv.Itoa(os.Getpid()), false, true},
		{"there, and ended by force", "127.0.0.1:" + gone, false, false},
		{"on another computer", "192.168.1.5:77", false, true},
		{"a link of somebody else's", "/etc/passwd", false, false},
	} {
		dir := t.TempDir()
		if tt.held {
			defer hold(t, dir)()
		}
		if tt.link != "" {
			if err := os.Symlink(tt.link, filepath.Join(dir, lockLink)); err != nil {
				t.Fatal(err)
			}
		}
		before, _ := os.ReadDir(dir)
		if got := InUse(dir); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
		if after, _ := os.ReadDir(dir); len(after) != len(before) {
			t.Errorf("%s: asking left %v", tt.name, after)
		}
		release, err := Hold(dir)
		if tt.want != errors.Is(err, ErrInUse) || !tt.want && err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if err == nil {
			release()
		}
	}
}

// Asking touches nothing: Firefox takes the time of its lock's file for that of its last start.
func TestInUseLeavesTimes(t *testing.T) {
	dir := t.TempDir()
	hold(t, dir)()
	path := filepath.Join(dir, lockFile)
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	InUse(dir)
	release, err := Hold(dir)
	if err != nil {
		t.Fatal(err)
	}
	release()
	if after, err := os.Stat(path); err != nil || !after.ModTime().Equal(before.ModTime()) || after.Size() != 0 {
		t.Errorf("%v, %v", after, err)
	}
}

// A pipe or a link in the lock's place keeps nobody waiting and makes no file elsewhere.
func TestHostileLock(t *testing.T) {
	dir := t.TempDir()
	if err := unix.Mkfifo(filepath.Join(dir, lockFile), 0o600); err != nil {
		t.Fatal(err)
	}
	if InUse(dir) {
		t.Error("a pipe counts as a lock")
	}
	other := t.TempDir()
	if err := os.Symlink(filepath.Join(dir, "elsewhere"), filepath.Join(other, lockFile)); err != nil {
		t.Fatal(err)
	}
	if _, err := Hold(other); err == nil {
		t.Error("a link was followed")
	}
	if _, err := os.Stat(filepath.Join(dir, "elsewhere")); err == nil {
		t.Error("a file was made elsewhere")
	}
}

func TestChange(t *testing.T) {
	dir, at := t.TempDir(), time.Date(2026, 11, 21, 9, 5, 3, 0, time.UTC)
	path := filepath.Join(dir, "prefs.js")
	write := func(text string, mode os.FileMode) {
		t.Helper()
		if err := errors.Join(os.WriteFile(path, []byte(text), mode), os.Chmod(path, mode)); err != nil {
			t.Fatal(err)
		}
	}
	become := func(text string) func([]byte) ([]byte, error) {
		return func([]byte) ([]byte, error) { return []byte(text), nil }
	}
	files := func() (out []string) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if e.Name() != lockFile {
				out = append(out, e.Name())
			}
		}
		return out
	}

	write("one", 0o640)
	if err := Change(dir, "prefs.js", at, become("two")); err != nil {
		t.Fatal(err)
	}
	if err := Change(dir, "prefs.js", at, become("three")); err != nil {
		t.Fatal(err)
	}
	if err := Change(dir, "prefs.js", at, become("three")); err != nil { // no copy of what stays
		t.Fatal(err)
	}
	want := []string{"prefs.js", "prefs.js.certviewer-20261121-090503", "prefs.js.certviewer-20261121-090503-2"}
	if got := files(); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for i, text := range []string{"three", "one", "two"} {
		fi, err := os.Stat(filepath.Join(dir, want[i]))
		if b, _ := os.ReadFile(filepath.Join(dir, want[i])); err != nil || string(b) != text || fi.Mode().Perm() != []os.FileMode{0o640, 0o600, 0o600}[i] {
			t.Errorf("%s: %q, %v", want[i], b, fi.Mode())
		}
	}

	refused := errors.New("no")
	for name, tt := range map[string]struct {
		decide func([]byte) ([]byte, error)
		want   error
	}{
		"decided against":    {func([]byte) ([]byte, error) { return nil, refused }, refused},
		"changed in between": {func([]byte) ([]byte, error) { write("by hand", 0o640); return []byte("four"), nil }, ErrChanged},
		"gone in between":    {func([]byte) ([]byte, error) { return []byte("four"), os.Remove(path) }, ErrChanged},
	} {
		write("three", 0o640)
		if err := Change(dir, "prefs.js", at.Add(time.Hour), tt.decide); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
		if b, _ := os.ReadFile(path); string(b) == "four" {
			t.Errorf("%s: it was written all the same", name)
		}
		for _, left := range files() {
			if strings.HasPrefix(left, ".prefs.js") {
				t.Errorf("%s: %s is left behind", name, left)
			}
		}
	}

	write("three", 0o640)
	release := hold(t, dir)
	if err := Change(dir, "prefs.js", at, become("four")); !errors.Is(err, ErrInUse) {
		t.Errorf("while the program runs: %v", err)
	}
	release()

	// A link to a file elsewhere stays a link.
	real := filepath.Join(t.TempDir(), "kept-elsewhere.js")
	if err := errors.Join(os.Rename(path, real), os.Symlink(real, path), Change(dir, "prefs.js", at.Add(2*time.Hour), become("five"))); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(real); string(b) != "five" {
		t.Errorf("the linked file holds %q", b)
	}
	if fi, err := os.Lstat(path); err != nil || fi.Mode()&os.ModeSymlink == 0 {
		t.Error("the link is gone")
	}
}
