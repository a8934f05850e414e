package instance

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/windows"

	"certviewer/platform/internal/pipe"
)

// maxPath is the longest path that Windows takes, 32,767 of its characters ("Maximum Path Length Limitation",
// learn.microsoft.com), each of at most three octets here.
const maxPath = 3 * 32767

// ends closes a request: a pipe of octets keeps no packets apart, and no path has a zero in it.
const ends = "\x00"

// A Holder is the claim of this process to be the one with the window. It ends with the process.
type Holder struct {
	pipe windows.Handle
	ctx  context.Context
	end  context.CancelFunc

	mu      sync.Mutex
	serving bool // then the pipe is Serve's to close
}

// Start claims a name for this process. Where another one holds it, file, an absolute path or "", is handed
// over, unless alone says that this start shall have a window of its own anyhow. The three outcomes: this
// process is the first (holder), the other one has the file (handed), or there is no single window here
// (neither). seen is what windows show that must not be taken for each other: it makes the name.
func Start(ctx context.Context, seen []string, file string, alone bool) (holder *Holder, handed bool) {
	user, err := pipe.User()
	if err != nil {
		return nil, false
	}
	name, err := nameOf(user, seen)
	if err != nil {
		return nil, false
	}
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	for {
		// That there is one pipe of a name decides who is first, also between two that start at once.
		holder, err := claim(name, user)
		switch {
		case err == nil:
			return holder, false
		case !errors.Is(err, windows.ERROR_ACCESS_DENIED) && !errors.Is(err, windows.ERROR_PIPE_BUSY) || alone:
			return nil, false
		}
		err = handOver(ctx, name, user, file)
		switch {
		case err == nil:
			return nil, true
		case errors.Is(err, errStranger):
			return nil, false // whoever made a pipe of this name first keeps it
		}
		select {
		case <-ctx.Done():
			return nil, false
		case <-time.After(retryAfter): // the first one speaks with another start, or is ending
		}
	}
}

// nameOf makes the pipe's name. Names are shared by everybody on the computer, so that it is of one person, one session on a
// screen, and one kind of rights: a window with administrator's rights takes no files from a start without.
func nameOf(user string, seen []string) (string, error) {
	var session uint32
	if err := windows.ProcessIdToSessionId(windows.GetCurrentProcessId(), &session); err != nil {
		return "", err
	}
	own := []string{user, fmt.Sprint(session), fmt.Sprint(windows.GetCurrentProcessToken().IsElevated())}
	sum := sha256.Sum256([]byte(strings.Join(slices.Concat(own, seen), "\x00")))
	return pipe.Prefix + "window-" + hex.EncodeToString(sum[:16]), nil
}

// claim makes the pipe, which belongs to the user and lets nobody else in.
func claim(name, user string) (*Holder, error) {
	p, err := pipe.Create(name, fmt.Sprintf("O:%[1]sD:P(A;;GA;;;%[1]s)", user))
	if err != nil {
		return nil, err
	}
	h := &Holder{pipe: p}
	h.ctx, h.end = context.WithCancel(context.Background())
	return h, nil
}

var errStranger = errors.New("the pipe is another user's, or whoever made it does not speak as we do")

// handOver gives the file to the process that made the pipe, which must be the user's.
func handOver(ctx context.Context, name, user, file string) error {
	p, err := pipe.Open(name)
	if errors.Is(err, windows.ERROR_ACCESS_DENIED) {
		return errStranger // ours lets us in
	}
	if err != nil {
		return err
	}
	defer windows.CloseHandle(p)
	if owner(p) != user {
		return errStranger
	}
	allowForeground(p)
	if err := pipe.Write(ctx, p, []byte(greeting+file+ends)); err != nil {
		return err
	}
	answer, err := read(ctx, p, len(greeting))
	if err != nil {
		return err
	}
	if answer != greeting {
		return errStranger
	}
	return nil
}

// owner returns the SID of whom a pipe belongs to. Nobody can give a pipe to another person, while the number of a process that
// made one can be had again by somebody else's.
func owner(p windows.Handle) string {
	sd, err := windows.GetSecurityInfo(p, windows.SE_KERNEL_OBJECT, windows.OWNER_SECURITY_INFORMATION)
	if err != nil {
		return ""
	}
	sid, _, err := sd.Owner()
	if err != nil || sid == nil {
		return ""
	}
	return sid.String()
}

var procAllowSetForegroundWindow = windows.NewLazySystemDLL("user32.dll").NewProc("AllowSetForegroundWindow")

// allowForeground lets the window come to the front, which Windows allows to the program that a person has just started, and to
// whom that one names. Where it does not, the window is in the task bar.
func allowForeground(p windows.Handle) {
	var process uint32
	if windows.GetNamedPipeServerProcessId(p, &process) == nil && procAllowSetForegroundWindow.Find() == nil {
		procAllowSetForegroundWindow.Call(uintptr(process))
	}
}

// read reads up to a zero, which is left away, up to the end, or most octets.
func read(ctx context.Context, p windows.Handle, most int) (string, error) {
	var said []byte
	b := make([]byte, 4096)
	for len(said) < most {
		n, err := pipe.Read(ctx, p, b[:min(len(b), most-len(said))])
		said = append(said, b[:n]...)
		if whole, _, ended := bytes.Cut(said, []byte(ends)); ended {
			return string(whole), nil
		}
		if err != nil {
			return "", err
		}
	}
	return string(said), nil
}

// Serve calls open with each file that is handed over, "" for none, until Close. Requests are taken one
// after the other, so that nobody can make the window do more than one thing at a time.
func (h *Holder) Serve(open func(file string)) {
	h.mu.Lock()
	h.serving = h.ctx.Err() == nil
	h.mu.Unlock()
	if !h.serving {
		return
	}
	defer windows.CloseHandle(h.pipe)
	for {
		err := pipe.Await(h.ctx, h.pipe)
		switch {
		case h.ctx.Err() != nil:
			return
		case err == nil:
			h.answer(open)
		case !errors.Is(err, windows.ERROR_NO_DATA): // who came has gone again
			time.Sleep(retryAfter)
		}
		windows.DisconnectNamedPipe(h.pipe)
	}
}

func (h *Holder) answer(open func(file string)) {
	ctx, cancel := context.WithTimeout(h.ctx, requestWithin)
	defer cancel()
	request, err := read(ctx, h.pipe, maxRequest+len(ends))
	if err != nil {
		return
	}
	file, ok := parse([]byte(request))
	if !ok {
		return
	}
	open(file)
	ctx, cancel = context.WithTimeout(h.ctx, requestWithin)
	defer cancel()
	if pipe.Write(ctx, h.pipe, []byte(greeting)) == nil {
		pipe.Read(ctx, h.pipe, make([]byte, 1)) // what was not read before the end of the connection is lost: the other side ends it
	}
}

// Close gives the name up.
func (h *Holder) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ctx.Err() == nil && !h.serving {
		windows.CloseHandle(h.pipe)
	}
	h.end()
}
