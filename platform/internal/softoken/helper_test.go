//go:build cgo && linux

package softoken_test

import (
	"bytes"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"certviewer/cert"
	"certviewer/platform/internal/nss"
	"certviewer/platform/internal/softoken"
	"certviewer/trust"
)

// childEnv tells a test binary that it is the child of itself: the library's state belongs to the whole
// process, so that each test has one of its own.
const childEnv = "CERTVIEWER_SOFTOKEN_TEST"

// newest is the environment's path of a folder with a newer NSS than the system's, such as Firefox's.
const newest = "CERTVIEWER_NSS"

// inChild runs the test that calls it again in a process of its own, and reports whether this is it.
func inChild(t *testing.T) bool {
	t.Helper()
	if os.Getenv(childEnv) != "" {
		return true
	}
	systemLibrary(t)
	child(t, os.Getenv(newest))
	return false
}

// child runs the calling test in a process that loads the libraries of folder; "" = the system's.
func child(t *testing.T, folder string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), childEnv+"=1")
	if folder != "" {
		cmd.Env = append(cmd.Env, "LD_LIBRARY_PATH="+folder, newest+"="+folder)
	}
	out, err := cmd.CombinedOutput()
	if err != nil || bytes.Contains(out, []byte("--- FAIL")) || !bytes.Contains(out, []byte("--- PASS")) && !bytes.Contains(out, []byte("--- SKIP")) {
		t.Errorf("%v: %s", err, out)
	} else if testing.Verbose() {
		t.Logf("%s", out)
	}
}

func systemLibrary(t testing.TB) string {
	t.Helper()
	if dir := os.Getenv(newest); dir != "" {
		return filepath.Join(dir, "libsoftokn3.so")
	}
	for _, pattern := range []string{"/usr/lib/*-linux-gnu/libsoftokn3.so", "/usr/lib/*-linux-gnu/nss/libsoftokn3.so", "/usr/lib64/libsoftokn3.so", "/usr/lib/libsoftokn3.so"} {
		if found, _ := filepath.Glob(pattern); len(found) > 0 {
			return found[0]
		}
	}
	t.Skip("libsoftokn3.so of NSS is not installed")
	return ""
}

// open opens the database in dir; passwords are what a person types, one after the other.
func open(t testing.TB, dir string, passwords ...string) trust.Writer {
	t.Helper()
	w, err := softoken.Open(t.Context(), dir, options(t, passwords...))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func options(t testing.TB, passwords ...string) softoken.Options {
	o := softoken.Options{Libraries: []string{systemLibrary(t)}, Dialect: nss.Modern}
	if passwords != nil {
		o.Secret = func(attempt int) ([]byte, error) {
			if attempt > len(passwords) {
				t.Errorf("asked for the password %d times", attempt)
				return nil, trust.ErrNeedPassword
			}
			return []byte(passwords[attempt-1]), nil
		}
	}
	return o
}

// certutil runs NSS's own tool on the database in dir, and returns what it says.
func certutil(t testing.TB, dir string, args ...string) string {
	t.Helper()
	out, err := tryCertutil(t, dir, args...)
	if err != nil {
		t.Fatalf("certutil %s: %v: %s", strings.Join(args, " "), err, out)
	}
	return out
}

func tryCertutil(t testing.TB, dir string, args ...string) (string, error) {
	t.Helper()
	program, err := exec.LookPath("certutil")
	if err != nil {
		t.Skip("certutil of NSS is not installed")
	}
	cmd := exec.Command(program, append(args, "-d", "sql:"+dir)...)
	for _, v := range os.Environ() { // certutil is the system's, whatever library is being tested
		if !strings.HasPrefix(v, "LD_LIBRARY_PATH=") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// newDB makes an empty database, with a Primary Password if there is one.
func newDB(t testing.TB, password string) string {
	t.Helper()
	dir := t.TempDir()
	if password == "" {
		certutil(t, dir, "-N", "--empty-password")
	} else {
		certutil(t, dir, "-N", "-f", file(t, []byte(password+"\n")))
	}
	return dir
}

func file(t testing.TB, content []byte) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(p, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func pemFile(t testing.TB, c *cert.Certificate) string {
	t.Helper()
	return file(t, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}))
}

// listed returns what "certutil -L" shows: the lines of its table, with single spaces.
func listed(t testing.TB, dir string) []string {
	t.Helper()
	var out []string
	for line := range strings.Lines(certutil(t, dir, "-L")) {
		if f := strings.Fields(line); len(f) > 1 && strings.Count(f[len(f)-1], ",") == 2 && !strings.HasPrefix(f[0], "SSL") {
			out = append(out, strings.Join(f, " "))
		}
	}
	return out
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
