//go:build !windows

package platform

import "os/exec"

// setNative gives a child that loads a library its environment.
func setNative(cmd *exec.Cmd) {
	cmd.Env = []string{"LC_ALL=C", noCopies}
}
