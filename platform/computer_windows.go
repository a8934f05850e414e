package platform

import (
	"fmt"
	"strings"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

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
