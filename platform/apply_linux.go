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
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	args := []string{self, "apply-plan"}
	if elevated {
		args = append(args, "--elevated")
		if os.Geteuid() != 0 {
			pkexec, err := exec.LookPath("pkexec")
			if err != nil || !onlyRoots(self) {
				return nil, trust.ErrNeedsAdmin
			}
			args = append([]string{pkexec}, args...)
		}
	}
	cmd := exec.Command(args[0], args[1:]...)
	if !elevated {
		cmd.Env = NativeEnv(ctx, trust.Where{}, stores...)
		if f := locked.Load(); f != nil {
			cmd.ExtraFiles = []*os.File{f} // whatever becomes of this process, nobody else begins before the child has ended
		}
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
