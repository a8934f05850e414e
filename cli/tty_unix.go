//go:build unix

package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// terminalName is the terminal of this process, whatever its input is (tty(4)).
const terminalName = "/dev/tty"

func isTerminal(f *os.File) bool {
	_, err := unix.IoctlGetTermios(int(f.Fd()), getTermios)
	return err == nil
}

// hideTyping turns the echo off until show is called. What was typed ahead stays, and Ctrl-C goes on to work.
func hideTyping(f *os.File) (show func(), err error) {
	fd := int(f.Fd())
	before, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return nil, err
	}
	quiet := *before
	quiet.Lflag &^= unix.ECHO
	quiet.Lflag |= unix.ICANON | unix.ISIG
	quiet.Iflag |= unix.ICRNL
	for _, key := range stopKeys { // a shell that gets the terminal back turns the echo on, and fg shows what is typed
		quiet.Cc[key] = noKey
	}
	return func() { unix.IoctlSetTermios(fd, setTermios, before) }, unix.IoctlSetTermios(fd, setTermios, &quiet)
}
