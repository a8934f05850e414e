//go:build linux && cgo

package platform

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"certviewer/cert"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// TestNSSWriter makes and changes databases from a child process with the environment that NativeEnv gives, and
// reads them as everything else here does.
func TestNSSWriter(t *testing.T) {
	c := testComputer("", nil)
	if len(c.softokens(chromium)) == 0 {
		t.Skip("NSS is not installed")
	}
	where := trust.Where{Home: os.Getenv("CERTVIEWER_HOME")}
	ids := []trust.StoreID{"firefox:aaaa.default", "chromium"}
	if where.Home == "" {
		where.Home = t.TempDir()
		touch(t, where.Home, ".pki/nssdb/", ".mozilla/firefox/aaaa.default/")
		writeFile(t, filepath.Join(where.Home, ".mozilla/firefox/profiles.ini"), "[Profile0]\nName=default\nIsRelative=1\nPath=aaaa.default\n")
		cmd := exec.Command(os.Args[0], "-test.run=^TestNSSWriter$")
		cmd.Env = append(c.nativeEnvOf(t.Context(), where, ids), "CERTVIEWER_HOME="+where.Home, "TMPDIR="+os.TempDir(), "PATH="+os.Getenv("PATH"))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
		return
	}
	var writers []trust.Writer
	for _, id := range ids {
		if err := c.createStore(t.Context(), where, id); err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		if err := c.createStore(t.Context(), where, id); !errors.Is(err, trust.ErrPresent) {
			t.Errorf("%s, made again: %v", id, err)
		}
		w, err := c.openWriter(t.Context(), where, id, nil)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		writers = append(writers, w)
	}
	root, private := trusttest.RootWithKey(t, "Root")
	for i, id := range ids { // both are open at once
		if err := writers[i].Add(t.Context(), root, "", trust.Want{For: []cert.Purpose{cert.Email}}); err != nil {
			t.Errorf("%s: %v", id, err)
		}
		entries, err := only(t, c, where.Home, id).Entries(t.Context())
		if err != nil || len(entries) != 1 || entries[0].Native != ",C," || !slices.Equal(entries[0].TrustedFor(), []cert.Purpose{cert.Email}) {
			t.Errorf("%s: %+v, %v", id, entries, err)
		}
		person, key := trusttest.Identity(t, "Person", private)
		if w, ok := writers[i].(trust.IdentityWriter); !ok {
			t.Errorf("%s holds no keys", id)
		} else if err := errors.Join(w.AddIdentity(t.Context(), person, key, ""), w.Prove(t.Context(), person)); err != nil {
			t.Errorf("%s: %v", id, err)
		}
		entries, err = only(t, c, where.Home, id).Entries(t.Context())
		if i := slices.IndexFunc(entries, func(e trust.Entry) bool { return e.Certificate.SHA256 == person.SHA256 }); err != nil || i < 0 || !entries[i].HasKey {
			t.Errorf("%s: %+v, %v", id, entries, err)
		}
		if err := writers[i].Close(); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
}

// TestSoftokens: which libraries open a program's database, and what the child needs for that.
func TestSoftokens(t *testing.T) {
	root, home := t.TempDir(), t.TempDir()
	touch(t, root, "usr/lib64/libsoftokn3.so", "usr/lib/firefox-esr/libsoftokn3.so", "opt/thunderbird/libsoftokn3.so", "usr/lib/thunderbird/libxul.so")
	touch(t, home, ".pki/nssdb/", ".thunderbird/b.b/cert9.db", ".mozilla/firefox/a.a/cert9.db")
	c := testComputer(root, map[string]string{"LD_LIBRARY_PATH": "/evil", "HOME": home, "SECRET": "x"})
	system, fox, bird := "usr/lib64", "usr/lib/firefox-esr", "opt/thunderbird"
	for program, want := range map[string][]string{
		chromium: {system, fox, bird}, "": {system, fox, bird}, firefox: {fox, system, bird}, thunderbird: {bird, system, fox},
	} {
		for i := range want {
			want[i] = filepath.Join(root, want[i], "libsoftokn3.so")
		}
		if got := c.softokens(program); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", program, got, want)
		}
	}
	for _, tt := range []struct {
		ids  []trust.StoreID
		path string
	}{
		{[]trust.StoreID{"chromium"}, ""}, {[]trust.StoreID{"system", "nonsense"}, ""},
		{[]trust.StoreID{"chromium", "firefox:a.a"}, fox}, {[]trust.StoreID{"thunderbird:b.b", "firefox:a.a"}, bird},
	} {
		want := []string{"LC_ALL=C", noCopies, "HOME=" + home}
		if tt.path != "" {
			want = append(want, "LD_LIBRARY_PATH="+filepath.Join(root, tt.path))
		}
		if got := c.nativeEnvOf(t.Context(), trust.Where{}, tt.ids); !slices.Equal(got, want) {
			t.Errorf("%v: %q, want %q", tt.ids, got, want)
		}
	}
}
