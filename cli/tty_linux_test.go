package cli

import (
	"fmt"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// While a PIN is typed no key but Ctrl-C ends or stops us: a shell takes the terminal back with the echo on, and after fg the PIN
// was shown. Afterwards the terminal is as before.
func TestHideTyping(t *testing.T) {
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer master.Close()
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	tty, err := os.OpenFile(fmt.Sprint("/dev/pts/", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer tty.Close()
	mode := func() unix.Termios {
		m, err := unix.IoctlGetTermios(int(tty.Fd()), getTermios)
		if err != nil {
			t.Fatal(err)
		}
		return *m
	}
	before := mode()
	show, err := hideTyping(tty)
	if err != nil {
		t.Fatal(err)
	}
	hidden := mode()
	if hidden.Lflag&unix.ECHO != 0 || hidden.Cc[unix.VQUIT] != 0 || hidden.Cc[unix.VSUSP] != 0 || hidden.Cc[unix.VINTR] != 3 {
		t.Errorf("%+v", hidden)
	}
	show()
	if after := mode(); after != before {
		t.Errorf("%+v, was %+v", after, before)
	}
}
