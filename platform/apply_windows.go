package platform

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"

	"golang.org/x/sys/windows"

	"certviewer/platform/internal/uac"
	"certviewer/trust"
)

// StartApply starts this program again as the child that makes changes: "certviewer apply-plan", or with
// administrator's rights "apply-plan --elevated". The result is its dialogue; closing it ends the child's input and waits
// for the child, which stops before its next step.
//
// Windows asks the person about administrator's rights in a window of its own, unless this program has them already; the
// answer No is trust.ErrRefused.
func StartApply(ctx context.Context, elevated bool, _ []trust.StoreID) (io.ReadWriteCloser, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	if elevated && !windows.GetCurrentProcessToken().IsElevated() {
		return startElevated(ctx, self)
	}
	args := []string{"apply-plan"}
	if elevated {
		args = append(args, "--elevated")
	}
	cmd := exec.Command(self, args...)
	cmd.Env = childEnv()
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true}
	return startApplying(cmd)
}

// childEnv is what Windows' own libraries and the search for profiles need of the environment.
func childEnv() (env []string) {
	for _, name := range []string{"SystemRoot", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "WINEPREFIX"} {
		if v := os.Getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// Greeting is nothing here: a child has started when it opens the pipe, and one of a parent with rights is not asked about.
const Greeting = ""

// startElevated starts the child with administrator's rights, and meets it at a pipe.
func startElevated(ctx context.Context, self string) (io.ReadWriteCloser, error) {
	pipe, err := uac.Listen()
	if err != nil {
		return nil, err
	}
	process, err := uac.Run(self, "apply-plan --elevated --pipe "+pipe.Name)
	if err != nil {
		pipe.Close()
		if errors.Is(err, windows.ERROR_CANCELLED) {
			return nil, errors.Join(trust.ErrRefused, err)
		}
		return nil, errors.Join(trust.ErrNeedsAdmin, err)
	}
	f, err := pipe.Accept(ctx, process)
	if err != nil {
		windows.CloseHandle(process)
		pipe.Close()
		return nil, err
	}
	return &elevatedChild{f, process}, nil
}

// An elevatedChild is a child at work that this process cannot end.
type elevatedChild struct {
	*os.File
	process windows.Handle
}

// Close ends the child's input, and waits for the child.
func (e *elevatedChild) Close() error {
	err := e.File.Close()
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	defer windows.CloseHandle(e.process)
	if at, waited := windows.WaitForSingleObject(e.process, 10_000); at != windows.WAIT_OBJECT_0 {
		return errors.Join(err, waited, os.ErrDeadlineExceeded)
	}
	return err
}

// DialParent connects the child with administrator's rights to the process that started it.
func DialParent(pipe string) (io.ReadWriteCloser, error) { return uac.Dial(pipe) }

// ForgetEnvironment drops what a child with administrator's rights was told by a person without them and what libraries of
// Windows believe: where Windows is, from which the registry has them load the providers of keys. They need the rest.
func ForgetEnvironment() {
	if dir, err := windows.GetSystemWindowsDirectory(); err == nil {
		os.Setenv("SystemRoot", dir)
		os.Setenv("windir", dir)
	}
}

// OpenAdminWriter opens one of the computer's own lists for change by an administrator. It looks at nothing of a person's.
// The error is trust.ErrReadOnly for every other store.
func OpenAdminWriter(ctx context.Context, id trust.StoreID) (trust.Writer, error) {
	if !strings.HasPrefix(string(id), "machine/") {
		return nil, fmt.Errorf("%w: %s", trust.ErrReadOnly, id)
	}
	c := computer{env: func(string) string { return "" }, patience: patience}
	return c.openWriter(ctx, trust.Where{}, id, nil)
}
