//go:build unix

package cert

import (
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"certviewer/internal/fixture/nobody"
)

func TestReadFileRefusesDevices(t *testing.T) {
	dir := t.TempDir()
	pipe, socket := filepath.Join(dir, "pipe"), filepath.Join(dir, "s")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip("no pipes here: ", err)
	}
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	link := filepath.Join(dir, "link.cer")
	if err := os.Symlink(pipe, link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{pipe, socket, link, "/dev/zero"} {
		done := make(chan error, 1)
		go func() { _, err := ReadFile(path); done <- err }()
		select {
		case err := <-done:
			if !isCode(err, FileNotRegular) {
				t.Errorf("%s: %v", path, err)
			}
		case <-time.After(10 * time.Second):
			t.Errorf("%s: still waiting", path)
		}
	}
}

// A pipe that takes the place of a file after it was looked at is opened without waiting, and refused then.
func TestOpenFileDoesNotWait(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip("no pipes here: ", err)
	}
	done := make(chan error, 1)
	go func() {
		f, err := openFile(pipe)
		if err == nil {
			err = f.Close()
		}
		done <- err
	}()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("still waiting")
	}
}

func TestReadFileWithoutPermission(t *testing.T) {
	if nobody.Instead(t) {
		return
	}
	path := filepath.Join(t.TempDir(), "x.cer")
	if err := os.WriteFile(path, []byte("x"), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadFile(path); !isCode(err, FileNoPermission) {
		t.Error(err)
	}
}
