package platform

import (
	"os"
	"testing"
)

// TestMain lets the test binary be the child process too, as cmd/certviewer is.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "read-native" {
		os.Exit(ReadNative(os.Args[2:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}
