package platform

import "golang.org/x/sys/unix"

// Seal is NoDump for the terminal and for the child that makes changes: other programs of the same person can neither trace
// the process nor read its memory, and no handler of crashes gets an image through a pipe, which the limit alone does
// not keep it from (prctl(2), PR_SET_DUMPABLE; core(5)). The window is not sealed: the desktop asks in /proc who it is.
func Seal() error {
	if err := NoDump(); err != nil {
		return err
	}
	return unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}
