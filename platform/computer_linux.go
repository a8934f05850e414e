package platform

import (
	"slices"
	"strings"
)

// system returns what the distribution calls itself, PRETTY_NAME of os-release(5), and its family.
func (c computer) system() (name, family string) {
	release := c.osRelease()
	return release["PRETTY_NAME"], familyOf(release)
}

// families are the distributions that keep the system's bundle each in its own way. One that is like another
// says so in ID_LIKE.
var families = map[string]string{
	"debian": "debian", "ubuntu": "debian", "fedora": "fedora", "rhel": "fedora", "centos": "fedora", "arch": "arch",
	"suse": "suse", "opensuse": "suse", "alpine": "alpine",
}

// familyOf returns which family a distribution is of, by ID and ID_LIKE of its os-release(5); "" when we do not
// know it.
func familyOf(release map[string]string) string {
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
	if quote == '"' && strings.Contains(s, `\`) {
		s = escapes.Replace(s)
	}
	return s
}

var escapes = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\$`, `$`, "\\`", "`")
