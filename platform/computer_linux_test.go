package platform

import (
	"path/filepath"
	"testing"
)

// The family decides which command an administrator is told to type.
func TestSystemFamily(t *testing.T) {
	for release, want := range map[string]string{
		"ID=debian\n": "debian",
		"ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n":      "debian",
		"ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n": "fedora",
		"ID=arch\n":                  "arch",
		"ID=manjaro\nID_LIKE=arch\n": "arch",
		"ID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"\n": "suse",
		"ID=alpine\n": "alpine",
		"ID=nixos\n":  "",
		"NAME=x\n":    "",
	} {
		root := t.TempDir()
		writeFile(t, filepath.Join(root, "etc/os-release"), release)
		if _, got := testComputer(root, nil).system(); got != want {
			t.Errorf("%q: %q, want %q", release, got, want)
		}
	}
}
