package platform

import (
	"bufio"
	"bytes"
	"strings"
)

// systemName returns what the distribution calls itself: PRETTY_NAME of os-release(5).
func (c computer) systemName() string {
	for _, path := range []string{"/etc/os-release", "/usr/lib/os-release"} {
		text := readSmall(c.path(path))
		if text == nil {
			continue
		}
		for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
			if value, ok := strings.CutPrefix(lines.Text(), "PRETTY_NAME="); ok {
				return unquote(strings.TrimSpace(value))
			}
		}
		return ""
	}
	return ""
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
