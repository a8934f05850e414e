//go:build unix

package app

import (
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// On a full disk nothing is half-written: what was there stays, and nothing is left behind. The disk is full for a
// process of its own that may write no file larger than a few octets.
func TestWriteOnFullDisk(t *testing.T) {
	dir := os.Getenv("CERTVIEWER_TEST_FULL_DISK")
	if dir == "" {
		dir := t.TempDir()
		there := filepath.Join(dir, "there")
		if err := os.WriteFile(there, []byte("as it was"), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(os.Args[0], "-test.run=^TestWriteOnFullDisk$")
		cmd.Env = append(os.Environ(), "CERTVIEWER_TEST_FULL_DISK="+dir, "CERTVIEWER_DATA="+dir)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		if got := content(t, there); got != "as it was" {
			t.Errorf("the file that was there is now %q", got)
		}
		only(t, dir, "there")
		return
	}
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 16, Max: 16}); err != nil {
		t.Skip(err)
	}
	long := []byte(strings.Repeat("x", 4096))
	isProblem(t, WriteNew(filepath.Join(dir, "new"), long, false), "write-failed")
	isProblem(t, WriteNew(filepath.Join(dir, "there"), long, true), "write-failed")
	if err := (Settings{Language: "ja", Theme: "dark"}).Save(); err == nil {
		t.Error("settings were saved on a full disk")
	}
}
