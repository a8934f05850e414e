package platform

import (
	"slices"
	"strings"
)

// systemName returns what the distribution calls itself: PRETTY_NAME of os-release(5).
func (c computer) systemName() string { return c.osRelease()["PRETTY_NAME"] }

// families are the distributions that keep the system's bundle each in its own way. One that is like another
// says so in ID_LIKE.
var families = map[string]string{
	"debian": "debian", "ubuntu": "debian", "fedora": "fedora", "rhel": "fedora", "centos": "fedora", "arch": "arch",
	"suse": "suse", "opensuse": "suse", "alpine": "alpine",
}

// systemFamily returns which family the distribution is of, by ID and ID_LIKE of os-release(5); "" when we do not
// know it.
func (c computer) systemFamily() string {
	release := c.osRelease()
	for _, id := range slices.Concat([]string{release["ID"]}, strings.Fields(release["ID_LIKE"])) {
		if f, ok := families[id]; ok {
			return f
		}
	}
	return ""
}

// osRelease returns the values of os-release(5), from the first of its places that has it.
func (c computer) osRelease() map[string]string {
	for _, path := range []string{"/etc/os-release", "/usr/lib/os-release"} {
		text, _ := readSmall(c.path(path))
		if text == nil {
			continue
		}
		values := map[string]string{}
		for line := range strings.Lines(string(text)) {
			name, value, ok := strings.Cut(line, "=")
			if _, twice := values[name]; ok && !twice {
				values[name] = unquote(strings.TrimSpace(value))
			}
		}
		return values
	}
	return nil
}

// unquote takes the shell's quotes from a value, and the backslashes inside double quotes.
func unquote(s string) string {
	if len(s) < 2 || s[0] != s[len(s)-1] || (s[0] != '"' && s[0] != '\'') {
		return s
	}
	quote, s := s[0], s[1:len(s)-1]
	if quote == '"' {
		s = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\$`, `$`, "\\`", "`").Replace(s)
	}
	return s
}
