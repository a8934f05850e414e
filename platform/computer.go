package platform

import (
	"context"
	"runtime"

	"certviewer/facts"
)

// Computer describes this computer. Its clock is left to the caller.
func Computer(context.Context) facts.Computer {
	name, family := thisComputer().system()
	return facts.Computer{OS: runtime.GOOS, Name: name, Family: family, Programs: thisComputer().installed()}
}
