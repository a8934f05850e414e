package app

import (
	"os"
	"path/filepath"
	"testing"
)

func TestSettings(t *testing.T) {
	data := filepath.Join(t.TempDir(), "deep", "data")
	t.Setenv("CERTVIEWER_DATA", data)
	if got := LoadSettings(); got != (Settings{}) {
		t.Errorf("without a file: %+v", got)
	}
	want := Settings{Language: "ja", Theme: "dark", Scale: 1.5, Window: Window{Width: 900, Height: 600}}
	for range 2 { // the second time there is a file
		if err := want.Save(); err != nil {
			t.Fatal(err)
		}
	}
	if got := LoadSettings(); got != want {
		t.Errorf("read back: %+v", got)
	}
	fi, err := os.Stat(filepath.Join(data, "settings.json"))
	if err != nil || fi.Mode().Perm()&0o077 != 0 {
		t.Errorf("others can read it: %v %v", fi.Mode(), err)
	}
	only(t, data, "settings.json")
}

// Nobody is kept from a health check by a preference: what is damaged or cannot have been chosen counts for nothing.
func TestSettingsDamaged(t *testing.T) {
	data := t.TempDir()
	t.Setenv("CERTVIEWER_DATA", data)
	for text, want := range map[string]Settings{
		"":                                    {},
		"{":                                   {},
		`{"language":7}`:                      {},
		`["ja"]`:                              {},
		"\x00\x00\x00":                        {},
		`{"language":"xx","theme":"dark"}`:    {Theme: "dark"},
		`{"theme":"pink","scale":-3}`:         {},
		`{"scale":1e30,"language":"ja"}`:      {Language: "ja"},
		`{"scale":40}`:                        {},
		`{"window":{"width":-5,"height":10}}`: {},
		`{"later":{"x":1},"language":"en"}`:   {Language: "en"}, // written by a newer version
	} {
		if err := os.WriteFile(filepath.Join(data, "settings.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := LoadSettings(); got != want {
			t.Errorf("%s: %+v, want %+v", text, got, want)
		}
	}
	os.Remove(filepath.Join(data, "settings.json"))
	if err := os.Mkdir(filepath.Join(data, "settings.json"), 0o700); err != nil {
		t.Fatal(err)
	}
	if got := LoadSettings(); got != (Settings{}) {
		t.Errorf("a folder: %+v", got)
	}
}
