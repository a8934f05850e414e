package platform

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"certviewer/trust"
)

// singletonLock is how Chromium says that it has a folder of profiles open: a link "HOST-PROCESS" that leads nowhere
// (chrome/browser/process_singleton_posix.cc). It stays behind when the browser is ended by force.
const singletonLock = "SingletonLock"

// chromiumFolders are where browsers made from Chromium keep their profiles. They share one database, besides those that live
// in a box of their own.
func (c computer) chromiumFolders(id trust.StoreID) (dirs []string, boxed bool) {
	h := c.homeDir()
	switch id {
	case chromium + "@snap":
		return []string{filepath.Join(h, "snap/chromium/common/chromium")}, false
	case chromium + "@flatpak":
		return []string{filepath.Join(h, ".var/app/org.chromium.Chromium/config/chromium")}, true
	case chromium + "@flatpak-chrome":
		return []string{filepath.Join(h, ".var/app/com.google.Chrome/config/google-chrome")}, true
	}
	for _, name := range []string{"chromium", "google-chrome", "google-chrome-beta", "microsoft-edge", "BraveSoftware/Brave-Browser", "vivaldi", "opera"} {
		dirs = append(dirs, filepath.Join(c.xdg("XDG_CONFIG_HOME", ".config"), name))
	}
	return dirs, false
}

// chromiumRuns reports whether a browser that uses this database has its profiles open.
func (c computer) chromiumRuns(id trust.StoreID) bool {
	dirs, boxed := c.chromiumFolders(id)
	for _, dir := range dirs {
		target, err := os.Readlink(filepath.Join(dir, singletonLock))
		if err != nil {
			continue
		}
		i := strings.LastIndexByte(target, '-')
		pid, err := strconv.Atoi(target[i+1:])
		if i < 0 || err != nil || pid <= 0 {
			continue
		}
		host, _ := readSmall(c.path("/proc/sys/kernel/hostname"))
		switch {
		case boxed: // the number of the process is the box's own
			if c.someBrowser() {
				return true
			}
		case target[:i] != strings.TrimSpace(string(host)): // on another computer, as far as Chromium itself knows
			return true
		case c.isBrowser(strconv.Itoa(pid)):
			return true
		}
	}
	return false
}

// browserNames are parts of what the processes of such browsers are called.
var browserNames = []string{"chrom", "msedge", "brave", "vivaldi", "opera"}

// isBrowser reports whether the process is one: its number may have gone to another since.
func (c computer) isBrowser(pid string) bool {
	comm, _ := readSmall(c.path(filepath.Join("/proc", pid, "comm")))
	for _, name := range browserNames {
		if strings.Contains(string(comm), name) {
			return true
		}
	}
	return false
}

// someBrowser reports whether this person has any such process.
func (c computer) someBrowser() bool {
	processes, _ := os.ReadDir(c.path("/proc"))
	for _, p := range processes {
		if _, err := strconv.Atoi(p.Name()); err != nil || !c.isBrowser(p.Name()) {
			continue
		}
		fi, err := p.Info()
		if err != nil {
			continue
		}
		if st, ok := fi.Sys().(*syscall.Stat_t); ok && int(st.Uid) == os.Getuid() {
			return true
		}
	}
	return false
}
