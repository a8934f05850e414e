//go:build cgo && linux

package softoken_test

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
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

// TestIdentityFull: a disk without room, and files that may not grow. An import that fails leaves nothing.
func TestIdentityFull(t *testing.T) {
	if !inChild(t) {
		return
	}
	t.Run("disk", func(t *testing.T) {
		dir := t.TempDir()
		if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=400k"); err != nil {
			t.Skip("nothing may be mounted: ", err)
		}
		t.Cleanup(func() { unix.Unmount(dir, unix.MNT_DETACH) })
		certutil(t, dir, "-N", "--empty-password")
		testIdentityFull(t, dir, trust.ErrNoSpace)
	})
	t.Run("key4.db", func(t *testing.T) { // at its limit: writing fails for no reason that can be seen
		dir := newDB(t, "")
		limit(t, size(t, dir, "key4.db")+5<<10)
		testIdentityFull(t, dir, nil)
	})
	t.Run("cert9.db", func(t *testing.T) {
		dir := newDB(t, "")
		grow(t, dir)
		limit(t, size(t, dir, "cert9.db")+5<<10)
		testIdentityFull(t, dir, nil)
	})
}

// grow makes cert9.db larger than key4.db.
func grow(t *testing.T, dir string) {
	t.Helper()
	w := openIdentity(t, dir)
	for range 3 {
		must(t, w.Add(t.Context(), trusttest.Root(t, strings.Repeat("long ", 2000)), "", trust.Want{}))
	}
	must(t, w.Close())
	if keys, certificates := size(t, dir, "key4.db"), size(t, dir, "cert9.db"); certificates < keys+8<<10 {
		t.Fatalf("key4.db has %d bytes, cert9.db %d", keys, certificates)
	}
}

// testIdentityFull imports until something does not fit.
func testIdentityFull(t *testing.T, dir string, want error) {
	w := openIdentity(t, dir)
	defer w.Close()
	for n := range 200 {
		key, err := rsaKey("1024")
		must(t, err)
		c, pkcs8 := trusttest.Identity(t, fmt.Sprint("Full ", n), key)
		before, err := w.State(t.Context(), c)
		must(t, err)
		certificates, objects := len(listed(t, dir)), rows(t, dir, "nssPublic")
		if err = w.AddIdentity(t.Context(), c, pkcs8, ""); err == nil {
			must(t, w.Prove(t.Context(), c))
			continue
		}
		t.Logf("key %d: %v", n, err)
		if want != nil && !errors.Is(err, want) {
			t.Errorf("AddIdentity: %v, want %v", err, want)
		}
		if after, e := w.State(t.Context(), c); e != nil || after.Hash() != before.Hash() {
			t.Errorf("after %v: %+v, %v", err, after, e)
		}
		if l, k, o := len(listed(t, dir)), len(keysListed(t, dir, "")), rows(t, dir, "nssPublic"); l != certificates || k != n || o != objects {
			t.Errorf("after %v: %d certificates, %d keys, %d objects; there were %d, %d, %d", err, l, k, o, certificates, n, objects)
		}
		return
	}
	t.Error("there is room for 200 keys")
}

// TestRemoveFails: the key is deleted, the certificate cannot be; so the key comes back.
func TestRemoveFails(t *testing.T) {
	if !inChild(t) {
		return
	}
	dir := newDB(t, "")
	grow(t, dir)
	w := openIdentity(t, dir)
	defer w.Close()
	key, err := rsaKey("2048")
	must(t, err)
	c, pkcs8 := trusttest.Identity(t, "Last", key)
	must(t, w.AddIdentity(t.Context(), c, pkcs8, "last"))
	before, err := w.State(t.Context(), c)
	must(t, err)
	lift := limit(t, size(t, dir, "key4.db")+4<<10)
	err = w.RemoveIdentity(t.Context(), c)
	lift()
	t.Log(err)
	if err == nil {
		t.Fatal("a certificate is deleted where nothing can be written")
	}
	if after, e := w.State(t.Context(), c); e != nil || after.Hash() != before.Hash() {
		t.Errorf("after %v: %+v, %v", err, after, e)
	}
	must(t, w.Prove(t.Context(), c))
	if got := exported(t, dir, "", "last"); string(got) != string(pkcs8) {
		t.Error("pk12util gives back another key")
	}
	must(t, w.RemoveIdentity(t.Context(), c))
	if got := keysListed(t, dir, ""); len(got) > 0 {
		t.Errorf("certutil -K shows %q", got)
	}
}

// limit keeps the files of this process from growing beyond n bytes, until it is lifted.
func limit(t *testing.T, n int64) (lift func()) {
	t.Helper()
	var old unix.Rlimit
	must(t, unix.Getrlimit(unix.RLIMIT_FSIZE, &old))
	lift = func() { unix.Setrlimit(unix.RLIMIT_FSIZE, &old) }
	t.Cleanup(lift)
	must(t, unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: uint64(n), Max: old.Max}))
	return lift
}

func size(t *testing.T, dir, name string) int64 {
	t.Helper()
	fi, err := os.Stat(filepath.Join(dir, name))
	must(t, err)
	return fi.Size()
}

// TestIdentityLocked: a program that holds the database is waited for, and an import that gave up leaves nothing.
func TestIdentityLocked(t *testing.T) {
	if !inChild(t) {
		return
	}
	dir := newDB(t, "")
	o := options(t)
	o.Patience = 500 * time.Millisecond
	opened, err := softoken.Open(t.Context(), dir, o)
	must(t, err)
	w := opened.(trust.IdentityWriter)
	defer w.Close()
	c, pkcs8 := trusttest.Identity(t, "Locked", ecKey(t))
	_, release := hold(t, dir, "IMMEDIATE")
	err = w.AddIdentity(t.Context(), c, pkcs8, "")
	if p, ok := errors.AsType[*trust.Problem](err); !ok || p.Code != trust.StoreLocked {
		t.Errorf("AddIdentity: %v, want %s", err, trust.StoreLocked)
	}
	release()
	if n := rows(t, dir, "nssPublic") + rows(t, dir, "nssPrivate"); n > 0 {
		t.Errorf("%d objects are left", n)
	}
	must(t, w.AddIdentity(t.Context(), c, pkcs8, ""))
	_, release = hold(t, dir, "EXCLUSIVE")
	_, keyErr := w.Key(t.Context(), c)
	for what, err := range map[string]error{"Prove": w.Prove(t.Context(), c), "Key": keyErr, "RemoveIdentity": w.RemoveIdentity(t.Context(), c)} {
		if p, ok := errors.AsType[*trust.Problem](err); !ok || p.Code != trust.StoreLocked {
			t.Errorf("%s: %v, want %s", what, err, trust.StoreLocked)
		}
	}
	release()
	must(t, w.Prove(t.Context(), c))
}

// TestIdentityKilled kills the process at any moment of an import and of a removal. What is left is the state before or
// after, or the certificate without its key; the next try works.
func TestIdentityKilled(t *testing.T) {
	if !inChild(t) {
		return
	}
	runs := 16
	if testing.Short() {
		runs = 6
	}
	seen := map[string]int{}
	for range runs {
		dir := newDB(t, "")
		key, err := rsaKey("1024")
		must(t, err)
		c, pkcs8 := trusttest.Identity(t, "Killed", key)
		for _, what := range []string{"import", "remove"} {
			if what == "remove" {
				w := openIdentity(t, dir)
				must(t, w.AddIdentity(t.Context(), c, pkcs8, "killed"))
				must(t, w.Close())
			}
			killed(t, what, pemFile(t, c), file(t, pkcs8), dir)
			w := openIdentity(t, dir)
			s, err := w.State(t.Context(), c)
			must(t, err)
			private := len(keysListed(t, dir, ""))
			switch {
			case !s.Present && private == 0:
				seen[what+": nothing"]++
			case s.Present && s.HasKey && private == 1:
				seen[what+": both"]++
				must(t, w.Prove(t.Context(), c))
			case s.Present && !s.HasKey && private == 0:
				seen[what+": without key"]++
			default:
				t.Errorf("%s: %+v, %d keys", what, s, private)
			}
			if !s.HasKey {
				must(t, w.AddIdentity(t.Context(), c, pkcs8, "killed"))
			}
			must(t, w.Prove(t.Context(), c))
			must(t, w.RemoveIdentity(t.Context(), c))
			must(t, w.Close())
			if n := rows(t, dir, "nssPublic") + rows(t, dir, "nssPrivate"); n > 0 {
				t.Errorf("%s: %d objects are left", what, n)
			}
		}
	}
	t.Log(seen)
}

// killed starts a process that does what, and kills it.
func killed(t *testing.T, what string, args ...string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestIdentityKilledChild$")
	cmd.Env = append(os.Environ(), "CERTVIEWER_KILLED="+strings.Join(append([]string{what}, args...), " "))
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "ready\n" {
		t.Fatalf("%q, %v", line, err)
	}
	in.Write([]byte("\n"))
	time.Sleep(time.Duration(rand.IntN(24000)) * time.Microsecond)
	must(t, cmd.Process.Signal(syscall.SIGKILL))
	cmd.Wait()
}

// TestIdentityKilledChild is the process that TestIdentityKilled kills.
func TestIdentityKilledChild(t *testing.T) {
	args := strings.Split(os.Getenv("CERTVIEWER_KILLED"), " ")
	if len(args) != 4 {
		t.Skip("this is a part of TestIdentityKilled")
	}
	text, err := os.ReadFile(args[1])
	must(t, err)
	c := certificateOf(t, string(text))
	pkcs8, err := os.ReadFile(args[2])
	must(t, err)
	w := openIdentity(t, args[3])
	do := map[string]func(*cert.Certificate) error{
		"import": func(c *cert.Certificate) error { return w.AddIdentity(t.Context(), c, pkcs8, "killed") },
		"remove": func(c *cert.Certificate) error { return w.RemoveIdentity(t.Context(), c) },
	}[args[0]]
	fmt.Println("ready")
	bufio.NewReader(os.Stdin).ReadString('\n')
	must(t, do(c))
	time.Sleep(time.Minute)
}
