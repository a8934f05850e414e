//go:build !linux && !windows

package platform

import "runtime"

// system returns the system's own name; its version needs native calls that are not made here. Families are for
// Linux: elsewhere the system's own programs keep its certificates.
func (computer) system() (name, family string) {
	if runtime.GOOS == "darwin" {
		return "macOS", ""
	}
	return runtime.GOOS, ""
}
