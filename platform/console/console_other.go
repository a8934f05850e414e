//go:build !windows

package console

import (
	"io"
	"os"
)

// Colours reports whether f is a terminal that shows colours.
func Colours(f *os.File) bool {
	fi, err := f.Stat()
	return err == nil && fi.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}

// Text returns where text goes that is to arrive at f: here f itself, since everybody reads UTF-8.
func Text(f *os.File) io.Writer { return f }

// Leave does nothing: no terminal was opened for this program alone. Somebody reads what is printed.
func Leave() (heard bool) { return true }

// Language returns "": the environment says it here.
func Language() string { return "" }

// Tell does nothing: what is printed is read here.
func Tell(title, text string) {}

// Show does nothing, as Tell.
func Show(file string) error { return nil }
