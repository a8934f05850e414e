package console

import (
	"strings"

	"golang.org/x/sys/windows"
)

// Language returns the language in which Windows speaks with this person, such as "ja"; "" when it does not say.
func Language() string {
	all, err := windows.GetUserPreferredUILanguages(windows.MUI_LANGUAGE_NAME)
	if err != nil || len(all) == 0 {
		return ""
	}
	primary, _, _ := strings.Cut(all[0], "-")
	return strings.ToLower(primary)
}
