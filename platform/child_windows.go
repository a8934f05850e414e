package platform

import (
	"os/exec"
	"syscall"
)

// setNative gives a child that loads a library its environment, and no window.
func setNative(cmd *exec.Cmd) {
	cmd.Env = childEnv()
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true}
}
