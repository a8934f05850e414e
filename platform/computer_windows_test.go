package platform

import (
	"os"
	"slices"
	"testing"

	"golang.org/x/sys/windows/registry"
)

// TestWindowsInstalled: a program is installed whose file is registered, and is there.
func TestWindowsInstalled(t *testing.T) {
	if got := thisComputer().installed(); onWine && len(got) > 0 {
		t.Fatalf("installed from the beginning: %v", got)
	}
	register := func(file string, set func(registry.Key) error) {
		t.Helper()
		setValue(t, appPaths+file, set, "")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	register("chrome.exe", func(k registry.Key) error { return k.SetStringValue("", `C:\gone\chrome.exe`) })
	if got := thisComputer().installed(); len(got) > 0 {
		t.Errorf("what was taken away is installed: %v", got)
	}
	register("msedge.exe", func(k registry.Key) error { return k.SetStringValue("", `"`+self+`"`) })
	t.Setenv("CERTVIEWER_TEST_SELF", self)
	register("chrome.exe", func(k registry.Key) error { return k.SetExpandStringValue("", "%CERTVIEWER_TEST_SELF%") })
	if got := thisComputer().installed(); !slices.Equal(got, []string{"chrome", "edge"}) {
		t.Errorf("installed: %v", got)
	}
}
