package cli

import (
	"path/filepath"
	"strings"
)

// spread replaces patterns such as *.cer by the files they fit: cmd and PowerShell leave that to the program. A word that fits
// nothing stays as it is, so that what is said about it names it.
func spread(words []string) (out []string) {
	for _, word := range words {
		var files []string
		if strings.ContainsAny(word, "*?") {
			files, _ = filepath.Glob(word)
		}
		if files == nil {
			files = []string{word}
		}
		out = append(out, files...)
	}
	return out
}
