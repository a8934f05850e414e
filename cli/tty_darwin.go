package cli

import "golang.org/x/sys/unix"

// The requests that read and set how a terminal behaves (tty(4)).
const getTermios, setTermios = unix.TIOCGETA, unix.TIOCSETA

// noKey stands for no key at all: _POSIX_VDISABLE (termios(4)).
const noKey = 0xff
