//go:build unix

package regular

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// A pipe in a file's place keeps nobody waiting; a link to a file is followed.
func TestPipeAndLink(t *testing.T) {
	dir := t.TempDir()
	pipe, file, link := filepath.Join(dir, "pipe"), filepath.Join(dir, "file"), filepath.Join(dir, "link")
	if err := errors.Join(unix.Mkfifo(pipe, 0o600), os.WriteFile(file, []byte("x"), 0o600), os.Symlink(file, link)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Read(pipe, 10); !errors.Is(err, ErrNotRegular) {
		t.Errorf("a pipe: %v", err)
	}
	if b, _, err := Read(link, 10); err != nil || string(b) != "x" {
		t.Errorf("a link: %q, %v", b, err)
	}
}
