package cli

import "golang.org/x/sys/unix"

// The requests that read and set how a terminal behaves (tty(4)).
const getTermios, setTermios = unix.TIOCGETA, unix.TIOCSETA

// stopKeys end or stop what has the terminal: Ctrl-\, Ctrl-Z, and Ctrl-Y once the input is read. Ctrl-C, which is waited for, is
// not among them.
var stopKeys = []int{unix.VQUIT, unix.VSUSP, unix.VDSUSP}

// noKey stands for no key at all: _POSIX_VDISABLE (termios(4)).
const noKey = 0xff
