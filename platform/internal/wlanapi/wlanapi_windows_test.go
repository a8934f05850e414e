package wlanapi

import (
	"errors"
	"os"
	"testing"

	"golang.org/x/sys/windows"
)

// TestProfiles: under Wine there is no wireless network. Where make test-windows has put a library of its own in the place of
// Windows' (testdata/wlanapi.c), two interfaces have one network between them, and the first has another that nobody may see.
func TestProfiles(t *testing.T) {
	got, err := Profiles()
	file := os.Getenv("CERTVIEWER_WLAN_PROFILE")
	if file == "" {
		if err != nil && !errors.Is(err, ErrAbsent) {
			t.Error(err)
		}
		t.Logf("%d networks, %v", len(got), err)
		return
	}
	text, wrong := os.ReadFile(file)
	if err != nil || wrong != nil || len(got) != 3 {
		t.Fatalf("%+v %v %v", got, err, wrong)
	}
	for i, want := range []Profile{{Name: "大学 eduroam", XML: string(text)}, {Name: "secret", Err: windows.ERROR_ACCESS_DENIED}, {Name: "大学 eduroam", XML: string(text)}} {
		if got[i] != want {
			t.Errorf("%+v, want %+v", got[i], want)
		}
	}
}
