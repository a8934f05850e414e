//go:build !linux && !windows

package platform

import "runtime"

// systemName returns the system's own name; its version needs native calls that are not made
// here.
func (computer) systemName() string {
	if runtime.GOOS == "darwin" {
		return "macOS"
	}
	return runtime.GOOS
}

// systemFamily is for Linux: elsewhere the system's own programs keep its certificates.
func (computer) systemFamily() string { return "" }
