package main

import (
	"os"
	"runtime"
)

// hasDisplay reports whether there is a screen to open a window on. Only Unix desktops come without.
func hasDisplay() bool {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return true
	}
	return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}
