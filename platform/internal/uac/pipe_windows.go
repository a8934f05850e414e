package uac

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// prefix begins the name of every pipe of ours; what follows nobody can guess.
const prefix = `\\.\pipe\certviewer-`

// ErrStranger means that somebody else is at the other end.
var ErrStranger = errors.New("another program is at the other end of the pipe")

// patience is how long the other side may take to come: a person answers before that, since the program starts after it.
const patience = 30 * time.Second

// A Pipe waits for the program that Run starts.
type Pipe struct {
	Name   string
	handle windows.Handle
}

// Listen makes a pipe that this person and administrators may open, once and from this computer only.
func Listen() (*Pipe, error) {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return nil, err
	}
	// Administrators too: whoever is no administrator calls one, and the program then runs in that one's name.
	acl, err := windows.SecurityDescriptorFromString(fmt.Sprintf("D:P(A;;GA;;;%s)(A;;GA;;;BA)", user.User.Sid))
	if err != nil {
		return nil, err
	}
	p := &Pipe{Name: prefix + rand.Text()}
	name, err := windows.UTF16PtrFromString(p.Name)
	if err != nil {
		return nil, err
	}
	attributes := windows.SecurityAttributes{SecurityDescriptor: acl}
	attributes.Length = uint32(unsafe.Sizeof(attributes))
	const size = 64 << 10
	p.handle, err = windows.CreateNamedPipe(name, windows.PIPE_ACCESS_DUPLEX|windows.FILE_FLAG_FIRST_PIPE_INSTANCE|windows.FILE_FLAG_OVERLAPPED,
		windows.PIPE_TYPE_BYTE|windows.PIPE_READMODE_BYTE|windows.PIPE_REJECT_REMOTE_CLIENTS, 1, size, size, 0, &attributes)
	return p, err
}

// Close gives the pipe up that nobody has come to.
func (p *Pipe) Close() error { return windows.CloseHandle(p.handle) }

// Accept waits for the process to open the pipe. The pipe then belongs to the file that it returns. Errors are ErrStranger, ctx's,
// os.ErrDeadlineExceeded, and os.ErrProcessDone when the process has ended instead.
func (p *Pipe) Accept(ctx context.Context, process windows.Handle) (*os.File, error) {
	event, err := windows.CreateEvent(nil, 1, 0, nil)
	if err != nil {
		return nil, err
	}
	defer windows.CloseHandle(event)
	o := &windows.Overlapped{HEvent: event}
	switch err := windows.ConnectNamedPipe(p.handle, o); {
	case errors.Is(err, windows.ERROR_PIPE_CONNECTED), err == nil:
	case errors.Is(err, windows.ERROR_IO_PENDING):
		if err := p.wait(ctx, process, o); err != nil {
			return nil, err
		}
	default:
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

// wait waits until somebody has come.
func (p *Pipe) wait(ctx context.Context, process windows.Handle, o *windows.Overlapped) (err error) {
	defer func() {
		if err != nil { // o must live until Windows has let go of it
			var n uint32
			windows.CancelIoEx(p.handle, o)
			windows.GetOverlappedResult(p.handle, o, &n, true)
		}
	}()
	const turn = 100 * time.Millisecond
	for end := time.Now().Add(patience); time.Now().Before(end); {
		if err := ctx.Err(); err != nil {
			return err
		}
		switch at, err := windows.WaitForMultipleObjects([]windows.Handle{o.HEvent, process}, false, uint32(turn.Milliseconds())); {
		case at == windows.WAIT_OBJECT_0:
			return nil
		case at == windows.WAIT_OBJECT_0+1:
			return os.ErrProcessDone
		case at != uint32(windows.WAIT_TIMEOUT):
			return err
		}
	}
	return os.ErrDeadlineExceeded
}

// Dial opens the pipe of the process that started this one. That one must be the same program: with administrator's rights
// nobody else is listened to. It cannot act in this one's name (SECURITY_IDENTIFICATION). The error is ErrStranger, or the system's.
func Dial(name string) (*os.File, error) {
	if secret, ok := strings.CutPrefix(name, prefix); !ok || secret == "" || strings.ContainsAny(secret, `\/`) {
		return nil, ErrStranger
	}
	p, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return nil, err
	}
	h, err := windows.CreateFile(p, windows.GENERIC_READ|windows.GENERIC_WRITE, 0, nil, windows.OPEN_EXISTING,
		windows.FILE_FLAG_OVERLAPPED|windows.SECURITY_SQOS_PRESENT|windows.SECURITY_IDENTIFICATION, 0)
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
func sameProgram(pipe windows.Handle) error {
	var id uint32
	if err := windows.GetNamedPipeServerProcessId(pipe, &id); err != nil {
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
