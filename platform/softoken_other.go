//go:build !linux

package platform

// softokens returns nothing: databases are changed through NSS's library on Linux only so far.
func (c computer) softokens(string) []string { return nil }

func (c computer) softokenFolder(string) string { return "" }
