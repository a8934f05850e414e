package app

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
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

// LoadSettings reads the settings. A file that is absent or damaged gives the zero Settings: nobody should be
// kept from a health check by a preference.
func LoadSettings() Settings {
	var s Settings
	if d, err := DataFolder(); err == nil {
		if b, err := os.ReadFile(filepath.Join(d, "settings.json")); err == nil && json.Unmarshal(b, &s) != nil {
			return Settings{}
		}
	}
	return s
}

// Save writes the settings whole or not at all.
func (s Settings) Save() error {
	d, err := DataFolder()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(d, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(d, ".settings-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err = f.Write(append(b, '\n')); err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(d, "settings.json"))
}
