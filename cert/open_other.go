//go:build !unix

package cert

import "os"

func openFile(path string) (*os.File, error) { return os.Open(path) }
