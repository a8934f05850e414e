package platform

import "strings"

// A keyfile is a text of sections with keys and values, as GLib's GKeyFile and ell's l_settings have them: sections by
// name, and in each the values by key.
type keyfile map[string]map[string]string

// parseKeyfile reads text. Comments and lines that are neither a section's head nor "key=value" are left out; of a key that
// comes twice the last counts. Sections of several lines with a kind, "[@pem@NAME]", have their text under the key "".
func parseKeyfile(text string) keyfile {
	out := keyfile{}
	var section map[string]string
	extended := false
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		bare := strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(bare, "["); ok {
			name, ok = strings.CutSuffix(name, "]")
			if !ok {
				continue
			}
			extended = strings.HasPrefix(name, "@")
			if out[name] == nil {
				out[name] = map[string]string{}
			}
			section = out[name]
			continue
		}
		if extended {
			section[""] += line
			continue
		}
		if bare == "" || bare[0] == '#' || bare[0] == ';' || section == nil {
			continue
		}
		if key, value, ok := strings.Cut(bare, "="); ok {
			section[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	return out
}

// unescapeKeyfile replaces the escapes of a value: \s, \t, \n, \r, \\ and, in GLib's lists, \;.
func unescapeKeyfile(value string) string {
	return strings.NewReplacer(`\s`, " ", `\t`, "\t", `\n`, "\n", `\r`, "\r", `\\`, `\`, `\;`, ";").Replace(value)
}
