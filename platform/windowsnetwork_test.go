package platform

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"certviewer/facts"
	"certviewer/trust"
)

// Profiles as Windows writes them, and what they say of the certificate.
func TestWindowsNetworkProfiles(t *testing.T) {
	mine, machine := []trust.StoreID{"user/MY"}, []trust.StoreID{"machine/MY"}
	const root = "5a89fecb5b49a70b1a5263b735eed71cc268be4b"
	want := map[string]*facts.Network{
		"cable":       {Selection: &facts.Selection{Stores: mine}},
		"wifi-simple": {Name: "eduroam", SSID: "eduroam", CA: root, Selection: &facts.Selection{Stores: mine}},
		"wifi-filter": {Name: "大学の無線", SSID: "大学 Wi-Fi", CA: root + " 00" + root[2:], Selection: &facts.Selection{
			Stores: mine, Issuers: []string{"75f5069ca4120e9bdbbca1d99dd0f075fa3bb878", strings.Repeat("ff", 20)},
			Usages: [][]string{{"1.3.6.1.5.5.7.3.2", "1.3.6.1.4.1.311.42.1.15"}, {"1.3.6.1.4.1.311.10.12.1"}, {}},
		}},
		"wifi-filter-off": {Name: "filter off", SSID: "off", Selection: &facts.Selection{Stores: mine}},
		"wifi-asks":       {Name: "asks", SSID: "大", Selection: &facts.Selection{Stores: mine, Asks: true}},
		"wifi-peap-tls":   {Name: "peap", SSID: "peap", CA: root, Selection: &facts.Selection{Stores: mine}},
		"wifi-ttls-tls":   {Name: "ttls", SSID: "ttls", Selection: &facts.Selection{Stores: mine}},
		"wifi-binary":     {Name: "binary", SSID: "binary", Selection: &facts.Selection{Stores: mine}},
		"wifi-machine":    {Name: "machine", SSID: "machine", Selection: &facts.Selection{Stores: machine}},
		"wifi-guest":      nil, "wifi-smartcard": nil, "wifi-password": nil, "wifi-home": nil,
	}
	files, err := filepath.Glob("testdata/networks/*.xml")
	if err != nil || len(files) != len(want) {
		t.Fatalf("%d files, want %d: %v", len(files), len(want), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".xml")
		got, err := parseWindowsNetwork(string(text))
		w := want[name]
		if w != nil {
			w.Manager = windowsManager
		}
		if err != nil || !reflect.DeepEqual(got, w) {
			t.Errorf("%s: %+v %v\nwant %+v", name, got, err, w)
			if got != nil {
				t.Errorf("%+v", got.Selection)
			}
		}
		for n := 0; n < len(text); n += 97 { // cut off
			if got, err := parseWindowsNetwork(string(text[:n])); !errors.Is(err, errProfile) || got != nil {
				t.Fatalf("%s: %d bytes: %+v %v", name, n, got, err)
			}
		}
	}
	for what, text := range map[string]string{"nothing": "", "no XML": "eduroam", "another document": "<a/>", "a bomb": `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><WLANProfile>&b;</WLANProfile>`} {
		if got, err := parseWindowsNetwork(text); !errors.Is(err, errProfile) || got != nil {
			t.Errorf("%s: %+v %v", what, got, err)
		}
	}
}

// The profiles of cables are files, each below the folder of its interface; what cannot be read costs its own line.
func TestCablesIn(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("under Wine a test's folder cannot be removed")
	}
	dir := t.TempDir()
	if got := cablesIn(filepath.Join(dir, "none")); !reflect.DeepEqual(got, facts.Settings{}) {
		t.Errorf("no such folder: %+v", got)
	}
	cable, err := os.ReadFile("testdata/networks/cable.xml")
	if err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{"{1}/{a}.xml": string(cable), "{1}/{a}.txt": "x", "{2}/{b}.XML": "rubbish", "{2}/{c}.xml": strings.Repeat("x", maxConfig+1)} {
		full := filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := cablesIn(dir)
	if len(got.Networks) != 1 || got.Networks[0].Config != filepath.Join(dir, "{1}", "{a}.xml") || got.Networks[0].Selection == nil {
		t.Errorf("%+v", got.Networks)
	}
	if len(got.Unread) != 2 || got.Unread[0].Problem.Code != trust.StoreDamaged || got.Unread[1].Problem.Code != trust.StoreRefused {
		t.Errorf("%+v", got.Unread)
	}
}

func FuzzWindowsNetwork(f *testing.F) {
	files, _ := filepath.Glob("testdata/networks/*.xml")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		if n, err := parseWindowsNetwork(text); n != nil && (err != nil || n.Selection == nil || len(n.Selection.Stores) != 1) {
			t.Errorf("%+v %v", n, err)
		}
	})
}
