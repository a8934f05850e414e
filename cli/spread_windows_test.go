package cli

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestSpread(t *testing.T) {
	dir := os.TempDir() // under Wine no folder can be removed
	for _, name := range []string{"certviewer-spread-a.cer", "certviewer-spread-b.cer", "certviewer-spread-日本.crt"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.Remove(filepath.Join(dir, name)) })
	}
	in := func(name string) string { return filepath.Join(dir, "certviewer-spread-"+name) }
	for _, tt := range []struct{ words, want []string }{
		{[]string{in("*.cer")}, []string{in("a.cer"), in("b.cer")}},
		{[]string{in("??.crt"), "ddfb16cd"}, []string{in("日本.crt"), "ddfb16cd"}},
		{[]string{in("*.p12"), "[*"}, []string{in("*.p12"), "[*"}},
		{nil, nil},
	} {
		if got := spread(tt.words); !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.words, got, tt.want)
		}
	}
}
