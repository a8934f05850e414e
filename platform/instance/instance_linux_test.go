package instance

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// session gives the test a session of its own.
func session(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "cv") // a socket's path may have 107 octets; t.TempDir's are longer
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	t.Setenv("XDG_RUNTIME_DIR", dir)
	return dir
}

// first is a process with a window. The files it was handed can be read from the channel.
func first(t *testing.T, seen ...string) (*Holder, <-chan string) {
	t.Helper()
	h, handed := Start(t.Context(), seen, "", false)
	if h == nil || handed {
		t.Fatal("the first start is not the first")
	}
	files := make(chan string, 100)
	done := make(chan struct{})
	go func() { defer close(done); h.Serve(func(f string) { files <- f }) }()
	t.Cleanup(func() { h.Close(); <-done })
	return h, files
}

func TestSecondStartHandsOver(t *testing.T) {
	session(t)
	_, files := first(t, "home")
	for _, file := range []string{"/tmp/証明書.pem", ""} {
		if h, handed := Start(t.Context(), []string{"home"}, file, false); h != nil || !handed {
			t.Fatalf("%q was not handed over", file)
		}
		if got := <-files; got != file {
			t.Errorf("got %q, want %q", got, file)
		}
	}
}

// Another home, data folder or screen has its own window, and a start can ask for one.
func TestOwnWindow(t *testing.T) {
	session(t)
	_, files := first(t, "home", "")
	first(t, "other home", "")
	first(t, "home", "other") // and not the same as
	first(t, "homeother", "")
	if h, handed := Start(t.Context(), []string{"home", ""}, "/a.pem", true); h != nil || handed {
		t.Errorf("a start that shall be alone: %v, %v", h, handed)
	}
	if len(files) > 0 {
		t.Errorf("the first one was handed %q", <-files)
	}
}

// Of starts at the same moment, one is first and has the files of all others.
func TestStartsAtOnce(t *testing.T) {
	session(t)
	const starts = 12
	var files []string
	var mu sync.Mutex
	var firsts, handed atomic.Int32
	var wg sync.WaitGroup
	var holder atomic.Pointer[Holder]
	for range starts {
		wg.Go(func() {
			h, gave := Start(t.Context(), nil, "/a.pem", false)
			if gave {
				handed.Add(1)
			}
			if h != nil {
				firsts.Add(1)
				holder.Store(h)
				go h.Serve(func(f string) { mu.Lock(); files = append(files, f); mu.Unlock() })
			}
		})
	}
	wg.Wait()
	defer holder.Load().Close()
	mu.Lock()
	defer mu.Unlock()
	if firsts.Load() != 1 || handed.Load() != starts-1 || len(files) != starts-1 {
		t.Errorf("%d first, %d handed over, %d files arrived", firsts.Load(), handed.Load(), len(files))
	}
}

// A process that was killed leaves its socket; one that has closed is followed by the next.
func TestStaleSocket(t *testing.T) {
	dir := session(t)
	h, _ := Start(t.Context(), nil, "", false)
	h.socket.SetUnlinkOnClose(false)
	h.Close()
	left, err := filepath.Glob(dir + "/certviewer/*.socket")
	if err != nil || len(left) != 1 {
		t.Fatalf("the stale socket is not there: %v, %v", left, err)
	}
	_, files := first(t)
	if _, handed := Start(t.Context(), nil, "/b.pem", false); !handed || <-files != "/b.pem" {
		t.Error("nothing arrives behind a stale socket")
	}
}

// A first process that hangs does not keep the second from a window.
func TestFirstHangs(t *testing.T) {
	session(t)
	h, _ := Start(t.Context(), nil, "", false)
	defer h.Close() // it never serves
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if other, handed := Start(ctx, nil, "/a.pem", false); other != nil || handed {
		t.Errorf("got %v, %v", other, handed)
	}
}

// Whatever connects, nothing but a request opens a file, and the next request is served.
func TestHostilePeers(t *testing.T) {
	session(t)
	h, files := first(t)
	dial := func() *net.UnixConn {
		t.Helper()
		c, err := net.DialUnix("unixpacket", nil, h.socket.Addr().(*net.UnixAddr))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for _, packet := range []string{"", "x", greeting + "relative", greeting + "/\x00", greeting + "/" + strings.Repeat("a", maxPath), strings.Repeat("\xff", 100_000)} {
		c := dial()
		if _, err := c.Write([]byte(packet)); err != nil {
			t.Fatal(err)
		}
		c.SetReadDeadline(time.Now().Add(2 * time.Second))
		if n, err := c.Read(make([]byte, 64)); n > 0 {
			t.Errorf("%.30q was answered: %v", packet, err)
		}
		c.Close()
	}
	dial().Close()
	silent := dial() // says nothing, and does not go either
	defer silent.Close()
	if _, handed := Start(t.Context(), nil, "/good.pem", false); !handed {
		t.Error("a silent peer keeps others out")
	}
	if got := <-files; got != "/good.pem" || len(files) > 0 {
		t.Errorf("opened %q and %d more", got, len(files))
	}
}

func TestOtherUsersAreRefused(t *testing.T) {
	session(t)
	h, handed := Start(t.Context(), nil, "", false)
	if h == nil || handed {
		t.Fatal("not the first")
	}
	h.uid++ // whoever connects is somebody else now
	opened := make(chan string, 1)
	go h.Serve(func(f string) { opened <- f })
	defer h.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, handed := Start(ctx, nil, "/a.pem", false); handed || len(opened) > 0 {
		t.Error("another user's request was answered")
	}
}

// Without a folder that is this user's alone there is no single window.
func TestNoPrivateFolder(t *testing.T) {
	dir := session(t)
	refused := func(why string) {
		t.Helper()
		if h, handed := Start(t.Context(), nil, "", false); h != nil || handed {
			t.Errorf("%s: %v, %v", why, h, handed)
		}
	}
	for _, bad := range []string{"", "relative", filepath.Join(dir, "absent")} {
		t.Setenv("XDG_RUNTIME_DIR", bad)
		refused("XDG_RUNTIME_DIR=" + bad)
	}
	t.Setenv("XDG_RUNTIME_DIR", dir)
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	refused("a folder that others can look into")
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	elsewhere := t.TempDir()
	if err := os.Remove(filepath.Join(dir, "certviewer")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, filepath.Join(dir, "certviewer")); err != nil {
		t.Fatal(err)
	}
	refused("a link in place of our folder")
	if files, err := os.ReadDir(elsewhere); err != nil || len(files) > 0 {
		t.Error("something was made behind the link")
	}
}
