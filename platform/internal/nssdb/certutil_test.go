//go:build linux

package nssdb_test

import (
	"bytes"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"certviewer/cert"
)

// certutil runs NSS's own tool on the database in dir, and returns what it says.
func certutil(t testing.TB, dir string, args ...string) string {
	t.Helper()
	program, err := exec.LookPath("certutil")
	if err != nil {
		t.Skip("certutil of NSS is not installed")
	}
	cmd := exec.Command(program, append(args, "-d", "sql:"+dir)...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("certutil %s: %v: %s", strings.Join(args, " "), err, errs.String())
	}
	return string(out)
}

// newDB makes an empty database, with a Primary Password if there is one.
func newDB(t testing.TB, password string) string {
	t.Helper()
	dir := t.TempDir()
	if password == "" {
		certutil(t, dir, "-N", "--empty-password")
	} else {
		certutil(t, dir, "-N", "-f", secretFile(t, password))
	}
	return dir
}

func secretFile(t testing.TB, secret string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(p, []byte(secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

// add puts a certificate into the database.
func add(t testing.TB, dir string, c *cert.Certificate, name, flags string, more ...string) {
	t.Helper()
	p := filepath.Join(t.TempDir(), "c.pem")
	if err := os.WriteFile(p, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	certutil(t, dir, append([]string{"-A", "-n", name, "-t", flags, "-i", p}, more...)...)
}

// makeOwn makes a certificate with its key inside the database.
func makeOwn(t testing.TB, dir, name, flags, serial string, more ...string) {
	t.Helper()
	noise := filepath.Join(t.TempDir(), "noise")
	if err := os.WriteFile(noise, bytes.Repeat([]byte(name+serial), 100), 0o600); err != nil {
		t.Fatal(err)
	}
	certutil(t, dir, append([]string{"-S", "-x", "-n", name, "-s", "CN=" + name, "-t", flags, "-k", "ec", "-q", "nistp256", "-z", noise, "-m", serial}, more...)...)
}

// listed returns what "certutil -L" shows: flags by nickname, and the nicknames in order.
func listed(t testing.TB, dir string) (flags map[string]string, names []string) {
	t.Helper()
	flags = map[string]string{}
	for line := range strings.Lines(certutil(t, dir, "-L")) {
		line = strings.TrimRight(line, "\n")
		at := strings.LastIndexByte(strings.TrimRight(line, " "), ' ')
		if at < 0 || strings.Count(line[at:], ",") != 2 || strings.HasPrefix(strings.TrimSpace(line[at:]), "SSL") {
			continue
		}
		name := strings.TrimSpace(line[:at])
		flags[name] = strings.TrimSpace(line[at:])
		names = append(names, name)
	}
	return flags, names
}
