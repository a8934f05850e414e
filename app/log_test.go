package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The log lies in the data folder, for this user alone, and never grows beyond its bound.
func TestLog(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	t.Setenv("CERTVIEWER_DATA", data)
	log := OpenLog()
	if _, err := os.Stat(data); err == nil {
		t.Error("the folder is made before anything is written")
	}
	long := strings.Repeat("x", 50_000)
	for range 30 {
		log.Warn("toolkit", "reason", long)
	}
	files, err := os.ReadDir(data)
	if err != nil || len(files) != 2 {
		t.Fatalf("the folder holds %v, %v; want the log and the one before it", files, err)
	}
	var sum int64
	for _, f := range files {
		fi, err := f.Info()
		if err != nil {
			t.Fatal(err)
		}
		if fi.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", f.Name(), fi.Mode())
		}
		sum += fi.Size()
	}
	if sum == 0 || sum > logCap {
		t.Errorf("the log holds %d octets, want at most %d", sum, logCap)
	}
}

func TestLogIsNoLink(t *testing.T) {
	data := t.TempDir()
	t.Setenv("CERTVIEWER_DATA", data)
	victim := filepath.Join(t.TempDir(), "victim")
	if err := os.Symlink(victim, filepath.Join(data, "log.txt")); err != nil {
		t.Skip(err)
	}
	OpenLog().Warn("toolkit")
	if _, err := os.Stat(victim); err == nil {
		t.Error("the log was written where a link leads")
	}
}
