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
	"syscall"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/change"
	"certviewer/cli"
	"certviewer/platform"
	"certviewer/trust/trusttest"
)

// planned is how many steps the plan has that is interrupted below.
const planned = 20

// Either process of a change is killed at each step of a plan of 20: in turns when the step is announced, when it is
// ordered and when it is reported. Whatever was killed when, the history tells of each step whether the database holds
// it, what is left can be made, and all of it can be taken back. certutil is the judge.
func TestKilledAtEveryStep(t *testing.T) {
	template := newBench(t)
	for n, who := range []string{"parent", "child"} {
		for i := range planned {
			j := (i + n) % 3
			t.Run(fmt.Sprint(who, " at ", []string{"ready", "go", "done"}[j], " ", i), func(t *testing.T) {
				t.Parallel()
				template.copy(t).killed(t, who, 1+3*i+j, i) // line 0 is the plan
			})
		}
	}
}

// killed kills one process when line at of their dialogue passes, which belongs to step i.
func (b bench) killed(t *testing.T, who string, at, i int) {
	first := b.listed(t)
	out, code := b.run(t, "mortal", append([]string{who, fmt.Sprint(at)}, b.adding()...)...)
	if who == "parent" && code != -1 {
		t.Fatalf("exit code %d: %s", code, out)
	}
	b.await(t)
	r := b.history(t)[0]
	if !r.Ended {
		t.Fatal("the history has not found out what became of it")
	}
	halves, made := 0, 0
	now := b.listed(t)
	for n, m := range r.Steps {
		flags := now[b.names[n]]
		told := m.Seen != nil && m.Fault == nil
		switch is := flags == "C,,"; {
		case told != is:
			t.Errorf("step %d: told %v, certutil says %q", n, told, flags)
		case told && n > i || !told && n < i:
			t.Errorf("step %d: made is %v, and step %d was interrupted", n, told, i)
		case told:
			made++
		case flags != first[b.names[n]]:
			if halves++; n != i || m.Seen == nil || m.Fault == nil || flags != ",," {
				t.Errorf("step %d is half made: %q, told %+v", n, flags, m)
			}
		}
	}
	if at%2 == 0 && made < planned {
		b.must(t, "history", "finish", "1", "--yes")
		for n, name := range b.names {
			if flags := b.listed(t)[name]; flags != "C,," {
				t.Fatalf("step %d is not made after the rest was: %q", n, flags)
			}
		}
		b.must(t, "history", "undo", "2", "--yes")
	}
	if made+halves > 0 {
		b.must(t, "history", "undo", "1", "--yes")
	}
	if last := b.listed(t); fmt.Sprint(last) != fmt.Sprint(first) {
		t.Errorf("after undo %v, at first %v", last, first)
	}
}

// The library writes a signature and then the record, in two files. A child that is killed in between leaves a record that
// reads as before and that no program believes: the step is half made, and is taken back.
func TestKilledBetweenTwoFiles(t *testing.T) {
	template := newBench(t)
	made, b := template.copy(t), template.copy(t)
	made.must(t, made.adding(1)...)
	b.run(t, "mortal", append([]string{"child", "1"}, b.adding(1)...)...)
	b.await(t)
	key4, err := os.ReadFile(filepath.Join(made.dir, "db", "key4.db"))
	if err == nil {
		err = os.WriteFile(filepath.Join(b.dir, "db", "key4.db"), key4, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if now := b.listed(t)[b.names[1]]; now != ",," {
		t.Fatalf("certutil believes the record: %q", now)
	}
	if r := b.history(t)[0]; r.Steps[0].Seen == nil || r.Steps[0].Fault == nil {
		t.Errorf("told %+v", r.Steps[0])
	}
	b.must(t, "history", "undo", "1", "--yes")
	if now := b.listed(t)[b.names[1]]; now != ",C," {
		t.Errorf("after undo %q", now)
	}
}

// While a child whose parent was killed is at its step, nobody else begins, and nobody says yet what became of it.
func TestTwoAtOnce(t *testing.T) {
	b := newBench(t)
	busy := func(who string) {
		t.Helper()
		out, code := b.run(t, "certviewer", b.adding()...)
		if code != cli.NotDone || !strings.Contains(out, "another certviewer window is making a change") || !strings.Contains(out, who) {
			t.Errorf("exit code %d: %s", code, out)
		}
	}
	parent := b.command("mortal", append([]string{"stop", "5"}, b.adding()...)...) // when step 1 is ordered
	said, err := parent.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	var child int
	if _, err := fmt.Fscanf(said, "stopped %d", &child); err != nil {
		t.Fatal(err)
	}
	busy(fmt.Sprint("process ", parent.Process.Pid))
	parent.Process.Kill()
	parent.Wait()
	busy("another process")
	if r := b.history(t)[0]; r.Ended {
		t.Error("the history knows what became of a step that is being made")
	}
	if err := syscall.Kill(child, syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	b.await(t)
	r := b.history(t)[0]
	if now := b.listed(t); !r.Ended || r.Steps[1].Seen == nil || now[b.names[1]] != "C,," || now[b.names[2]] == "C,," {
		t.Errorf("the child made its step and no other: %+v, %v", r.Steps[:3], now)
	}
}

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
