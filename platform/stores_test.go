//go:build linux

package platform

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/platform/internal/nss"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// only opens the one store of this name.
func only(t *testing.T, c computer, home string, id trust.StoreID) trust.Store {
	t.Helper()
	stores, err := c.open(t.Context(), trust.Where{Home: home, Only: []trust.StoreID{id}})
	if err != nil {
		t.Fatal(err)
	}
	if len(stores) != 1 {
		t.Fatalf("%d stores called %q", len(stores), id)
	}
	return stores[0]
}

// TestNSSStore puts a database made by certutil through the suite that every store passes.
func TestNSSStore(t *testing.T) {
	certutil, err := exec.LookPath("certutil")
	if err != nil {
		t.Skip("certutil of NSS is not installed")
	}
	run := func(args ...string) {
		t.Helper()
		if out, err := exec.Command(certutil, args...).CombinedOutput(); err != nil {
			t.Fatalf("certutil %v: %v: %s", args, err, out)
		}
	}
	home := t.TempDir()
	profile := filepath.Join(home, ".mozilla/firefox/aaaa.default")
	touch(t, profile, "/")
	run("-N", "-d", "sql:"+profile, "--empty-password")
	var roots []*cert.Certificate
	for _, name := range []string{"first", "second", "third"} {
		c := trusttest.Root(t, name)
		roots = append(roots, c)
		file := filepath.Join(t.TempDir(), "c.pem")
		writeFile(t, file, pemOf(c))
		run("-A", "-d", "sql:"+profile, "-n", name, "-t", "C,,", "-i", file)
	}
	c := testComputer(t.TempDir(), nil)
	trusttest.TestStore(t, func(t *testing.T) trust.Store { return only(t, c, home, "firefox:aaaa") }, roots...)
	touch(t, home, ".thunderbird/", ".pki/nssdb/")
	trusttest.TestAbsent(t, only(t, c, home, "chromium"))
}

// TestBundleStore puts a system's bundle through the same suite.
func TestBundleStore(t *testing.T) {
	root := t.TempDir()
	a, b := trusttest.Root(t, "a"), trusttest.Root(t, "b")
	writeFile(t, filepath.Join(root, "etc/ssl/certs/ca-certificates.crt"), pemOf(a)+pemOf(b)+pemOf(a))
	writeFile(t, filepath.Join(root, "etc/ssl/certs/a.pem"), pemOf(a))
	c := testComputer(root, nil)
	trusttest.TestStore(t, func(t *testing.T) trust.Store { return only(t, c, t.TempDir(), "system") }, a, b)
	trusttest.TestAbsent(t, only(t, testComputer(t.TempDir(), nil), t.TempDir(), "system"))
}

// TestBuiltinStore puts this computer's list of built-in roots through the same suite, child and all.
func TestBuiltinStore(t *testing.T) {
	c := testComputer("", nil)
	if c.systemLibrary() == "" {
		t.Skip("no list of built-in roots is installed")
	}
	if out, err := exec.Command(c.reader, "read-native", "roots", c.systemLibrary()).CombinedOutput(); err != nil {
		t.Skipf("%v: %s", err, out) // built without cgo
	}
	trusttest.TestStore(t, func(t *testing.T) trust.Store { return only(t, c, t.TempDir(), "nss-builtin") })
	entries, err := only(t, c, t.TempDir(), "nss-builtin").Entries(t.Context())
	if err != nil || len(entries) < 50 {
		t.Errorf("%d entries, %v", len(entries), err)
	}
}

// TestLibraries: which lists of built-in roots are found, and what they are called.
func TestLibraries(t *testing.T) {
	root := t.TempDir()
	touch(t, root, "usr/lib64/pkcs11/p11-kit-trust.so", "usr/lib/firefox-esr/libnssckbi.so", "usr/lib/firefox/libxul.so",
		"snap/firefox/current/usr/lib/firefox/libnssckbi.so", "usr/lib/thunderbird/", "opt/")
	os.Symlink("../../usr/lib64/pkcs11/p11-kit-trust.so", filepath.Join(root, "usr/lib/thunderbird/libnssckbi.so")) // the system's: no list of its own
	os.Symlink("../usr/lib/firefox-esr", filepath.Join(root, "opt/firefox"))
	builtins := func() map[trust.StoreID]trust.Info {
		_, by := infos(findBuiltins(t.Context(), testComputer(root, nil)))
		return by
	}
	found := builtins()
	if len(found) != 3 || found["nss-builtin"].Path != filepath.Join(root, "usr/lib64/pkcs11/p11-kit-trust.so") ||
		found["nss-builtin@firefox"].Path != filepath.Join(root, "usr/lib/firefox-esr/libnssckbi.so") ||
		found["nss-builtin@firefox"].Application != "firefox" || found["nss-builtin@firefox@snap"].Path == "" {
		t.Errorf("found %+v", found)
	}
	touch(t, root, "usr/lib64/libnssckbi.so")
	if got := builtins()["nss-builtin"].Path; got != filepath.Join(root, "usr/lib64/libnssckbi.so") {
		t.Errorf("NSS's own library comes first, not %q", got)
	}
}

// TestReader: whatever the child does, it is a problem of one store.
func TestReader(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("CERTVIEWER_TEST_SECRET", "SECRET")
	script := func(text string) string {
		p := filepath.Join(t.TempDir(), "reader")
		writeFile(t, p, "#!/bin/sh\n"+text+"\n")
		os.Chmod(p, 0o700)
		return p
	}
	for _, tt := range []struct{ name, script, detail string }{
		{"crash", "kill -SEGV $$", "signal"},
		{"error", "echo no such thing >&2; exit 3", "no such thing"},
		{"nothing", "exit 0", "makes no sense"},
		{"garbage", "echo hello", "makes no sense"},
		{"half", `printf '{"tokens":[{}]}'`, "half-way"},
		{"much", "exec cat /dev/zero", "reader of"},
		{"much on stderr", "exec cat /dev/zero >&2", "reader of"},
		{"environment", `test "$(env | grep -c SECRET)" = 0 && test "$LD_LIBRARY_PATH" = "` + dir + `" && test "$PWD" = / && echo clean >&2; exit 1`, "clean"},
	} {
		s := &builtinStore{info: trust.Info{ID: "nss-builtin"}, library: "/lib/x.so", beside: dir, reader: script(tt.script), patience: 5 * time.Second}
		entries, err := s.Entries(t.Context())
		p, ok := errors.AsType[*trust.Problem](err)
		if !ok || p.Code != trust.StoreNoBuiltins || !strings.Contains(p.Detail, tt.detail) || len(entries) > 0 {
			t.Errorf("%s: %d entries, %v", tt.name, len(entries), err)
		}
	}
	s := &builtinStore{info: trust.Info{ID: "nss-builtin"}, library: "/lib/x.so", reader: script("sleep 60"), patience: 200 * time.Millisecond}
	began := time.Now()
	_, err := s.Entries(t.Context())
	if p, ok := errors.AsType[*trust.Problem](err); !ok || p.Code != trust.StoreNoAnswer || time.Since(began) > 3*time.Second {
		t.Errorf("a child that hangs: %v after %v", err, time.Since(began))
	}
	s = &builtinStore{info: trust.Info{ID: "nss-builtin"}, patience: time.Second}
	_, err = s.Entries(t.Context())
	if p, ok := errors.AsType[*trust.Problem](err); !ok || p.Code != trust.StoreNoBuiltins {
		t.Errorf("no library: %v", err)
	}
	if _, err := nativeProgram(s.reader); err == nil {
		t.Error("a test binary would be started as the child")
	}
}

func TestReadNative(t *testing.T) {
	for _, tt := range []struct {
		args []string
		code int
	}{
		{nil, 2}, {[]string{"roots"}, 2}, {[]string{"trust", "x"}, 2}, {[]string{"trust"}, 3}, {[]string{"trees", "x"}, 2}, {[]string{"roots", "a", "b"}, 2}, {[]string{"roots", "/nonexistent.so"}, 3},
	} {
		var out, errs strings.Builder
		if code := ReadNative(tt.args, strings.NewReader(""), &out, &errs); code != tt.code || out.Len() > 0 || errs.Len() == 0 {
			t.Errorf("%q: code %d, want %d, stdout %q, stderr %q", tt.args, code, tt.code, out.String(), errs.String())
		}
	}
}

func TestSystemName(t *testing.T) {
	for _, tt := range []struct{ path, text, want string }{
		{"etc/os-release", "NAME=x\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n", "Debian GNU/Linux 12 (bookworm)"},
		{"usr/lib/os-release", "PRETTY_NAME='It is \"so\"'\r\n", `It is "so"`},
		{"etc/os-release", `PRETTY_NAME="a \"b\" \$c \\d"`, `a "b" $c \d`},
		{"etc/os-release", "PRETTY_NAME=Plain\nPRETTY_NAME=Later", "Plain"},
		{"etc/os-release", "NAME=x", ""},
		{"etc/other", "", ""},
	} {
		root := t.TempDir()
		writeFile(t, filepath.Join(root, tt.path), tt.text)
		if got, _ := testComputer(root, nil).system(); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
	if c := Computer(t.Context()); c.OS != "linux" {
		t.Errorf("%+v", c)
	}
}

// TestBuiltinOrigin: what NSS's own library holds was added by nobody here, its blocked roots included, which
// are not marked as of Mozilla's programme. p11-kit's shows the system's certificates too.
func TestBuiltinOrigin(t *testing.T) {
	dir := t.TempDir()
	touch(t, dir, "libnssckbi.so", "p11-kit-trust.so")
	os.Symlink("p11-kit-trust.so", filepath.Join(dir, "fedora.so"))
	c := trusttest.Root(t, "blocked")
	text, err := json.Marshal(map[string]any{"whole": true, "tokens": []*nss.Token{{Certificates: []*nss.Certificate{{DER: c.Raw, Label: "blocked"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	reader := filepath.Join(dir, "reader")
	writeFile(t, reader, "#!/bin/sh\ncat <<'end'\n"+string(text)+"\nend\n")
	os.Chmod(reader, 0o700)
	for library, want := range map[string]trust.Origin{"libnssckbi.so": trust.Vendor, "p11-kit-trust.so": trust.Added, "fedora.so": trust.Added} {
		s := &builtinStore{library: filepath.Join(dir, library), reader: reader, patience: 5 * time.Second}
		entries, err := s.Entries(t.Context())
		if err != nil || len(entries) != 1 || entries[0].Origin != want {
			t.Errorf("%s: %+v, %v", library, entries, err)
		}
	}
}
