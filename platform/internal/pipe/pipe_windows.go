package pipe

import (
	"context"
	"errors"
	"os"
	"runtime"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Prefix begins the name of every pipe of ours.
const Prefix = `\\.\pipe\certviewer-`

// Ours reports whether a name is one of our pipes on this computer.
func Ours(name string) bool {
	rest, ok := strings.CutPrefix(name, Prefix)
	return ok && rest != "" && !strings.ContainsAny(rest, `\/`)
}

// size is that of the buffers: Windows takes as much without a reader.
const size = 128 << 10

// Create makes a pipe with one end for somebody to open, who is allowed to by a security descriptor in SDDL. Where there is a pipe
// of that name, whoever made it, the error is ERROR_ACCESS_DENIED: a second end of a stranger's pipe would be worth nothing
// (FILE_FLAG_FIRST_PIPE_INSTANCE).
func Create(name, sddl string) (windows.Handle, error) {
	acl, err := windows.SecurityDescriptorFromString(sddl)
	if err != nil {
		return windows.InvalidHandle, err
	}
	p, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return windows.InvalidHandle, err
	}
	attributes := windows.SecurityAttributes{SecurityDescriptor: acl}
	attributes.Length = uint32(unsafe.Sizeof(attributes))
	return windows.CreateNamedPipe(p, windows.PIPE_ACCESS_DUPLEX|windows.FILE_FLAG_FIRST_PIPE_INSTANCE|windows.FILE_FLAG_OVERLAPPED,
		windows.PIPE_TYPE_BYTE|windows.PIPE_READMODE_BYTE|windows.PIPE_REJECT_REMOTE_CLIENTS, 1, size, size, 0, &attributes)
}

// Open opens the other end of a pipe. Whoever made it learns who this is, and cannot act in this one's name
// (SECURITY_IDENTIFICATION).
func Open(name string) (windows.Handle, error) {
	p, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return windows.InvalidHandle, err
	}
	return windows.CreateFile(p, windows.GENERIC_READ|windows.GENERIC_WRITE, 0, nil, windows.OPEN_EXISTING,
		windows.FILE_FLAG_OVERLAPPED|windows.SECURITY_SQOS_PRESENT|windows.SECURITY_IDENTIFICATION, 0)
}

// User returns the SID of the person whom this process belongs to.
func User() (string, error) {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return "", err
	}
	return user.User.Sid.String(), nil
}

// Await waits until somebody has opened the pipe. It ends early with ctx's error, and with os.ErrProcessDone when one of the
// processes has ended.
func Await(ctx context.Context, pipe windows.Handle, processes ...windows.Handle) error {
	_, err := do(ctx, pipe, nil, func(o *windows.Overlapped) error { return windows.ConnectNamedPipe(pipe, o) }, processes...)
	if errors.Is(err, windows.ERROR_PIPE_CONNECTED) {
		return nil
	}
	return err
}

// Read reads what there is, at least one octet; the error of ctx says that nothing came in time.
func Read(ctx context.Context, pipe windows.Handle, b []byte) (int, error) {
	n, err := do(ctx, pipe, b, func(o *windows.Overlapped) error { return windows.ReadFile(pipe, b, nil, o) })
	return int(n), err
}

// Write writes all of b.
func Write(ctx context.Context, pipe windows.Handle, b []byte) error {
	_, err := do(ctx, pipe, b, func(o *windows.Overlapped) error { return windows.WriteFile(pipe, b, nil, o) })
	return err
}

// do starts an operation and waits until it has ended, ctx has, or one of the processes. Windows has let go of b when it returns.
func do(ctx context.Context, pipe windows.Handle, b []byte, start func(*windows.Overlapped) error, processes ...windows.Handle) (n uint32, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	done, err := windows.CreateEvent(nil, 1, 0, nil)
	if err != nil {
		return 0, err
	}
	defer windows.CloseHandle(done)
	enough, err := windows.CreateEvent(nil, 1, 0, nil)
	if err != nil {
		return 0, err
	}
	defer windows.CloseHandle(enough)
	said := make(chan struct{})
	stop := context.AfterFunc(ctx, func() { windows.SetEvent(enough); close(said) })
	defer func() {
		if !stop() {
			<-said // enough is not closed before it is set
		}
	}()

	o := &windows.Overlapped{HEvent: done}
	var pin runtime.Pinner // Windows writes to both behind Go's back
	defer pin.Unpin()
	pin.Pin(o)
	if len(b) > 0 {
		pin.Pin(&b[0])
	}
	if err := start(o); err != nil && !errors.Is(err, windows.ERROR_IO_PENDING) {
		return 0, err
	}
	at, err := windows.WaitForMultipleObjects(append([]windows.Handle{done, enough}, processes...), false, windows.INFINITE)
	switch {
	case err != nil:
	case at == windows.WAIT_OBJECT_0:
		err = windows.GetOverlappedResult(pipe, o, &n, false)
		return n, err
	case at == windows.WAIT_OBJECT_0+1:
		err = ctx.Err()
	default:
		err = os.ErrProcessDone
	}
	windows.CancelIoEx(pipe, o)
	windows.GetOverlappedResult(pipe, o, &n, true)
	return 0, err
}
