//go:build cgo && linux

package softoken_test

import (
	"bufio"
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"certviewer/cert"
	"certviewer/platform/internal/softoken"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

var server = trust.Want{For: []cert.Purpose{cert.Server}}

// TestLocked: a program that holds the database is waited for, and named when it does not let go.
func TestLocked(t *testing.T) {
	if !inChild(t) {
		return
	}
	dir := newDB(t, "")
	o := options(t)
	o.Patience = 1500 * time.Millisecond
	w, err := softoken.Open(t.Context(), dir, o)
	must(t, err)
	defer w.Close()
	for _, mode := range []string{"EXCLUSIVE", "IMMEDIATE"} {
		c := trusttest.Root(t, "Locked "+mode)
		before, err := w.State(t.Context(), c)
		must(t, err)
		holder, release := hold(t, dir, mode)
		began := time.Now()
		err = w.Add(t.Context(), c, "x", server)
		p, ok := errors.AsType[*trust.Problem](err)
		if !ok || p.Code != trust.StoreLocked || !strings.Contains(p.Detail, fmt.Sprint(holder)) {
			t.Errorf("%s: %v, want %s by process %d", mode, err, trust.StoreLocked, holder)
		}
		if took := time.Since(began); took < o.Patience || took > 4*o.Patience {
			t.Errorf("%s: gave up after %v", mode, took)
		}
		if mode == "EXCLUSIVE" { // nobody else may open it either
			_, err := softoken.Open(t.Context(), dir, o)
			if p, ok := errors.AsType[*trust.Problem](err); !ok || p.Code != trust.StoreLocked {
				t.Errorf("Open: %v", err)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		if err := w.Add(ctx, c, "x", server); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v, want the context's error", mode, err)
		}
		cancel()
		time.AfterFunc(700*time.Millisecond, release)
		must(t, w.Add(t.Context(), c, "x "+mode, server)) // it comes in time
		must(t, w.Restore(t.Context(), c, before))
		if s, err := w.State(t.Context(), c); err != nil || s.Hash() != before.Hash() {
			t.Errorf("%s: %+v, %v", mode, s, err)
		}
	}
}

// hold locks the database from another process, which it returns with a way to end it.
func hold(t *testing.T, dir, mode string) (pid int, release func()) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestHolder$")
	cmd.Env = append(os.Environ(), "CERTVIEWER_HOLD="+mode+" "+dir)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || line != "held\n" {
		t.Fatalf("%q, %v", line, err)
	}
	return cmd.Process.Pid, func() { cmd.Process.Kill(); cmd.Wait() }
}

// TestHolder is the other process of hold.
func TestHolder(t *testing.T) {
	mode, dir, ok := strings.Cut(os.Getenv("CERTVIEWER_HOLD"), " ")
	if !ok {
		t.Skip("this is a part of TestLocked")
	}
	db := openSQL(t, dir)
	_, err := db.Exec("BEGIN " + mode)
	must(t, err)
	fmt.Println("held")
	time.Sleep(time.Minute)
}

// TestReadOnly: a folder or a file that cannot be written to.
func TestReadOnly(t *testing.T) {
	if !inChild(t) {
		return
	}
	dir := newDB(t, "")
	mounted := t.TempDir()
	switch err := unix.Mount(dir, mounted, "", unix.MS_BIND, ""); {
	case err == nil:
		t.Cleanup(func() { unix.Unmount(mounted, unix.MNT_DETACH) })
		must(t, unix.Mount("", mounted, "", unix.MS_BIND|unix.MS_REMOUNT|unix.MS_RDONLY, ""))
	case os.Getuid() != 0:
		mounted = dir
		must(t, os.Chmod(dir, 0o500))
		t.Cleanup(func() { os.Chmod(dir, 0o700) })
	default:
		t.Skip("neither may anything be mounted, nor are there rights that could be missing")
	}
	if _, err := softoken.Open(t.Context(), mounted, options(t)); !errors.Is(err, trust.ErrReadOnly) {
		t.Errorf("Open: %v, want trust.ErrReadOnly", err)
	}
	if err := softoken.Create(t.Context(), mounted, options(t)); !errors.Is(err, trust.ErrPresent) {
		t.Errorf("Create: %v", err)
	}
}

// TestFull: a disk without room, and a person without any left. What was there stays.
func TestFull(t *testing.T) {
	if !inChild(t) {
		return
	}
	t.Run("disk", func(t *testing.T) {
		dir := t.TempDir()
		if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=600k"); err != nil {
			t.Skip("nothing may be mounted: ", err)
		}
		t.Cleanup(func() { unix.Unmount(dir, unix.MNT_DETACH) })
		certutil(t, dir, "-N", "--empty-password")
		testFull(t, dir, trust.ErrNoSpace)
	})
	t.Run("limit", func(t *testing.T) { // of a file: a write fails for no reason that can be seen
		dir := newDB(t, "")
		fi, err := os.Stat(filepath.Join(dir, "cert9.db"))
		must(t, err)
		var old unix.Rlimit
		must(t, unix.Getrlimit(unix.RLIMIT_FSIZE, &old))
		must(t, unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: uint64(fi.Size()) + 20<<10, Max: old.Max}))
		defer unix.Setrlimit(unix.RLIMIT_FSIZE, &old)
		testFull(t, dir, nil)
	})
}

// testFull adds certificates until one does not fit.
func testFull(t *testing.T, dir string, want error) {
	w := open(t, dir)
	defer w.Close()
	for n := range 400 {
		c := trusttest.Root(t, strings.Repeat("long ", 10)+fmt.Sprint(n))
		before, err := w.State(t.Context(), c)
		must(t, err)
		err = w.Add(t.Context(), c, "", server)
		after, e := w.State(t.Context(), c)
		must(t, e)
		if err == nil {
			if !after.Present {
				t.Fatal("a certificate is lost")
			}
			continue
		}
		if want != nil && !errors.Is(err, want) {
			t.Errorf("Add: %v, want %v", err, want)
		}
		if after.Hash() != before.Hash() {
			t.Errorf("after %v: %+v", err, after)
		}
		if got := len(listed(t, dir)); got != n {
			t.Errorf("certutil shows %d certificates of %d", got, n)
		}
		return
	}
	t.Error("there is room for 400 certificates")
}

// TestKilled kills the process at any moment of a change. What is left is the state before or after, or the
// certificate without any trust, which Restore takes back.
func TestKilled(t *testing.T) {
	if !inChild(t) {
		return
	}
	runs := 20
	if testing.Short() {
		runs = 8
	}
	seen := map[string]int{}
	for range runs {
		dir := newDB(t, "")
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilledChild$")
		root := trusttest.Root(t, "Killed")
		cmd.Env = append(os.Environ(), "CERTVIEWER_KILLED="+pemFile(t, root)+" "+dir)
		in, err := cmd.StdinPipe()
		must(t, err)
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "ready\n" {
			t.Fatalf("%q, %v", line, err)
		}
		in.Write([]byte("\n"))
		time.Sleep(time.Duration(rand.IntN(16000)) * time.Microsecond)
		must(t, cmd.Process.Signal(syscall.SIGKILL))
		cmd.Wait()

		w := open(t, dir)
		s, err := w.State(t.Context(), root)
		must(t, err)
		e := trust.Entry{Trust: s.Trust}
		switch {
		case !s.Present && s.Exact == nil:
			seen["before"]++
		case s.Present && slices.Equal(e.TrustedFor(), server.For) && s.Native == "C,,":
			seen["after"]++
			certutil(t, dir, "-V", "-n", "killed", "-u", "L")
		case s.Present && len(s.Trust) == 0:
			seen["between"]++
		default:
			t.Errorf("half a change: %+v", s)
		}
		must(t, w.Restore(t.Context(), root, trust.State{}))
		must(t, w.Add(t.Context(), root, "killed", server))
		if s, err := w.State(t.Context(), root); err != nil || s.Native != "C,," {
			t.Errorf("afterwards: %+v, %v", s, err)
		}
		for n := range 3 { // and journals that were kept are removed in the end
			must(t, w.Add(t.Context(), trusttest.Root(t, fmt.Sprint("More ", n)), "", server))
		}
		must(t, w.Close())
		if left, _ := filepath.Glob(filepath.Join(dir, "*-journal")); len(left) > 0 {
			t.Errorf("%v is left behind", left)
		}
	}
	t.Log(seen)
}

// TestKilledChild is the process that TestKilled kills.
func TestKilledChild(t *testing.T) {
	path, dir, ok := strings.Cut(os.Getenv("CERTVIEWER_KILLED"), " ")
	if !ok {
		t.Skip("this is a part of TestKilled")
	}
	text, err := os.ReadFile(path)
	must(t, err)
	block, _ := pem.Decode(text)
	c := cert.Parse(block.Bytes)
	w := open(t, dir)
	for n := range 3 { // so that journals are being kept
		must(t, w.Add(t.Context(), trusttest.Root(t, fmt.Sprint("Before ", n)), "", server))
	}
	fmt.Println("ready")
	bufio.NewReader(os.Stdin).ReadString('\n')
	must(t, w.Add(t.Context(), c, "killed", server))
	time.Sleep(time.Minute)
}
