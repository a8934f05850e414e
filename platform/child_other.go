//go:build !windows

package platform

import "os/exec"

// setNative gives a child that loads a library its environment.
func setNative(cmd *exec.Cmd) {
	// Softoken would copy a database from a slow file system, the encrypted keys included (sdb.c).
	cmd.Env = []string{"LC_ALL=C", "NSS_SDB_USE_CACHE=no"}
}
