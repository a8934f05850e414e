//go:build !linux

package assets

// ForgetFonts does nothing here: the system itself sees to files of programs that nobody reads.
func ForgetFonts() {}
