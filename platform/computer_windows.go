package platform

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// installed returns which of the programs are installed that sign in from a list of Windows': an installer registers the
// program's file ("Application Registration", learn.microsoft.com: App Paths), for everybody or for the person.
func (computer) installed() (out []string) {
	for _, p := range []struct{ id, file string }{{"chrome", "chrome.exe"}, {"edge", "msedge.exe"}} {
		for _, whose := range []registry.Key{registry.CURRENT_USER, registry.LOCAL_MACHINE} {
			if registered(whose, p.file) {
				out = append(out, p.id)
				break
			}
		}
	}
	return out
}

func registered(whose registry.Key, file string) bool {
	k, err := registry.OpenKey(whose, appPaths+file, registry.QUERY_VALUE|registry.WOW64_64KEY)
	if err != nil {
		return false
	}
	defer k.Close()
	path, kind, err := k.GetStringValue("")
	if err == nil && kind == registry.EXPAND_SZ {
		path, err = registry.ExpandString(path)
	}
	if err != nil {
		return false
	}
	fi, err := os.Stat(strings.Trim(path, `"`))
	return err == nil && fi.Mode().IsRegular() // an uninstaller may leave the key behind
}

const appPaths = `SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\`

// system returns what Windows is called, with its version: "Windows 11 Pro 24H2 (10.0.26100)". Families are for Linux.
func (computer) system() (string, string) {
	v := windows.RtlGetVersion()
	name, release := "Windows", ""
	if k, err := registry.OpenKey(registry.LOCAL_MACHINE, `SOFTWARE\Microsoft\Windows NT\CurrentVersion`, registry.QUERY_VALUE|registry.WOW64_64KEY); err == nil {
		defer k.Close()
		if s, _, err := k.GetStringValue("ProductName"); err == nil {
			name = strings.TrimPrefix(s, "Microsoft ")
		}
		if s, _, err := k.GetStringValue("DisplayVersion"); err == nil {
			release = " " + s
		}
	}
	if v.MajorVersion == 10 && v.BuildNumber >= 22000 { // Windows 11 still calls itself 10 there
		name = strings.Replace(name, "Windows 10", "Windows 11", 1)
	}
	return fmt.Sprintf("%s%s (%d.%d.%d)", name, release, v.MajorVersion, v.MinorVersion, v.BuildNumber), ""
}
