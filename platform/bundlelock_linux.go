package platform

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"certviewer/trust"
)

// A child with administrator's rights has no file of its parent's, since pkexec hands on none, and so not its lock either. What all
// certviewers of all persons can open is the folder of the administrator's roots: such a child holds a lock on it.

// hold keeps other certviewers from changing the bundle until the result is closed. It waits for one that is at it; where that
// takes too long the error is a trust.Problem with the code of the block that says so.
func (a anchorage) hold() (*os.File, error) {
	dir, err := os.Open(a.place)
	if err != nil {
		return nil, rights(err)
	}
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		err := unix.Flock(int(dir.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if !errors.Is(err, unix.EWOULDBLOCK) {
			return dir, nil // held; or a file system without locks
		}
		if time.Since(began) > bundlePatience {
			dir.Close()
			return nil, &trust.Problem{Code: "other-certviewer-busy"}
		}
	}
}

// bundlePatience is longer than the distributions' tools usually take.
var bundlePatience = 30 * time.Second

// bundleIsChanging reports whether a certviewer changes the bundle, such as a child whose parent was killed.
func (c computer) bundleIsChanging() bool {
	a, ok := c.anchorage()
	if !ok {
		return false
	}
	dir, err := os.Open(a.place)
	if err != nil {
		return false
	}
	defer dir.Close()
	return errors.Is(unix.Flock(int(dir.Fd()), unix.LOCK_SH|unix.LOCK_NB), unix.EWOULDBLOCK)
}
