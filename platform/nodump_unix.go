//go:build unix

package platform

import "golang.org/x/sys/unix"

// NoDump makes this process one of which no memory image is written should it crash: PINs, passwords and private keys
// pass through it. Children inherit the limit (setrlimit(2), RLIMIT_CORE).
func NoDump() error { return unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}) }
