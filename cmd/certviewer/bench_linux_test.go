package main

import (
	"bytes"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/change"
	"certviewer/cli"
	"certviewer/platform"
	"certviewer/trust/trusttest"
)

// A bench is a person's home, and a database with some of the roots of a plan.
type bench struct {
	dir   string // the home, and in it the database "db"
	files []string
	roots []*cert.Certificate
	names []string // what certutil calls the roots
}

// newBench makes a home with a database and the files of 20 roots. Every other root is there already, trusted for mail.
func newBench(t *testing.T) bench {
	if _, err := exec.LookPath("certutil"); err != nil {
		t.Skip("needs certutil")
	}
	b := bench{dir: quickDir(t)}
	db := filepath.Join(b.dir, "db")
	if err := os.Mkdir(db, 0o700); err != nil {
		t.Fatal(err)
	}
	certutil := func(args ...string) {
		t.Helper()
		if out, err := exec.Command("certutil", append([]string{"-d", "sql:" + db}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("certutil %v: %v: %s", args, err, out)
		}
	}
	certutil("-N", "--empty-password")
	var batch bytes.Buffer
	for i := range planned {
		c := trusttest.Root(t, fmt.Sprint("Planned ", i))
		file := filepath.Join(b.dir, fmt.Sprint(i, ".pem"))
		if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}), 0o600); err != nil {
			t.Fatal(err)
		}
		b.files, b.roots = append(b.files, file), append(b.roots, c)
		b.names = append(b.names, nickname(c))
		if i%2 == 1 {
			fmt.Fprintf(&batch, "-A -n %q -t ,C, -i %s\n", nickname(c), file)
		}
	}
	script := filepath.Join(b.dir, "batch")
	if err := os.WriteFile(script, batch.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	certutil("-B", "-i", script)
	return b
}

// nickname is what both certutil's -n and our own steps call a root of trusttest.
func nickname(c *cert.Certificate) string {
	if o := c.Issuer.Organization(); o != "" {
		return c.Subject.Display() + " - " + o
	}
	return c.Subject.Display()
}

// adding is the command line that trusts some of the roots for servers, or all.
func (b bench) adding(some ...int) []string {
	if some == nil {
		for i := range b.roots {
			some = append(some, i)
		}
	}
	files, flags := []string{"root", "add"}, []string{"--yes", "--for", "server", "--store", "nssdb:" + filepath.Join(b.dir, "db")}
	for _, i := range some {
		files, flags = append(files, b.files[i]), append(flags, "--fingerprint", b.roots[i].SHA256.String())
	}
	return append(files, flags...)
}

// copy is a bench with a database of its own.
func (b bench) copy(t *testing.T) bench {
	from := filepath.Join(b.dir, "db")
	b.dir = quickDir(t)
	if err := os.CopyFS(filepath.Join(b.dir, "db"), os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return b
}

// quickDir is a folder in memory, where there is one: a test that kills processes loses no power.
func quickDir(t *testing.T) string {
	dir, err := os.MkdirTemp("/dev/shm", "certviewer")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func (b bench) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + b.dir, "CERTVIEWER_DATA=" + b.data(), "LANG=C.UTF-8"}
	return cmd
}

func (b bench) data() string { return filepath.Join(b.dir, "data") }

// run returns what a program says, and its exit code; -1 when it was killed.
func (b bench) run(t *testing.T, name string, args ...string) (string, int) {
	t.Helper()
	cmd := b.command(name, args...)
	out, err := cmd.CombinedOutput()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

func (b bench) must(t *testing.T, args ...string) {
	t.Helper()
	if out, code := b.run(t, "certviewer", args...); code != cli.Done {
		t.Fatalf("certviewer %v: exit code %d: %s", args, code, out)
	}
}

// await waits until nobody makes a change any more.
func (b bench) await(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		unlock, held, err := platform.Lock(filepath.Join(b.data(), "journal", "lock"))
		if err == nil {
			unlock()
			return
		}
		if !held {
			t.Fatal(err)
		}
	}
	t.Fatal("somebody holds the lock for ever")
}

func (b bench) history(t *testing.T) (records []change.Record) {
	t.Helper()
	out, err := b.command("certviewer", "history", "list", "--json").Output()
	if err == nil {
		err = json.Unmarshal(out, &records)
	}
	if err != nil || len(records) == 0 {
		t.Fatalf("%v: %s", err, out)
	}
	return records
}

// listed is what certutil says of each root: its flags.
func (b bench) listed(t *testing.T) map[string]string {
	t.Helper()
	out, err := exec.Command("certutil", "-L", "-d", "sql:"+filepath.Join(b.dir, "db")).CombinedOutput()
	if err != nil {
		t.Fatalf("certutil: %v: %s", err, out)
	}
	flags := map[string]string{}
	for line := range strings.Lines(string(out)) {
		if f := strings.Fields(line); len(f) > 1 && slices.ContainsFunc(b.names, func(n string) bool { return strings.HasPrefix(line, n+" ") }) {
			flags[strings.Join(f[:len(f)-1], " ")] = f[len(f)-1]
		}
	}
	return flags
}
