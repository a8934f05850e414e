package regular

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestRead(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("12345"), 0o640); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		path string
		most int64
		want error
	}{
		{"as large as may be", file, 5, nil},
		{"too large", file, 4, ErrTooLarge},
		{"a folder", dir, 5, ErrNotRegular},
		{"not there", filepath.Join(dir, "no"), 5, fs.ErrNotExist},
	} {
		b, fi, err := Read(tt.path, tt.most)
		if !errors.Is(err, tt.want) || tt.want == nil && (string(b) != "12345" || fi.Name() != "file") || tt.want != nil && b != nil {
			t.Errorf("%s: %q, %v", tt.name, b, err)
		}
	}
}
