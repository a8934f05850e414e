package platform

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"certviewer/trust"
)

// StartApply starts this program again as the child that makes changes: "certviewer apply-plan", or with
// administrator's rights "apply-plan --elevated". The result is its dialogue; closing it ends the child's input and waits
// for the child, which stops before its next step.
//
// Rights are raised by pkexec, and only for a program that nobody but root can have changed: the error is
// trust.ErrReplaceable where that is not so, trust.ErrNeedsAdmin where there is no pkexec or nobody whom it could ask, and
// trust.ErrRefused where the person said No.
func StartApply(ctx context.Context, elevated bool, stores []trust.StoreID) (io.ReadWriteCloser, error) {
	if !elevated {
		return startChild(NativeEnv(ctx, trust.Where{}, stores...), locked.Load())
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	args := []string{self, "apply-plan", "--elevated"}
	if os.Geteuid() != 0 {
		if !onlyRoots(self) {
			return nil, trust.ErrReplaceable
		}
		pkexec, err := exec.LookPath("pkexec")
		if err != nil {
			return nil, errors.Join(trust.ErrNeedsAdmin, err)
		}
		args = append([]string{pkexec}, args...)
	}
	return startElevated(ctx, exec.Command(args[0], args[1:]...))
}

// Greeting is what a child with administrator's rights says before anything else: pkexec has let it start.
const Greeting = "\n"

// startElevated starts a child and waits for its greeting: until then pkexec asks the person. It ends with 126 where the person
// said No, with 127 where there is nobody to ask, or where the answer was not right (pkexec(1)).
func startElevated(ctx context.Context, cmd *exec.Cmd) (io.ReadWriteCloser, error) {
	child, err := startApplying(cmd)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { cmd.Process.Kill() })
	defer stop()
	if _, err = io.ReadFull(child, make([]byte, len(Greeting))); err == nil {
		return child, nil
	}
	err = child.Close()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case cmd.ProcessState.ExitCode() == 126:
		return nil, errors.Join(trust.ErrRefused, err)
	}
	return nil, errors.Join(trust.ErrNeedsAdmin, err)
}

// startChild starts the child with this person's own rights, and this environment. It keeps lock open, nil = none:
// whatever becomes of this process, nobody else begins before the child has ended.
func startChild(env []string, lock *os.File, args ...string) (io.ReadWriteCloser, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self, append([]string{"apply-plan"}, args...)...)
	cmd.Env = env
	if lock != nil {
		cmd.ExtraFiles = []*os.File{lock}
	}
	return startApplying(cmd)
}

// onlyRoots reports whether the file and every folder above it belong to root and can be written by nobody else: then
// nobody else has put something in its place.
func onlyRoots(path string) bool {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return false
	}
	for p := real; ; p = filepath.Dir(p) {
		fi, err := os.Lstat(p)
		if err != nil {
			return false
		}
		st, ok := fi.Sys().(*syscall.Stat_t)

		if !ok || st.Uid != 0 || fi.Mode().Perm()&0o022 != 0 {
			return false
		}
		if p == filepath.Dir(p) {
			return true
		}
	}
}
