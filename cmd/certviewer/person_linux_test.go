package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
	"unsafe"

	"github.com/rogpeppe/go-internal/testscript"

	"certviewer/cert"
)

// What a script needs to play a person, and the person's programs.
func init() {
	for name, cmd := range map[string]func(*testscript.TestScript, bool, []string){
		"console": console, "code": code, "running": running, "dbkey": dbkey, "choice": choice,
	} {
		people[name] = cmd
	}
}

// code runs a program and compares its exit code: code N PROGRAM ARG…
func code(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if e, ok := err.(*exec.ExitError); ok {
		got = e.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// console runs a program at a terminal: console N TALK PROGRAM ARG… compares the exit code with N. A line "? TEXT" of
// the file TALK waits until the terminal shows TEXT, "! COMMAND" runs a command of the shell, "^D" is that key, any other line is
// typed. What the terminal showed is in console.txt afterwards, and it must show what is typed, as before.
func console(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	master, slave := openTerminal(ts)
	defer master.Close()
	program, err := exec.LookPath(args[2])
	ts.Check(err)
	cmd := exec.Command(program, args[3:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "HOME", "LANG", "TZ", "CERTVIEWER_DATA", "SSL_CERT_FILE", "SSL_CERT_DIR", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"} {
		if v := ts.Getenv(name); v != "" {
			cmd.Env = append(cmd.Env, name+"="+v)
		}
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	ts.Check(cmd.Start())
	slave.Close()
	s := &screen{}
	shown := make(chan struct{})
	go func() {
		io.Copy(s, master) // ends when the program does
		close(shown)
	}()
	end := time.AfterFunc(20*time.Second, func() { cmd.Process.Kill() })
	for line := range strings.Lines(ts.ReadFile(args[1])) {
		line = strings.TrimSuffix(line, "\n")
		if text, ok := strings.CutPrefix(line, "? "); ok {
			if !s.await(text, shown) {
				cmd.Process.Kill()
				ts.Fatalf("the terminal never showed %q:\n%s", text, s)
			}
		} else if command, ok := strings.CutPrefix(line, "! "); ok {
			ts.Check(ts.Exec("sh", "-c", command))
		} else if key, ok := strings.CutPrefix(line, "^"); ok {
			master.Write([]byte{key[0] - '@'})
		} else {
			fmt.Fprintln(master, line)
		}
	}
	err = cmd.Wait()
	end.Stop()
	<-shown
	ts.Check(os.WriteFile(ts.MkAbs("console.txt"), []byte(s.String()), 0o600))
	ts.Logf("[terminal]\n%s", s)
	if now := echoes(ts, master); !now {
		ts.Fatalf("the terminal does not show any more what is typed")
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		ts.Fatalf("exit code %d, want %d (%v)", got, want, err)
	}
}

// A screen is what a terminal has shown.
type screen struct {
	mu    sync.Mutex
	all   bytes.Buffer
	found int // up to where await has come
}

func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.Write(b)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.ReplaceAll(s.all.String(), "\r\n", "\n")
}

// await waits until text is shown behind what it found before; false when the program has ended without it.
func (s *screen) await(text string, ended <-chan struct{}) bool {
	for last := false; ; time.Sleep(time.Millisecond) {
		s.mu.Lock()
		i := bytes.Index(s.all.Bytes()[s.found:], []byte(text))
		if i >= 0 {
			s.found += i + len(text)
		}
		s.mu.Unlock()
		if i >= 0 || last {
			return i >= 0
		}
		select {
		case <-ended:
			last = true
		default:
		}
	}
}

// openTerminal makes a pair of a pseudo-terminal (pty(7)).
func openTerminal(ts *testscript.TestScript) (master, slave *os.File) {
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	ts.Check(err)
	ioctl := func(request uintptr, value *uint32) {
		if _, _, e := syscall.Syscall(syscall.SYS_IOCTL, master.Fd(), request, uintptr(unsafe.Pointer(value))); e != 0 {
			ts.Fatalf("ptmx: %v", e)
		}
	}
	var number, unlocked uint32
	ioctl(syscall.TIOCGPTN, &number)
	ioctl(syscall.TIOCSPTLCK, &unlocked)
	slave, err = os.OpenFile(fmt.Sprint("/dev/pts/", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	ts.Check(err)
	return master, slave
}

// echoes reports whether a terminal shows what is typed.
func echoes(ts *testscript.TestScript, master *os.File) bool {
	var t syscall.Termios
	if _, _, e := syscall.Syscall(syscall.SYS_IOCTL, master.Fd(), syscall.TCGETS, uintptr(unsafe.Pointer(&t))); e != 0 {
		ts.Fatalf("TCGETS: %v", e)
	}
	return t.Lflag&syscall.ECHO != 0
}

// running makes the program of a profile run for the rest of the script, as far as others can see: running PROFILE.
func running(ts *testscript.TestScript, _ bool, args []string) {
	f, err := os.OpenFile(ts.MkAbs(args[0]+"/.parentlock"), os.O_RDWR|os.O_CREATE, 0o600)
	ts.Check(err)
	ts.Check(syscall.FcntlFlock(f.Fd(), syscall.F_SETLK, &syscall.Flock_t{Type: syscall.F_WRLCK}))
	ts.Defer(func() { f.Close() })
}

// dbkey sets a variable to how programs of Mozilla's name a certificate (nsNSSCertificate::GetDbKey): dbkey VARIABLE FILE.
func dbkey(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[0], keyOf(ts, args[1]))
}

func keyOf(ts *testscript.TestScript, file string) string {
	block, _ := pem.Decode([]byte(ts.ReadFile(file)))
	c := cert.Parse(block.Bytes)
	b := make([]byte, 8)
	b = binary.BigEndian.AppendUint32(b, uint32(len(c.Serial)))
	b = binary.BigEndian.AppendUint32(b, uint32(len(c.Issuer.Raw)))
	return base64.StdEncoding.EncodeToString(append(append(b, c.Serial...), c.Issuer.Raw...))
}

// choice makes Firefox remember a certificate for a site: choice LIST HOST FILE.
func choice(ts *testscript.TestScript, _ bool, args []string) {
	slot := make([]byte, 6+256+1024)
	binary.BigEndian.PutUint16(slot[2:], 1)
	binary.BigEndian.PutUint16(slot[4:], 20000)
	copy(slot[6:], args[1]+",,")
	copy(slot[6+256:], keyOf(ts, args[2]))
	var sum uint16
	for i := 0; i < len(slot); i += 2 {
		sum ^= binary.BigEndian.Uint16(slot[i:])
	}
	binary.BigEndian.PutUint16(slot, sum)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), slot, 0o600))
}
