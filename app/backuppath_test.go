package app

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// The backup goes where the person keeps documents, whatever that folder is called, and never over another file.
func TestBackupPath(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", "")
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	proposed := func(want ...string) {
		t.Helper()
		if got, want := BackupPath(now), filepath.Join(append([]string{home}, want...)...); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	folder := func(name string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Join(home, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	write := func(text string, name ...string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(append([]string{home}, name...)...), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	proposed("certviewer-backup-2026-11-21.p12")
	folder("Documents")
	proposed("Documents", "certviewer-backup-2026-11-21.p12")
	folder(".config")
	write("# made by xdg-user-dirs\nXDG_DESKTOP_DIR=\"$HOME/机\"\nXDG_DOCUMENTS_DIR=\"$HOME/書類\"\n", ".config", "user-dirs.dirs")
	proposed("Documents", "certviewer-backup-2026-11-21.p12") // the folder is not there
	folder("書類")
	proposed("書類", "certviewer-backup-2026-11-21.p12")
	write("", "書類", "certviewer-backup-2026-11-21.p12")
	proposed("書類", "certviewer-backup-2026-11-21-2.p12")
	write("XDG_DOCUMENTS_DIR=\""+filepath.Join(home, "書類")+"\"\n", ".config", "user-dirs.dirs")
	proposed("書類", "certviewer-backup-2026-11-21-2.p12")
}
