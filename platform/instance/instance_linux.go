package instance

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// maxPath is the longest path that Linux takes (PATH_MAX).
const maxPath = 4096

// A Holder is the claim of this process to be the one with the window. It ends with the process.
type Holder struct {
	lock   *os.File
	socket *net.UnixListener
	uid    int // whose requests are answered
}

// Start claims a name for this process. Where another one holds it, file, an absolute path or "", is handed
// over, unless alone says that this start shall have a window of its own anyhow. The three outcomes: this
// process is the first (holder), the other one has the file (handed), or there is no single window here
// (neither). seen is what windows show that must not be taken for each other: it makes the name.
func Start(ctx context.Context, seen []string, file string, alone bool) (holder *Holder, handed bool) {
	folder, err := private()
	if err != nil {
		return nil, false
	}
	sum := sha256.Sum256([]byte(strings.Join(seen, "\x00")))
	name := filepath.Join(folder, hex.EncodeToString(sum[:8]))
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	for {
		// The lock decides who is first, also between two that start at once; the socket of a process that
		// was killed is worth nothing without it.
		holder, err := claim(name)
		switch {
		case err == nil:
			return holder, false
		case !errors.Is(err, syscall.EWOULDBLOCK) || alone:
			return nil, false
		case handOver(ctx, name, file) == nil:
			return nil, true
		}
		select {
		case <-ctx.Done():
			return nil, false
		case <-time.After(retryAfter): // the first one has its lock but not yet its socket, or is ending
		}
	}
}

// private makes this program's folder in XDG_RUNTIME_DIR, which is on no disk and gone with the session.
func private() (string, error) {
	base := os.Getenv("XDG_RUNTIME_DIR")
	if !filepath.IsAbs(base) {
		return "", os.ErrNotExist
	}
	folder := filepath.Join(base, "certviewer")
	if err := os.Mkdir(folder, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	for _, dir := range []string{base, folder} {
		fi, err := os.Lstat(dir)
		if err != nil {
			return "", err
		}
		owner, ok := fi.Sys().(*syscall.Stat_t)
		if !ok || !fi.IsDir() || int(owner.Uid) != os.Geteuid() || fi.Mode().Perm()&0o077 != 0 {
			return "", os.ErrPermission
		}
	}
	return folder, nil
}

func claim(name string) (*Holder, error) {
	lock, err := os.OpenFile(name+".lock", os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		lock.Close()
		return nil, err
	}
	os.Remove(name + ".socket") // of a process that was killed
	socket, err := net.ListenUnix("unixpacket", &net.UnixAddr{Name: name + ".socket", Net: "unixpacket"})
	if err != nil {
		lock.Close()
		return nil, err
	}
	return &Holder{lock, socket, os.Geteuid()}, nil
}

var errStranger = errors.New("the other side is another user's, or does not speak as we do")

func handOver(ctx context.Context, name, file string) error {
	c, err := net.DialUnix("unixpacket", nil, &net.UnixAddr{Name: name + ".socket", Net: "unixpacket"})
	if err != nil {
		return err
	}
	defer c.Close()
	if deadline, ok := ctx.Deadline(); ok {
		c.SetDeadline(deadline)
	}
	if uid, err := peer(c); err != nil || uid != os.Geteuid() {
		return errStranger
	}
	if _, err := c.Write([]byte(greeting + file)); err != nil {
		return err
	}
	answer := make([]byte, len(greeting)+1)
	n, err := c.Read(answer)
	if err == nil && string(answer[:n]) != greeting {
		err = errStranger
	}
	return err
}

// peer returns the user at the other end, as the kernel saw it (unix(7), SO_PEERCRED).
func peer(c *net.UnixConn) (uid int, err error) {
	raw, err := c.SyscallConn()
	if err != nil {
		return 0, err
	}
	var cred *syscall.Ucred
	var optErr error
	if err := raw.Control(func(fd uintptr) {
		cred, optErr = syscall.GetsockoptUcred(int(fd), syscall.SOL_SOCKET, syscall.SO_PEERCRED)
	}); err != nil {
		return 0, err
	}
	if optErr != nil {
		return 0, optErr
	}
	return int(cred.Uid), nil
}

// Serve calls open with each file that is handed over, "" for none, until Close. Requests are taken one
// after the other, so that nobody can make the window do more than one thing at a time.
func (h *Holder) Serve(open func(file string)) {
	for {
		c, err := h.socket.AcceptUnix()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // no file descriptors left, or the like
			time.Sleep(retryAfter)
			continue
		}
		h.answer(c, open)
	}
}

func (h *Holder) answer(c *net.UnixConn, open func(file string)) {
	defer c.Close()
	c.SetDeadline(time.Now().Add(requestWithin))
	if uid, err := peer(c); err != nil || uid != h.uid {
		return
	}
	request := make([]byte, maxRequest+1) // what is longer is cut here, and refused
	n, err := c.Read(request)
	if err != nil {
		return
	}
	if file, ok := parse(request[:n]); ok {
		open(file)
		c.Write([]byte(greeting))
	}
}

// Close gives the name up.
func (h *Holder) Close() {
	h.socket.Close() // takes the socket's file away too
	h.lock.Close()   // last, so that nobody else makes a socket before ours is gone
}
