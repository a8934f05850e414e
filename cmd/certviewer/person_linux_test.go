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
		"console": atTerminal, "code": code, "running": running, "dbkey": dbkey, "fingerprint": fingerprint, "choice": choice,
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

// atTerminal is the command console, which runs a program at a terminal: console N TALK PROGRAM ARG… compares its exit code
// with N. A line "? TEXT" of the file TALK waits until the terminal shows TEXT, "! COMMAND" runs a command of the shell,
// "^D" is that key, any other line is typed. What the terminal showed is in console.txt afterwards, and it must show what is
// typed, as before.
func atTerminal(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	program, err := exec.LookPath(args[2])
	ts.Check(err)
	cmd := exec.Command(program, args[3:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "HOME", "LANG", "TZ", "CERTVIEWER_DATA", "SSL_CERT_FILE", "SSL_CERT_DIR", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"} {
		if v := ts.Getenv(name); v != "" {
			cmd.Env = append(cmd.Env, name+"="+v)
		}
	}
	p, err := sit(cmd)
	ts.Check(err)
	for line := range strings.Lines(ts.ReadFile(args[1])) {
		line = strings.TrimSuffix(line, "\n")
		if text, ok := strings.CutPrefix(line, "? "); ok {
			if !p.await(text) {
				cmd.Process.Kill()
				ts.Fatalf("the terminal never showed %q:\n%s", text, p)
			}
		} else if command, ok := strings.CutPrefix(line, "! "); ok {
			ts.Check(ts.Exec("sh", "-c", command))
		} else if key, ok := strings.CutPrefix(line, "^"); ok {
			p.master.Write([]byte{key[0] - '@'})
		} else {
			p.says(line)
		}
	}
	got := p.leaves()
	ts.Check(os.WriteFile(ts.MkAbs("console.txt"), []byte(p.String()), 0o600))
	ts.Logf("[terminal]\n%s", p)
	if !p.echoed {
		ts.Fatalf("the terminal does not show any more what is typed")
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// A sitter is somebody at a terminal with one program.
type sitter struct {
	cmd    *exec.Cmd
	master *os.File
	shown  chan struct{} // closed when the program has ended
	killer *time.Timer
	echoed bool // at the end the terminal shows what is typed

	mu    sync.Mutex
	all   bytes.Buffer // what the terminal has shown
	found int          // up to where await has come
}

// sit starts a program at a terminal of its own, for 20 seconds at most.
func sit(cmd *exec.Cmd) (*sitter, error) {
	master, slave, err := openTerminal()
	if err != nil {
		return nil, err
	}
	defer slave.Close()
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &sitter{cmd: cmd, master: master, shown: make(chan struct{})}
	go func() {
		io.Copy(p, master) // ends when the program does
		close(p.shown)
	}()
	p.killer = time.AfterFunc(20*time.Second, func() { cmd.Process.Kill() })
	return p, nil
}

func (p *sitter) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.all.Write(b)
}

func (p *sitter) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.ReplaceAll(p.all.String(), "\r\n", "\n")
}

func (p *sitter) says(line string) { fmt.Fprintln(p.master, line) }

// await waits until text is shown behind what it found before; false when the program has ended without it.
func (p *sitter) await(text string) bool {
	for last := false; ; time.Sleep(time.Millisecond) {
		p.mu.Lock()
		i := bytes.Index(p.all.Bytes()[p.found:], []byte(text))
		if i >= 0 {
			p.found += i + len(text)
		}
		p.mu.Unlock()
		if i >= 0 || last {
			return i >= 0
		}
		select {
		case <-p.shown:
			last = true
		default:
		}
	}
}

// leaves waits for the end of the program and returns its exit code.
func (p *sitter) leaves() int {
	p.cmd.Wait()
	p.killer.Stop()
	<-p.shown
	var t syscall.Termios
	_, _, e := syscall.Syscall(syscall.SYS_IOCTL, p.master.Fd(), syscall.TCGETS, uintptr(unsafe.Pointer(&t)))
	p.echoed = e == 0 && t.Lflag&syscall.ECHO != 0
	p.master.Close()
	return p.cmd.ProcessState.ExitCode()
}

// openTerminal makes a pair of a pseudo-terminal (pty(7)).
func openTerminal() (master, slave *os.File, err error) {
	if master, err = os.OpenFile("/dev/ptmx", os.O_RDWR, 0); err != nil {
		return nil, nil, err
	}
	var number, unlocked uint32
	for request, value := range map[uintptr]*uint32{syscall.TIOCGPTN: &number, syscall.TIOCSPTLCK: &unlocked} {
		if _, _, e := syscall.Syscall(syscall.SYS_IOCTL, master.Fd(), request, uintptr(unsafe.Pointer(value))); e != 0 {
			return nil, nil, e
		}
	}
	slave, err = os.OpenFile(fmt.Sprint("/dev/pts/", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	return master, slave, err
}

// running makes the program of a profile run for the rest of the script, as far as others can see: running PROFILE.
func running(ts *testscript.TestScript, _ bool, args []string) {
	f, err := os.OpenFile(ts.MkAbs(args[0]+"/.parentlock"), os.O_RDWR|os.O_CREATE, 0o600)
	ts.Check(err)
	ts.Check(syscall.FcntlFlock(f.Fd(), syscall.F_SETLK, &syscall.Flock_t{Type: syscall.F_WRLCK}))
	ts.Defer(func() { f.Close() })
}

// fingerprint sets a variable to the SHA-256 of a certificate: fingerprint NAME FILE.
func fingerprint(ts *testscript.TestScript, _ bool, args []string) {
	block, _ := pem.Decode([]byte(ts.ReadFile(args[1])))
	ts.Setenv(args[0], cert.Parse(block.Bytes).SHA256.String())
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
