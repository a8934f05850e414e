package app

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"certviewer/message"
)

// Settings are what a person chose, for both faces.
type Settings struct {
	Language string  `json:"language,omitempty"` // "en", "ja"; "" = the system's
	Theme    string  `json:"theme,omitempty"`    // "light", "dark"; "" = the system's
	Scale    float32 `json:"scale,omitempty"`    // 1 = as the screen asks; 0 = not chosen
	Window   Window  `json:"window,omitzero"`
}

// Window is where the window was when it was closed.
type Window struct {
	Width  float32 `json:"width,omitempty"`
	Height float32 `json:"height,omitempty"`
}

// DataFolder is where settings and the log lie: CERTVIEWER_DATA, or the system's own place for a program's
// data. It is made only when something is written.
func DataFolder() (string, error) {
	if d := os.Getenv("CERTVIEWER_DATA"); d != "" {
		return d, nil
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		d, err := os.UserConfigDir()
		return filepath.Join(d, "certviewer"), err
	}
	if d := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(d) {
		return filepath.Join(d, "certviewer"), nil
	}
	h, err := os.UserHomeDir()
	return filepath.Join(h, ".local", "share", "certviewer"), err
}

// settingsCap is more than settings ever need.
const settingsCap = 64 << 10

// LoadSettings reads the settings. A file that is absent or damaged gives the zero Settings, and a value that
// nobody can have chosen is left out: nobody should be kept from a health check by a preference.
func LoadSettings() Settings {
	path, err := settingsFile()
	if err != nil {
		return Settings{}
	}
	if fi, err := os.Stat(path); err != nil || !fi.Mode().IsRegular() || fi.Size() > settingsCap {
		return Settings{}
	}
	var s Settings
	if b, err := os.ReadFile(path); err != nil || json.Unmarshal(b, &s) != nil {
		return Settings{}
	}
	if !slices.Contains(message.Languages(), s.Language) {
		s.Language = ""
	}
	if s.Theme != "light" && s.Theme != "dark" {
		s.Theme = ""
	}
	if s.Scale < leastScale || s.Scale > mostScale {
		s.Scale = 0
	}
	if s.Window.Width < 0 || s.Window.Height < 0 {
		s.Window = Window{}
	}
	return s
}

// The scales that a window can be read and left again at.
const leastScale, mostScale = 0.5, 3

// Save writes the settings whole or not at all.
func (s Settings) Save() error {
	path, err := settingsFile()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	return writeWhole(path, append(b, '\n'), 0o600, os.Rename)
}

func settingsFile() (string, error) {
	d, err := DataFolder()
	return filepath.Join(d, "settings.json"), err
}
