package cli

import (
	"os"

	"golang.org/x/sys/windows"
)

// terminalName is the console of this process, whatever its input is ("Console Handles", learn.microsoft.com).
const terminalName = "CONIN$"

func isTerminal(f *os.File) bool {
	var mode uint32
	return windows.GetConsoleMode(windows.Handle(f.Fd()), &mode) == nil
}

// hideTyping turns the echo off until show is called. Ctrl-C goes on to work.
func hideTyping(f *os.File) (show func(), err error) {
	h := windows.Handle(f.Fd())
	var before uint32
	if err := windows.GetConsoleMode(h, &before); err != nil {
		return nil, err
	}
	quiet := before&^windows.ENABLE_ECHO_INPUT | windows.ENABLE_LINE_INPUT | windows.ENABLE_PROCESSED_INPUT
	return func() { windows.SetConsoleMode(h, before) }, windows.SetConsoleMode(h, quiet)
}
