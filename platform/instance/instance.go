// Package instance lets a person have one window: a later start hands its file to the window that is open
// already, and ends. It knows nothing of windows. They meet at a socket in the session's private folder, on Windows at a named
// pipe. Where there is neither, and on macOS, every start has a window of its own.
package instance

import (
	"path/filepath"
	"strings"
	"time"
)

const (
	// A first start that is still opening its window answers late; after this, the later one opens its own.
	answerWithin = 3 * time.Second
	// Whoever connects has its request ready.
	requestWithin = time.Second
	retryAfter    = 20 * time.Millisecond
)

// A request is one packet: this line, then the absolute path of a file, or nothing when the window shall
// only come to the front. The answer is the line alone. The number grows when the meaning changes, and a
// window of another number does not answer: the later start then opens its own.
const greeting = "certviewer window 1\n"

// maxRequest is the longest packet that is a request.
const maxRequest = len(greeting) + maxPath

// parse returns the file of a request. Whoever wrote it is this user, by the rights of the folder and the
// credentials of the peer; it is read as if it were not.
func parse(request []byte) (file string, ok bool) {
	file, ok = strings.CutPrefix(string(request), greeting)
	if !ok || len(file) > maxPath || strings.ContainsRune(file, 0) || file != "" && !filepath.IsAbs(file) {
		return "", false
	}
	return file, true
}
