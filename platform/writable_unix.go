//go:build unix

package platform

import "golang.org/x/sys/unix"

// writable reports whether this person may write to path. It asks and does not try.
func writable(path string) bool { return unix.Access(path, unix.W_OK) == nil }
