package cli

import "golang.org/x/sys/unix"

// The requests that read and set how a terminal behaves (ioctl_tty(2)).
const getTermios, setTermios = unix.TCGETS, unix.TCSETS

// stopKeys end or stop what has the terminal: Ctrl-\ and Ctrl-Z. Ctrl-C, which is waited for, is not among them.
var stopKeys = []int{unix.VQUIT, unix.VSUSP}

// noKey stands for no key at all: _POSIX_VDISABLE (termios(3)).
const noKey = 0
