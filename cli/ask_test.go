package cli

import (
	"bytes"
	"context"
	"io"
	"testing"
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
		"\xff\xfe\x3d\xd8\n":                     "\ufffd",
	} {
		got, err := readLineOf(context.Background(), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader([]byte(file))), nil })
		if err != nil || string(got) != want {
			t.Errorf("%q: %q, %v", file, got, err)
		}
	}
}
