package app

import (
	"log/slog"
	"os"
	"path/filepath"
	"sync"
)

// logCap is how large the log and the one before it may grow together.
const logCap = 1 << 20

// OpenLog returns a log of what went wrong, in the data folder. The file is made with the first line that is written, for
// this user alone. A log that cannot be written is no reason to stop: its lines are lost.
func OpenLog() *slog.Logger {
	d, err := DataFolder()
	if err != nil {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(&logFile{path: filepath.Join(d, "log.txt")}, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// A logFile is appended to until it is half as large as logCap; then it takes the place of the one before
// it. Several processes may write at once: each line is one write.
type logFile struct {
	path string
	mu   sync.Mutex
}

// Write appends a line.
func (l *logFile) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := os.MkdirAll(filepath.Dir(l.path), 0o700); err != nil {
		return 0, err
	}
	if fi, err := os.Lstat(l.path); err == nil {
		switch {
		case !fi.Mode().IsRegular(): // a pipe would make us wait, a link lead elsewhere
			return 0, os.ErrInvalid
		case fi.Size()+int64(len(line)) > logCap/2:
			if err := os.Rename(l.path, l.path+".old"); err != nil {
				return 0, err
			}
		}
	}
	f, err := os.OpenFile(l.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	n, err := f.Write(line)
	if e := f.Close(); err == nil {
		err = e
	}
	return n, err
}
