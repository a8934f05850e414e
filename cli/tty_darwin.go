package cli

import "golang.org/x/sys/unix"

// The requests that read and set how a terminal behaves (tty(4)).
const getTermios, setTermios = unix.TIOCGETA, unix.TIOCSETA
