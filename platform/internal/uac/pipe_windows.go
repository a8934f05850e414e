package uac

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/windows"

	"certviewer/platform/internal/pipe"
)

// ErrStranger means that somebody else is at the other end.
var ErrStranger = errors.New("another program is at the other end of the pipe")

// patience is how long the other side may take to come: a person answers before that, since the program starts after it.
const patience = 30 * time.Second

// A Pipe waits for the program that Run starts.
type Pipe struct {
	Name   string
	handle windows.Handle
}

// Listen makes a pipe that this person and administrators may open, once and from this computer only. Nobody can guess its name.
func Listen() (*Pipe, error) {
	user, err := pipe.User()
	if err != nil {
		return nil, err
	}
	p := &Pipe{Name: pipe.Prefix + rand.Text()}
	// Administrators too: whoever is no administrator calls one, and the program then runs in that one's name.
	p.handle, err = pipe.Create(p.Name, fmt.Sprintf("D:P(A;;GA;;;%s)(A;;GA;;;BA)", user))
	return p, err
}

// Close gives the pipe up that nobody has come to.
func (p *Pipe) Close() error { return windows.CloseHandle(p.handle) }

// Accept waits for the process to open the pipe. The pipe then belongs to the file that it returns. Errors are ErrStranger, ctx's,
// os.ErrDeadlineExceeded, and os.ErrProcessDone when the process has ended instead.
func (p *Pipe) Accept(ctx context.Context, process windows.Handle) (*os.File, error) {
	waiting, cancel := context.WithTimeoutCause(ctx, patience, os.ErrDeadlineExceeded)
	defer cancel()
	if err := pipe.Await(waiting, p.handle, process); err != nil {
		if cause := context.Cause(waiting); errors.Is(cause, os.ErrDeadlineExceeded) {
			return nil, cause
		}
		return nil, err
	}
	var came uint32
	if err := windows.GetNamedPipeClientProcessId(p.handle, &came); err != nil {
		return nil, err
	}
	if started, err := windows.GetProcessId(process); err != nil || came != started {
		return nil, ErrStranger
	}
	return os.NewFile(uintptr(p.handle), p.Name), nil
}

// Dial opens the pipe of the process that started this one. That one must be the same program: with administrator's rights
// nobody else is listened to. The error is ErrStranger, or the system's.
func Dial(name string) (*os.File, error) {
	if !pipe.Ours(name) {
		return nil, ErrStranger
	}
	h, err := pipe.Open(name)
	if err != nil {
		return nil, err
	}
	if err := sameProgram(h); err != nil {
		windows.CloseHandle(h)
		return nil, err
	}
	return os.NewFile(uintptr(h), name), nil
}

// sameProgram reports an error unless the pipe's maker runs this very file.
func sameProgram(end windows.Handle) error {
	var id uint32
	if err := windows.GetNamedPipeServerProcessId(end, &id); err != nil {
		return err
	}
	theirs, err := image(id)
	if err != nil {
		return err
	}
	ours, err := image(windows.GetCurrentProcessId())
	if err != nil {
		return err
	}
	if !strings.EqualFold(theirs, ours) {
		return ErrStranger
	}
	return nil
}

// image returns the file that a process runs.
func image(id uint32) (string, error) {
	h, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, id)
	if err != nil {
		return "", err
	}
	defer windows.CloseHandle(h)
	b := make([]uint16, windows.MAX_LONG_PATH)
	n := uint32(len(b))
	if err := windows.QueryFullProcessImageName(h, 0, &b[0], &n); err != nil {
		return "", err
	}
	return windows.UTF16ToString(b[:n]), nil
}
