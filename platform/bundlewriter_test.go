//go:build linux

package platform

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"certviewer/cert"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// debian makes a system of Debian's kind below a folder, with a root of its own package, and its real tool if it is
// installed: told to work below that folder. The rest of this machine is not touched.
func debian(t *testing.T) (c computer, packaged *cert.Certificate) {
	t.Helper()
	root := t.TempDir()
	packaged = trusttest.Root(t, "Packaged")
	touch(t, root, "usr/local/share/ca-certificates/", "etc/ssl/certs/", "etc/ca-certificates/update.d/")
	writeFile(t, filepath.Join(root, "usr/share/ca-certificates/mozilla/Packaged.crt"), pemOf(packaged))
	writeFile(t, filepath.Join(root, "usr/share/ca-certificates/mozilla/Other.crt"), pemOf(trusttest.Root(t, "Other")))
	writeFile(t, filepath.Join(root, "etc/ca-certificates.conf"), "# a comment\nmozilla/Packaged.crt\n!mozilla/Gone.crt\nmozilla/Other.crt\n")
	text := fmt.Sprintf(`#!/bin/sh -e
cd '%s'
exec /usr/sbin/update-ca-certificates --certsconf "$PWD/etc/ca-certificates.conf" --certsdir "$PWD/usr/share/ca-certificates" --localcertsdir "$PWD/usr/local/share/ca-certificates" --etccertsdir "$PWD/etc/ssl/certs" --hooksdir "$PWD/etc/ca-certificates/update.d"
`, root)
	if !isFile("/usr/sbin/update-ca-certificates") {
		text = fmt.Sprintf(`#!/bin/sh -e
cd '%s'
: >new
grep -v '^[#!]' etc/ca-certificates.conf | while read -r f; do cat "usr/share/ca-certificates/$f" >>new; done
find -L usr/local/share/ca-certificates -type f -name '*.crt' -exec cat '{}' + >>new
mv new etc/ssl/certs/ca-certificates.crt
`, root)
	}
	tool(t, root, "usr/sbin/update-ca-certificates", text)
	c = testComputer(root, nil)
	updated(t, c)
	return c, packaged
}

// fedora makes a system of Fedora's kind, with a tool that does what its does.
func fedora(t *testing.T) (c computer, packaged *cert.Certificate) {
	t.Helper()
	root := t.TempDir()
	packaged = trusttest.Root(t, "Packaged")
	touch(t, root, "etc/pki/ca-trust/source/anchors/", "etc/pki/ca-trust/source/blocklist/", "etc/pki/tls/certs/")
	writeFile(t, filepath.Join(root, "usr/share/pki/ca-trust-source/ca-bundle.trust.p11-kit"), pemOf(packaged))
	tool(t, root, "usr/bin/update-ca-trust", fmt.Sprintf(`#!/bin/sh -e
test "$1" = extract
cd '%s'
cat etc/pki/ca-trust/source/blocklist/* >blocked 2>/dev/null || :
: >new
for f in usr/share/pki/ca-trust-source/* etc/pki/ca-trust/source/anchors/*; do
	test ! -f "$f" || grep -qF -e "$(sed -n 2,3p "$f")" blocked && test -s blocked || cat "$f" >>new 2>/dev/null || :
done
mv new etc/pki/tls/certs/ca-bundle.crt
`, root))
	c = testComputer(root, nil)
	updated(t, c)
	return c, packaged
}

func tool(t *testing.T, root, name, text string) {
	t.Helper()
	writeFile(t, filepath.Join(root, name), text)
	if err := os.Chmod(filepath.Join(root, name), 0o755); err != nil {
		t.Fatal(err)
	}
}

func updated(t *testing.T, c computer) {
	t.Helper()
	a, ok := c.anchorage()
	if !ok {
		t.Fatal("the system is of no family")
	}
	if err := (&bundleWriter{computer: c, anchorage: a}).update(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func systemWriter(t *testing.T, c computer) trust.Writer {
	t.Helper()
	w, err := c.openWriter(t.Context(), trust.Where{Home: t.TempDir()}, "system", nil)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestBundleWriter(t *testing.T) {
	t.Run("debian", func(t *testing.T) {
		trusttest.TestWriter(t, trusttest.Kind{}, func(t *testing.T) trust.Writer { c, _ := debian(t); return systemWriter(t, c) })
	})
	t.Run("fedora", func(t *testing.T) {
		trusttest.TestWriter(t, trusttest.Kind{Distrust: true}, func(t *testing.T) trust.Writer { c, _ := fedora(t); return systemWriter(t, c) })
	})
}

// tree is every file below a folder, with its content.
func tree(t *testing.T, root string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(root, func(path string, e os.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		out[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func same(t *testing.T, when string, before, after map[string]string) {
	t.Helper()
	for path := range after {
		if _, ok := before[path]; !ok {
			t.Errorf("%s: %s is new", when, path)
		}
	}
	for path, text := range before {
		if after[path] != text {
			t.Errorf("%s: %s is %q, was %q", when, path, after[path], text)
		}
	}
}

// TestPackagedRoot: a root of the distribution's own is not removed; it is distrusted, and that is taken back to the byte.
func TestPackagedRoot(t *testing.T) {
	for name, system := range map[string]func(*testing.T) (computer, *cert.Certificate){"debian": debian, "fedora": fedora} {
		c, packaged := system(t)
		w := systemWriter(t, c)
		files := tree(t, c.root)
		before, err := w.State(t.Context(), packaged)
		if err != nil || !before.Present || len(before.Trust) != 5 {
			t.Fatalf("%s: %+v, %v", name, before, err)
		}
		if err := w.Remove(t.Context(), packaged); !errors.Is(err, trust.ErrReadOnly) {
			t.Errorf("%s: Remove: %v", name, err)
		}
		if err := w.SetTrust(t.Context(), packaged, trust.Want{Distrust: true}); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		s, err := w.State(t.Context(), packaged)
		if err != nil || s.Present || s.Trust[cert.Server].Verdict != trust.Distrusted {
			t.Errorf("%s: distrusted: %+v, %v", name, s, err)
		}
		entries, err := only(t, c, t.TempDir(), "system").Entries(t.Context())
		if err != nil || slices.ContainsFunc(entries, func(e trust.Entry) bool { return e.Certificate.SHA256 == packaged.SHA256 }) {
			t.Errorf("%s: it is still in the bundle: %v", name, err)
		}
		if name == "debian" {
			want := "# a comment\n!mozilla/Packaged.crt\n!mozilla/Gone.crt\nmozilla/Other.crt\n"
			if got, _ := readSmall(filepath.Join(c.root, "etc/ca-certificates.conf")); string(got) != want {
				t.Errorf("the list is %q, want %q", got, want)
			}
		}
		if err := w.Restore(t.Context(), packaged, before); err != nil {
			t.Errorf("%s: Restore: %v", name, err)
		}
		same(t, name, files, tree(t, c.root))
		if err := w.SetTrust(t.Context(), packaged, trust.Want{Distrust: true}); err != nil {
			t.Fatal(err)
		}
		if err := w.SetTrust(t.Context(), packaged, trust.Want{For: cert.Purposes}); err != nil {
			t.Errorf("%s: trusted again: %v", name, err)
		}
		same(t, name+", trusted again", files, tree(t, c.root))
	}
}

// TestAnchorFiles: what an administrator put there under another name goes and comes back; what holds others stays.
func TestAnchorFiles(t *testing.T) {
	c, _ := debian(t)
	place := filepath.Join(c.root, "usr/local/share/ca-certificates")
	single, many, other := trusttest.Root(t, "Single"), trusttest.Root(t, "Many"), trusttest.Root(t, "Another")
	writeFile(t, filepath.Join(place, "company/our root.crt"), "# ours\n"+pemOf(single))
	writeFile(t, filepath.Join(place, "many.crt"), pemOf(many)+pemOf(other))
	updated(t, c)
	w := systemWriter(t, c)
	files := tree(t, c.root)
	before, err := w.State(t.Context(), single)
	if err != nil || !before.Present {
		t.Fatalf("%+v, %v", before, err)
	}
	if err := w.Remove(t.Context(), single); err != nil {
		t.Fatal(err)
	}
	if isFile(filepath.Join(place, "company/our root.crt")) {
		t.Error("the file is still there")
	}
	links, _ := filepath.Glob(filepath.Join(c.root, "etc/ssl/certs/*"))
	for _, l := range links {
		if _, err := os.Stat(l); err != nil {
			t.Errorf("a link that leads nowhere: %v", err)
		}
	}
	if err := w.Restore(t.Context(), single, before); err != nil {
		t.Fatal(err)
	}
	same(t, "restored", files, tree(t, c.root))
	if err := w.Remove(t.Context(), many); err == nil {
		t.Error("a file that holds another certificate is removed")
	}
	same(t, "refused", files, tree(t, c.root))
	// The name comes from the fingerprint, whatever the certificate says.
	evil := trusttest.Root(t, "../../../etc/passwd\n!x")
	if err := w.Add(t.Context(), evil, "../evil", trust.Want{For: cert.Purposes}); err != nil {
		t.Fatal(err)
	}
	if fi, err := os.Stat(filepath.Join(place, "certviewer-"+evil.SHA256.String()+".crt")); err != nil || fi.Mode().Perm() != 0o644 {
		t.Errorf("%v, %v", fi, err)
	}
}

// TestKilledBeforeTheTool: a file that a run left which was killed before the tool is no obstacle, and goes with the undo.
func TestKilledBeforeTheTool(t *testing.T) {
	for name, system := range map[string]func(*testing.T) (computer, *cert.Certificate){"debian": debian, "fedora": fedora} {
		c, _ := system(t)
		w := systemWriter(t, c).(*bundleWriter)
		files, x := tree(t, c.root), trusttest.Root(t, "Half")
		writeFile(t, filepath.Join(w.place, w.own(x).Name), string(w.own(x).Text))
		half, err := w.State(t.Context(), x)
		if err != nil || half.Present {
			t.Fatalf("%s: %+v, %v", name, half, err)
		}
		if err := w.Add(t.Context(), x, "", trust.Want{For: cert.Purposes}); err != nil {
			t.Errorf("%s: finished: %v", name, err)
		}
		if s, err := w.State(t.Context(), x); err != nil || !s.Present {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
		if err := w.Restore(t.Context(), x, half); err != nil {
			t.Errorf("%s: taken back: %v", name, err)
		}
		same(t, name, files, tree(t, c.root))
	}
}

// TestToolFails: what the tool does not take is taken back.
func TestToolFails(t *testing.T) {
	for name, text := range map[string]string{
		"fails":        "#!/bin/sh\necho no such luck >&2\nexit 1\n",
		"does nothing": "#!/bin/sh\nexit 0\n",
		"talks":        "#!/bin/sh\nhead -c 1000000 /dev/zero\nexit 3\n",
		"environment":  "#!/bin/sh\ntest \"$(env | grep -c -e HOME -e LD_)\" = 0 && echo clean\nexit 1\n",
	} {
		c, _ := debian(t)
		tool(t, c.root, "usr/sbin/update-ca-certificates", text)
		w := systemWriter(t, c)
		files := tree(t, c.root)
		t.Setenv("LD_PRELOAD", "")
		err := w.Add(t.Context(), trusttest.Root(t, "x"), "", trust.Want{For: cert.Purposes})
		if err == nil {
			t.Errorf("%s: Add succeeds", name)
		}
		if name == "environment" && !strings.Contains(err.Error(), "clean") {
			t.Errorf("the tool gets our environment: %v", err)
		}
		same(t, name, files, tree(t, c.root))
	}
}

// TestHostileAnchors: a journal changed by hand puts nothing else anywhere.
func TestHostileAnchors(t *testing.T) {
	c, _ := debian(t)
	w := systemWriter(t, c)
	a, b := trusttest.Root(t, "a"), trusttest.Root(t, "b")
	if err := os.Symlink("/", filepath.Join(c.root, "usr/local/share/ca-certificates/link")); err != nil {
		t.Fatal(err)
	}
	files := tree(t, filepath.Join(c.root, "etc"))
	outside := filepath.Join(strings.TrimPrefix(t.TempDir(), "/"), "x.crt")
	for _, f := range []anchorFile{
		{"../x.crt", []byte(pemOf(a))}, {"/x.crt", []byte(pemOf(a))}, {"", []byte(pemOf(a))}, {".", []byte(pemOf(a))}, {"x\n.crt", []byte(pemOf(a))},
		{"x.crt", []byte(pemOf(b))}, {"x.crt", []byte(pemOf(a) + pemOf(b))}, {"x.crt", nil}, {"link/" + outside, []byte(pemOf(a))},
		{"x.crt", []byte(pemOf(a) + strings.Repeat("x", maxAnchorFile))}, {"none/x.crt", []byte(pemOf(a))},
	} {
		target := anchored{Files: []anchorFile{f}, Bundle: true}
		if err := w.Restore(t.Context(), a, trust.State{Present: true, Exact: marshal(t, target)}); err == nil {
			t.Errorf("%q is written", f.Name)
		}
		same(t, f.Name, files, tree(t, filepath.Join(c.root, "etc")))
	}
	if isFile("/" + outside) {
		t.Error("a link leads out of the folder")
	}
}

// TestRights: whoever may not write is told so before anything happens.
func TestRights(t *testing.T) {
	if os.Getenv("CERTVIEWER_TREE") != "" {
		w := systemWriter(t, testComputer(os.Getenv("CERTVIEWER_TREE"), nil))
		if err := w.Add(t.Context(), trusttest.Root(t, "x"), "", trust.Want{For: cert.Purposes}); !errors.Is(err, trust.ErrNeedsAdmin) {
			t.Errorf("Add: %v, want trust.ErrNeedsAdmin", err)
		}
		return
	}
	if os.Getuid() != 0 {
		t.Skip("only root can give up rights")
	}
	c, _ := debian(t)
	for dir := c.root; dir != "/" && dir != "/tmp"; dir = filepath.Dir(dir) {
		os.Chmod(dir, 0o755)
	}
	filepath.WalkDir(c.root, func(path string, e os.DirEntry, err error) error { return errors.Join(err, os.Chmod(path, 0o755)) })
	binary := filepath.Join(c.root, "test")
	if out, err := exec.Command("cp", os.Args[0], binary).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	os.Chmod(binary, 0o755)
	cmd := exec.Command(binary, "-test.run=^TestRights$")
	cmd.Env = []string{"CERTVIEWER_TREE=" + c.root, "TMPDIR=/tmp", "HOME=/nonexistent"}
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

// TestOpenWriter: which stores can be opened for change, and by which names.
func TestOpenWriter(t *testing.T) {
	c, _ := debian(t)
	home := t.TempDir()
	touch(t, home, ".pki/nssdb/", ".mozilla/firefox/aaaa.default/")
	writeFile(t, filepath.Join(home, ".mozilla/firefox/profiles.ini"), "[Profile0]\nName=default\nIsRelative=1\nPath=aaaa.default\n")
	where := trust.Where{Home: home}
	for id, want := range map[trust.StoreID]error{
		"nss-builtin": trust.ErrReadOnly, "chromium": trust.ErrAbsent, "firefox:aaaa.default": trust.ErrAbsent,
	} {
		if _, err := c.openWriter(t.Context(), where, id, nil); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", id, err, want)
		}
	}
	for _, id := range []trust.StoreID{"", "syst", "SYSTEM", "firefox", "firefox:../../etc", "nssdb:/nonexistent", "nonsense"} {
		_, err := c.openWriter(t.Context(), where, id, nil)
		if _, ok := errors.AsType[*trust.UnknownStoreError](err); !ok {
			t.Errorf("%q: %v, want an unknown store", id, err)
		}
	}
	c.env = func(name string) string { return map[string]string{"SSL_CERT_FILE": "/x"}[name] }
	if _, err := c.openWriter(t.Context(), where, "system", nil); !errors.Is(err, trust.ErrReadOnly) {
		t.Errorf("SSL_CERT_FILE: %v", err)
	}
}

func marshal(t *testing.T, v any) json.RawMessage {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
