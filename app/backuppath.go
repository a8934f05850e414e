package app

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// BackupPath proposes where to keep a backup: in the folder that the person calls documents, else in the home, under a
// name that is not taken. "" where there is no home.
func BackupPath(now time.Time) string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	name := filepath.Join(documents(home), "certviewer-backup-"+now.Format(time.DateOnly))
	path := name + ".p12"
	for n := 2; taken(path) && n < 1000; n++ {
		path = name + "-" + strconv.Itoa(n) + ".p12"
	}
	return path
}

func taken(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// documents is the folder that desktops of Linux name in user-dirs.dirs, in the person's own language; elsewhere it
// is called Documents, whatever the screen says. See the XDG User Directories: xdg-user-dirs, user-dirs.dirs(5).
func documents(home string) string {
	config := os.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(config) {
		config = filepath.Join(home, ".config")
	}
	for _, folder := range []string{userDir(filepath.Join(config, "user-dirs.dirs"), home), filepath.Join(home, "Documents")} {
		if fi, err := os.Stat(folder); folder != "" && err == nil && fi.IsDir() {
			return folder
		}
	}
	return home
}

// userDir reads XDG_DOCUMENTS_DIR from a file of such lines: XDG_DOCUMENTS_DIR="$HOME/書類".
func userDir(file, home string) string {
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	lines := bufio.NewScanner(io.LimitReader(f, 64<<10))
	for lines.Scan() {
		value, ok := strings.CutPrefix(strings.TrimSpace(lines.Text()), "XDG_DOCUMENTS_DIR=")
		if !ok {
			continue
		}
		value = strings.Trim(value, `"`)
		if rest, ok := strings.CutPrefix(value, "$HOME/"); ok {
			return filepath.Join(home, rest)
		}
		if filepath.IsAbs(value) {
			return value
		}
	}
	return ""
}
