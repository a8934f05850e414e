//go:build !terminal || windows

package main

import (
	"log/slog"
	"path"
	"strings"
)

// toolkitLog takes what Fyne and GLFW write to package log, one line at a time, into the program's log. Fyne's
// errors come in three lines: the reason, its cause, and the place in the source. The reason is a fixed
// sentence; a cause that holds a path could name a person, and is left out.
type toolkitLog struct{ log *slog.Logger }

// Write logs a line. It never fails: nobody looks at the result.
func (t toolkitLog) Write(line []byte) (int, error) {
	s := strings.TrimSpace(string(line))
	reason, isReason := strings.CutPrefix(s, "Fyne error:")
	cause, isCause := strings.CutPrefix(s, "Cause:")
	place, isPlace := strings.CutPrefix(s, "At:")
	switch {
	case isReason:
		t.log.Warn("toolkit", "reason", strings.TrimSpace(reason))
	case isPlace:
		t.log.Warn("toolkit", "at", path.Base(strings.ReplaceAll(strings.TrimSpace(place), `\`, "/")))
	case isCause && !hasPath(cause):
		t.log.Warn("toolkit", "cause", strings.TrimSpace(cause))
	case isCause:
		t.log.Warn("toolkit", "cause", "withheld: it names a path")
	case s != "" && !hasPath(s):
		t.log.Warn("toolkit", "said", s)
	}
	return len(line), nil
}

func hasPath(s string) bool { return strings.ContainsAny(s, `/\`) }
