package instance

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/windows"

	"certviewer/platform/internal/pipe"
)

// first is a process with a window, in a world of the test's own. The files it was handed can be read from the channel.
func first(t *testing.T, seen ...string) (*Holder, <-chan string) {
	t.Helper()
	h, handed := Start(t.Context(), append(seen, t.Name()), "", false)
	if h == nil || handed {
		t.Fatal("the first start is not the first")
	}
	files := make(chan string, 100)
	done := make(chan struct{})
	go func() { defer close(done); h.Serve(func(f string) { files <- f }) }()
	t.Cleanup(func() { h.Close(); <-done })
	return h, files
}

// later is a start behind the first.
func later(t *testing.T, file string, alone bool, seen ...string) (*Holder, bool) {
	t.Helper()
	return Start(t.Context(), append(seen, t.Name()), file, alone)
}

// where is the pipe of a test, and whom it belongs to.
func where(t *testing.T) (name, user string) {
	t.Helper()
	user, err := pipe.User()
	if err == nil {
		name, err = nameOf(user, []string{t.Name()})
	}
	if err != nil {
		t.Fatal(err)
	}
	return name, user
}

func TestSecondStartHandsOver(t *testing.T) {
	_, files := first(t)
	long := `C:\` + strings.Repeat("あ", 32000)
	for _, file := range []string{`C:\Users\花子\証明書.pem`, "", `\\server\share\a.pem`, long} {
		if h, handed := later(t, file, false); h != nil || !handed {
			t.Fatalf("%.40q was not handed over", file)
		}
		if got := <-files; got != file {
			t.Errorf("got %.40q, want %.40q", got, file)
		}
	}
}

// Another home or data folder has its own window, and a start can ask for one.
func TestOwnWindow(t *testing.T) {
	_, files := first(t, "home", "")
	first(t, "other home", "")
	first(t, "homeother", "")
	if h, handed := later(t, `C:\a.pem`, true, "home", ""); h != nil || handed {
		t.Errorf("a start that shall be alone: %v, %v", h, handed)
	}
	if len(files) > 0 {
		t.Errorf("the first one was handed %q", <-files)
	}
	name, user := where(t)
	if other, err := nameOf("S-1-5-21-1", []string{t.Name()}); err != nil || other == name || !pipe.Ours(name) || user == "" {
		t.Errorf("the pipe of another person is %q, ours %q: %v", other, name, err)
	}
}

// Of starts at the same moment, one is first and has the files of all others.
func TestStartsAtOnce(t *testing.T) {
	const starts = 12
	var files, firsts, handed atomic.Int32
	var wg sync.WaitGroup
	var holder atomic.Pointer[Holder]
	for range starts {
		wg.Go(func() {
			h, gave := later(t, `C:\a.pem`, false)
			if gave {
				handed.Add(1)
			}
			if h != nil {
				firsts.Add(1)
				holder.Store(h)
				go h.Serve(func(string) { files.Add(1) })
			}
		})
	}
	wg.Wait()
	defer holder.Load().Close()
	if firsts.Load() != 1 || handed.Load() != starts-1 || files.Load() != starts-1 {
		t.Errorf("%d first, %d handed over, %d files arrived", firsts.Load(), handed.Load(), files.Load())
	}
}

// A first process that has ended is followed by the next.
func TestOneAfterAnother(t *testing.T) {
	for range 3 {
		h, handed := later(t, "", false)
		if h == nil || handed {
			t.Fatalf("%v, %v", h, handed)
		}
		done := make(chan struct{})
		go func() { defer close(done); h.Serve(func(string) {}) }()
		if _, handed := later(t, "", false); !handed {
			t.Error("nothing is handed over")
		}
		h.Close()
		<-done
	}
	h, _ := later(t, "", false)
	h.Close() // it never served
	h.Serve(func(string) { t.Error("it serves after its end") })
	if h, _ = later(t, "", false); h == nil {
		t.Fatal("the name is not given up")
	}
	h.Close()
}

// A first process that hangs does not keep the second from a window, before it serves and in the middle of it.
func TestFirstHangs(t *testing.T) {
	h, _ := later(t, "", false)
	defer h.Close()
	soon := func(why string) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		began := time.Now()
		if other, handed := Start(ctx, []string{t.Name()}, `C:\a.pem`, false); other != nil || handed || time.Since(began) > 2*time.Second {
			t.Errorf("%s: %v, %v after %v", why, other, handed, time.Since(began))
		}
	}
	soon("it does not serve")
	windows.DisconnectNamedPipe(h.pipe)
	stuck, free := make(chan bool), make(chan bool)
	go h.Serve(func(string) { stuck <- true; <-free })
	go later(t, "", false)
	<-stuck
	soon("it is busy for ever")
	close(free)
}

// A stranger's pipe of the name is told nothing, and takes nobody's window away.
func TestSquatted(t *testing.T) {
	name, user := where(t)
	for who, sddl := range map[string]string{
		"open to all, of administrators": "O:BAD:(A;;GA;;;WD)",
		"open to nobody":                 "O:BAD:P(A;;GA;;;SY)",
	} {
		p, err := pipe.Create(name, sddl)
		if err != nil {
			t.Skipf("%s: %v", who, err) // who is no administrator cannot give a pipe to them
		}
		began := time.Now()
		if h, handed := later(t, `C:\secret.pem`, false); h != nil || handed || time.Since(began) > time.Second {
			t.Errorf("%s: %v, %v after %v", who, h, handed, time.Since(began))
		}
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		if err := pipe.Await(ctx, p); err == nil || errors.Is(err, windows.ERROR_NO_DATA) {
			if n, err := pipe.Read(ctx, p, make([]byte, 64)); n > 0 || err == nil {
				t.Errorf("%s: the stranger was told something", who)
			}
		}
		cancel()
		windows.CloseHandle(p)
	}
	h, err := claim(name, user)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if err := handOver(t.Context(), name, "S-1-5-18", `C:\a.pem`); !errors.Is(err, errStranger) {
		t.Errorf("a pipe of another owner than expected: %v", err)
	}
	if _, err := pipe.Create(name, "D:(A;;GA;;;WD)"); err == nil {
		t.Error("somebody else can make the pipe once more")
	}
	sd, err := windows.GetSecurityInfo(h.pipe, windows.SE_KERNEL_OBJECT, windows.OWNER_SECURITY_INFORMATION|windows.DACL_SECURITY_INFORMATION)
	if err != nil || strings.Count(sd.String(), "(") != 1 || strings.Count(sd.String(), user) != 2 {
		t.Errorf("who may open it: %s, %v", sd, err)
	}
}

// Whatever connects, nothing but a request opens a file, and the next request is served.
func TestHostilePeers(t *testing.T) {
	_, files := first(t)
	name, _ := where(t)
	dial := func() windows.Handle {
		t.Helper()
		for range 200 {
			p, err := pipe.Open(name)
			if err == nil {
				return p
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Fatal("nobody listens")
		return 0
	}
	for _, said := range []string{ends, "x" + ends, greeting + "relative" + ends, greeting + `\nodrive` + ends, greeting + `C:\` + strings.Repeat("a", maxPath) + ends, strings.Repeat("\xff", 120_000)} {
		p := dial()
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		if err := pipe.Write(ctx, p, []byte(said)); err != nil && !errors.Is(err, windows.ERROR_NO_DATA) && !errors.Is(err, windows.ERROR_BROKEN_PIPE) {
			t.Errorf("%.30q: %v", said, err)
		}
		if n, err := pipe.Read(ctx, p, make([]byte, 64)); n > 0 || ctx.Err() != nil {
			t.Errorf("%.30q was answered: %d, %v", said, n, err)
		}
		cancel()
		windows.CloseHandle(p)
	}
	windows.CloseHandle(dial())
	silent := dial() // says nothing, and does not go either
	defer windows.CloseHandle(silent)
	if _, handed := later(t, `C:\good.pem`, false); !handed {
		t.Error("a silent peer keeps others out")
	}
	if got := <-files; got != `C:\good.pem` || len(files) > 0 {
		t.Errorf("opened %q and %d more", got, len(files))
	}
}
