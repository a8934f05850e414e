package platform

import (
	"context"
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
// trust.ErrNeedsAdmin where that is not so, or where there is no pkexec.
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
		pkexec, err := exec.LookPath("pkexec")
		if err != nil || !onlyRoots(self) {
			return nil, trust.ErrNeedsAdmin
		}
		args = append([]string{pkexec}, args...)
	}
	return startApplying(exec.Command(args[0], args[1:]...))
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
