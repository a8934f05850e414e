package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// The secrets of this test. They stand in no command line and in no file that is searched.
const (
	secretPIN     = "quartz-PIN-7391"
	secretPrimary = "opal primary 5528"
	secretBackup  = "amber backup 6647"
)

// While a swap runs that is given a PIN, a Primary Password and a password for a backup, and brings and takes private
// keys: none of them is in the arguments or the environment of any process, nor, then and afterwards, in any file that
// the program could have written. No process that holds one leaves a memory image behind when it crashes.
func TestNoSecretLeaks(t *testing.T) {
	for _, tool := range []string{"certutil", "openssl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("needs", tool)
		}
	}
	lab := t.TempDir()
	home, data, given := filepath.Join(lab, "home"), filepath.Join(lab, "data"), filepath.Join(lab, "given")
	sh := func(script string) {
		t.Helper()
		cmd := exec.Command("sh", "-ec", script)
		cmd.Dir = given
		cmd.Env = append(os.Environ(), "HOME="+home)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	for _, dir := range []string{home + "/.mozilla/firefox/abc.default", home + "/.thunderbird/tb.default", home + "/.pki/nssdb", given, filepath.Join(lab, "tmp")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for file, text := range map[string]string{"pin": secretPIN, "pw": secretPrimary} {
		if err := os.WriteFile(filepath.Join(given, file), []byte(text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	sh(`printf '[Profile0]\nName=default\nIsRelative=1\nPath=abc.default\n' >"$HOME/.mozilla/firefox/profiles.ini"
		printf '[Profile0]\nName=default\nIsRelative=1\nPath=tb.default\n' >"$HOME/.thunderbird/profiles.ini"
		certutil -N -d "sql:$HOME/.mozilla/firefox/abc.default" --empty-password
		certutil -N -d "sql:$HOME/.pki/nssdb" --empty-password
		certutil -N -d "sql:$HOME/.thunderbird/tb.default" -f pw
		openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=CA -days 900
		for days in 300 600; do # the later one first: it ends last
			openssl req -newkey rsa:2048 -nodes -keyout $days.key -out $days.csr -subj /CN=hanako
			printf 'extendedKeyUsage=clientAuth\n' >ext
			openssl x509 -req -in $days.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days $days -extfile ext -out $days.pem
			openssl pkcs12 -export -in $days.pem -inkey $days.key -name $days -passout file:pin -out $days.p12
			sleep 1.1 # a certificate that supersedes another was issued later
		done`)
	var needles [][]byte
	for _, s := range []string{secretPIN, secretPrimary, secretBackup} {
		needles = append(needles, forms([]byte(s))...)
	}
	for _, name := range []string{"300.key", "600.key"} {
		b, err := os.ReadFile(filepath.Join(given, name))
		if err != nil {
			t.Fatal(err)
		}
		block, _ := pem.Decode(b)
		needles = append(needles, forms(block.Bytes[700:740])...) // in the middle of the private exponent or a prime of it
	}

	command := func(args ...string) *exec.Cmd {
		cmd := exec.Command("certviewer", args...)
		cmd.Dir = given
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "CERTVIEWER_DATA=" + data, "TMPDIR=" + filepath.Join(lab, "tmp"), "LANG=C.UTF-8"}
		return cmd
	}
	allowImages(t)
	watch := watchProcesses(needles)
	talk := func(cmd *exec.Cmd, lines ...string) {
		t.Helper()
		p, err := sit(cmd)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(lines); i += 2 {
			if !p.await(lines[i]) {
				t.Fatalf("%q is never shown:\n%s", lines[i], p)
			}
			if i > 0 { // it has the PIN
				sealed(t, p.cmd.Process.Pid, lines[i] == "Primary Password:")
			}
			search(t, needles, home, data, filepath.Join(lab, "tmp"))
			p.says(lines[i+1])
		}
		if code := p.leaves(); code != 0 {
			t.Fatalf("exit code %d:\n%s", code, p)
		}
		for _, n := range needles {
			if strings.Contains(p.String(), string(n)) {
				t.Errorf("the terminal shows %q", n)
			}
		}
	}
	talk(command("client", "import", "300.p12"), "Access PIN:", secretPIN, "(y/n)", "y", "Primary Password:", secretPrimary)
	talk(command("client", "swap", "600.p12", "--remove-old", "--backup", filepath.Join(home, "backup.p12")),
		"Access PIN:", secretPIN, "(y/n)", "y", "Primary Password:", secretPrimary, "(y/n)", "y",
		"Password for the backup", secretBackup, "once more", secretBackup, "Primary Password:", secretPrimary)
	for _, found := range watch() {
		t.Error(found)
	}
	search(t, needles, home, data, filepath.Join(lab, "tmp"))

	// The searches find what is there.
	if err := os.WriteFile(filepath.Join(data, "leak"), []byte("x"+secretPIN), 0o600); err != nil {
		t.Fatal(err)
	}
	if len(findIn(needles, data)) != 1 {
		t.Error("a secret in a file is not found")
	}
	watch = watchProcesses(needles)
	leak := exec.Command("sleep", "0.3")
	leak.Env = []string{"PIN=" + secretPIN}
	if err := leak.Run(); err != nil {
		t.Fatal(err)
	}
	if len(watch()) == 0 {
		t.Error("a secret in the environment of a process is not found")
	}
}

// forms are what a secret looks like where somebody wrote it down: as it is, in UTF-16, in base64 at each of three
// offsets, and in hex.
func forms(secret []byte) (out [][]byte) {
	wide := make([]byte, 0, 2*len(secret))
	for _, b := range secret {
		wide = append(wide, 0, b)
	}
	out = append(out, secret, wide, []byte(hex.EncodeToString(secret)))
	for skip := range 3 {
		part := secret[skip:]
		out = append(out, []byte(base64.RawStdEncoding.EncodeToString(part[:len(part)/3*3])))
	}
	return out
}

// allowImages lets what this process starts leave memory images, as far as it may.
func allowImages(t *testing.T) {
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_CORE, &before); err != nil {
		t.Fatal(err)
	}
	if before.Max == 0 {
		t.Log("nobody may leave a memory image here: that certviewer does not proves nothing")
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{Cur: before.Max, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Setrlimit(syscall.RLIMIT_CORE, &before) })
}

// sealed checks that neither a process nor its child, which there is where a password is asked for, would leave a memory
// image.
func sealed(t *testing.T, pid int, child bool) {
	t.Helper()
	pids := []string{fmt.Sprint(pid)}
	children, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil || len(children) == 0 {
		t.Fatal("the program is gone", err)
	}
	for _, f := range children {
		b, _ := os.ReadFile(f)
		pids = append(pids, strings.Fields(string(b))...)
	}
	if child && len(pids) < 2 {
		t.Error("nobody but the program itself asks for the Primary Password")
	}
	for _, pid := range pids {
		limits, err := os.ReadFile("/proc/" + pid + "/limits")
		if err != nil {
			continue // a child has ended
		}
		fields := strings.Fields(string(limits[bytes.Index(limits, []byte("Max core file size")):]))
		if fields[4] != "0" || fields[5] != "0" {
			cmdline, _ := os.ReadFile("/proc/" + pid + "/cmdline")
			t.Errorf("%q may leave a memory image: %v", cmdline, fields[:6])
		}
	}
}

// watchProcesses looks at the arguments and the environment of all processes until stop is called, which returns what was
// found.
func watchProcesses(needles [][]byte) (stop func() []string) {
	end := make(chan struct{})
	var found []string
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			for _, what := range []string{"cmdline", "environ"} {
				files, _ := filepath.Glob("/proc/[0-9]*/" + what)
				for _, f := range files {
					b, _ := os.ReadFile(f) // it may have ended, or belong to somebody else
					for _, n := range needles {
						if bytes.Contains(b, n) {
							found = append(found, fmt.Sprintf("%s has %q", f, n))
						}
					}
				}
			}
			select {
			case <-end:
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	})
	return func() []string {
		close(end)
		wg.Wait()
		return found
	}
}

// search fails where a file holds a secret, also one that a program has open and no folder names any more.
func search(t *testing.T, needles [][]byte, dirs ...string) {
	t.Helper()
	for _, dir := range dirs {
		for _, found := range findIn(needles, dir) {
			t.Error(found)
		}
	}
}

func findIn(needles [][]byte, dir string) (found []string) {
	filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil // there is no data folder at first, and journals of databases come and go
		}
		b, _ := os.ReadFile(path)
		for _, n := range needles {
			if bytes.Contains(b, n) {
				found = append(found, fmt.Sprintf("%s has %q", path, n))
			}
		}
		return nil
	})
	return found
}
