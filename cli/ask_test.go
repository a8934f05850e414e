package cli

import (
	"bytes"
	"context"
	"io"
	"testing"

	"certviewer/message"
)

// The first line of a file is the PIN, whatever program on whatever system has written it.
func TestReadLineOf(t *testing.T) {
	for file, want := range map[string]string{
		"pin": "pin", "pin\n": "pin", "pin\r\nnext": "pin", "": "", "\npin": "", " pin \n": " pin ",
		"\xef\xbb\xbfpin\r\n":                    "pin",
		"\xff\xfep\x00i\x00n\x00\r\x00\n\x00":    "pin",
		"\xfe\xff\x00p\x00i\x00n\x00\r\x00\n":    "pin",
		"\xff\xfe\x3d\xd8\x00\xde\x42\x30\n\x00": "\U0001F600あ",
		"\xff\xfe":                               "",
		"\xff\x31 is Latin-1, and no mark\n":     "\xff\x31 is Latin-1, and no mark",
		// A byte of a character of UTF-16 is no line end: 上, and of the other order ഀ and 《.
		"\xff\xfep\x00\x0a\x4ew\x00\r\x00\n\x00next": "p上w",
		"\xfe\xff\x0d\x00\x30\x0a\x00w\x00\n\x00n":   "ഀ《w",
		"\xff\xfew\x00\x00\x0d":                      "wഀ",
		"\xfe\xff\x00w\x4e\x0d":                      "w不",
	} {
		got, err := readLineOf(context.Background(), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader([]byte(file))), nil })
		if err != nil || string(got) != want {
			t.Errorf("%q: %q, %v", file, got, err)
		}
	}
}

// What begins as UTF-16 and is none is no PIN: a backup encrypted with half of one could not be opened.
func TestReadLineOfCut(t *testing.T) {
	for _, file := range []string{
		"\xff\xfep\x00i", "\xff\xfep\x00\n", "\xfe\xff\x00p\n", // an odd tail
		"\xff\xfe\x3d\xd8", "\xff\xfe\x3d\xd8\n\x00", "\xff\xfe\x3d\xd8p\x00", "\xff\xfe\x00\xde\x3d\xd8", "\xfe\xff\xde\x00\x00p", // half a pair
	} {
		got, err := readLineOf(context.Background(), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader([]byte(file))), nil })
		if p := message.AsProblem(secretFileProblem("pin", err)); p.What.ID != "usage-secret-cut" {
			t.Errorf("%q: %q, %v", file, got, err)
		}
	}
}
