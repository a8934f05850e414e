package platform

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// A profile is one set-up of a program of Mozilla's.
type profile struct {
	name string // as the program shows it
	dir  string
}

// profiles returns the profiles of the program whose home is dir: those of profiles.ini, in its
// order, and then folders that hold a database and are not named there, as they are left behind by
// hand-made copies. Folders that do not exist are left out.
func profiles(dir string) []profile {
	var out []profile
	seen := map[string]bool{}
	add := func(p profile) {
		if r := realPath(p.dir); !seen[r] && isDir(p.dir) {
			seen[r] = true
			out = append(out, p)
		}
	}
	if text := readSmall(filepath.Join(dir, "profiles.ini")); text != nil {
		for _, p := range parseProfiles(text, dir) {
			add(p)
		}
	}
	for _, parent := range []string{dir, filepath.Join(dir, "Profiles")} { // Profiles: Windows and macOS
		entries, err := os.ReadDir(parent)
		if err != nil {
			continue
		}
		for _, e := range entries {
			p := filepath.Join(parent, e.Name())
			if isFile(filepath.Join(p, "cert9.db")) {
				add(profile{afterDot(e.Name()), p})
			}
		}
	}
	return out
}

// afterDot returns the speaking part of a profile's folder: "work" of "k3j4h5.work".
func afterDot(folder string) string {
	if _, name, ok := strings.Cut(folder, "."); ok && name != "" {
		return name
	}
	return folder
}

// parseProfiles reads a profiles.ini: its sections [Profile0], [Profile1], … with Name, Path and
// IsRelative (nsToolkitProfileService.cpp). Other sections, such as those of installations, name no profiles.
func parseProfiles(text []byte, dir string) []profile {
	var out []profile
	var name, path, relative string
	inProfile := false
	flush := func() {
		if inProfile && path != "" {
			p := filepath.FromSlash(path)
			if relative != "0" && !filepath.IsAbs(p) {
				p = filepath.Join(dir, p)
			}
			if filepath.IsAbs(p) {
				p = filepath.Clean(p)
				if name == "" {
					name = afterDot(filepath.Base(p))
				}
				out = append(out, profile{name, p})
			}
		}
		name, path, relative = "", "", ""
	}
	lines := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if section, ok := strings.CutPrefix(line, "["); ok {
			flush()
			inProfile = strings.HasPrefix(section, "Profile")
			continue
		}
		key, value, _ := strings.Cut(line, "=")
		switch strings.TrimSpace(key) {
		case "Name":
			name = strings.TrimSpace(value)
		case "Path":
			path = strings.TrimSpace(value)
		case "IsRelative":
			relative = strings.TrimSpace(value)
		}
	}
	flush()
	return out
}

// readSmall returns what an ordinary file of at most 1 MB holds; nil for anything else.
func readSmall(path string) []byte {
	const most = 1 << 20
	if !isFile(path) {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil || len(b) > most {
		return nil
	}
	return b
}
