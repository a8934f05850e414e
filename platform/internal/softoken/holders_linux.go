//go:build cgo

package softoken

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// holders looks for programs that hold the files of a database. The files stay open as long as the
// library has them: closing one would give up the library's own locks on it (fcntl(2)).
type holders struct{ files []*os.File }

func watch(dir string) (h holders) {
	for _, name := range []string{certFile, keyFile} {
		if f, err := os.OpenFile(filepath.Join(dir, name), os.O_RDONLY|unix.O_NONBLOCK, 0); err == nil {
			h.files = append(h.files, f)
		}
	}
	return h
}

func (h holders) close() {
	for _, f := range h.files {
		f.Close()
	}
}

// writing names another process that is writing, or about to.
func (h holders) writing() (name string, held bool) { return h.find(unix.F_RDLCK) }

// any names another process that holds any lock: a reader too keeps a writer from ending.
func (h holders) any() (name string, held bool) { return h.find(unix.F_WRLCK) }

// find reports whether another process holds a lock of SQLite's that is in the way of one of this kind, and
// names it. The locks of a process that this one may not see have no name.
func (h holders) find(kind int16) (name string, held bool) {
	const pendingByte, sharedEnd = 0x40000000, 0x40000000 + 2 + 510 // os.h of SQLite
	for _, f := range h.files {
		l := unix.Flock_t{Type: kind, Whence: io.SeekStart, Start: pendingByte, Len: sharedEnd - pendingByte}
		if err := unix.FcntlFlock(f.Fd(), unix.F_GETLK, &l); err != nil || l.Type == unix.F_UNLCK {
			continue
		}
		if l.Pid <= 0 { // of another container, or of the open file
			return "", true
		}
		program, _ := os.ReadFile(fmt.Sprintf("/proc/%d/comm", l.Pid))
		return strings.TrimSpace(fmt.Sprintf("%s (%d)", strings.TrimSpace(string(program)), l.Pid)), true
	}
	return "", false
}
