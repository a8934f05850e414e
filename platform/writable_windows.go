package platform

import "os"

// writable reports whether path is there and not marked read-only. Windows tells the rest only to
// whoever tries, and nothing is tried here; a profile belongs to its person.
func writable(path string) bool {
	fi, err := os.Stat(path)
	return err == nil && fi.Mode().Perm()&0o200 != 0
}
