package platform

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"certviewer/trust"
)

func TestRunning(t *testing.T) {
	root, home := t.TempDir(), t.TempDir()
	c := testComputer(root, map[string]string{"HOME": home})
	for path, text := range map[string]string{
		"proc/sys/kernel/hostname": "here\n", "proc/41/comm": "chromium\n", "proc/42/comm": "bash\n", "proc/43/comm": "chrome\n",
	} {
		writeFile(t, filepath.Join(root, path), text)
	}
	link := func(dir, target string) {
		t.Helper()
		touch(t, home, dir+"/")
		path := filepath.Join(home, dir, singletonLock)
		os.Remove(path)
		if target == "" {
			return
		}
		if err := os.Symlink(target, path); err != nil {
			t.Fatal(err)
		}
	}
	browser := func(id trust.StoreID) trust.Info {
		return trust.Info{ID: id, Scope: trust.ScopeUser, Application: chromium, Path: filepath.Join(home, ".pki/nssdb")}
	}
	const own, chrome, snap, flatpak = ".config/chromium", ".config/google-chrome", "snap/chromium/common/chromium", ".var/app/org.chromium.Chromium/config/chromium"
	for _, tt := range []struct {
		name   string
		dir    string
		target string
		id     trust.StoreID
		want   bool
	}{
		{"no browser", own, "", chromium, false},
		{"Chromium", own, "here-41", chromium, true},
		{"Chrome, which shares the database", chrome, "here-43", chromium, true},
		{"ended by force, its number another's", own, "here-42", chromium, false},
		{"ended by force, its number nobody's", own, "here-999", chromium, false},
		{"on another computer", own, "there-999", chromium, true},
		{"a name with a dash", own, "not-here-41", chromium, true},
		{"no such link", own, "nonsense", chromium, false},
		{"in a snap", snap, "here-41", "chromium@snap", true},
		{"in a snap, not outside", snap, "here-41", chromium, false},
		{"in a Flatpak, by the box's own number", flatpak, "here-2", "chromium@flatpak", true},
		{"another Flatpak", flatpak, "here-2", "chromium@flatpak-chrome", false},
	} {
		link(tt.dir, tt.target)
		if got := c.running(t.Context(), browser(tt.id)); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
		link(tt.dir, "")
	}

	profile := trust.Info{ID: "firefox:a", Scope: trust.ScopeUser, Application: firefox, Path: filepath.Join(home, "a")}
	touch(t, home, "a/")
	if c.running(t.Context(), profile) {
		t.Error("a profile that was never opened is open")
	}
	f, err := os.Create(filepath.Join(home, "a/.parentlock"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	l := unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart}
	if err := unix.FcntlFlock(f.Fd(), unix.F_OFD_SETLK, &l); err != nil {
		t.Fatal(err)
	}
	if !c.running(t.Context(), profile) {
		t.Error("a profile that is open is not")
	}
	profile.Scope = trust.ScopeComputer
	if c.running(t.Context(), profile) {
		t.Error("the computer's own store is no program's")
	}
}
