package platform

import (
	"context"
	"runtime"

	"certviewer/facts"
)

// Computer describes this computer. Its clock is left to the caller.
func Computer(context.Context) facts.Computer {
	c := thisComputer()
	return facts.Computer{OS: runtime.GOOS, Name: c.systemName(), Family: c.systemFamily()}
}
