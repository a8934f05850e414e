package platform

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A profile is one set-up of a program of Mozilla's.
type profile struct {
	name string // as the program shows it
	dir  string
}

// A candidate is a folder that may be a profile.
type candidate struct {
	profile
	listed   bool   // profiles.ini names it: it is a profile even while it has no database
	unlisted bool   // there is a profiles.ini, and it does not name it
	variant  string // of the home it was found in
}

// candidates returns what may be profiles of the program whose home is dir: those of profiles.ini, in its
// order, and then the folders beside it, since hand-made copies are not named there. It does not look
// into them. denied reports that this person is not allowed to look for profiles here.
func candidates(dir string) (out []candidate, denied bool) {
	text, err := readSmall(filepath.Join(dir, "profiles.ini"))
	denied = errors.Is(err, fs.ErrPermission)
	for _, p := range parseProfiles(text, dir) {
		out = append(out, candidate{profile: p, listed: true})
	}
	for _, parent := range []string{dir, filepath.Join(dir, "Profiles")} { // Profiles: Windows and macOS
		entries, err := os.ReadDir(parent)
		denied = denied || errors.Is(err, fs.ErrPermission) && text == nil
		for _, e := range entries {
			p := profile{afterDot(e.Name()), filepath.Join(parent, e.Name())}
			out = append(out, candidate{profile: p, unlisted: text != nil})
		}
	}
	return out, denied
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

// readSmall returns what an ordinary file of at most 1 MB holds; nil for anything else, with the reason if it is
// the system's.
func readSmall(path string) ([]byte, error) {
	const most = 1 << 20
	if fi, err := os.Stat(path); err != nil || !fi.Mode().IsRegular() {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, most+1))
	if err != nil || len(b) > most {
		return nil, err
	}
	return b, nil
}
