package platform

import (
	"path/filepath"
	"slices"
	"testing"
)

func TestParseProfiles(t *testing.T) {
	base := t.TempDir()
	in := func(p string) string { return filepath.Join(base, filepath.FromSlash(p)) }
	for _, tt := range []struct {
		name, text string
		want       []profile
	}{
		{"empty", "", nil},
		{"one", "[Profile0]\nName=default\nIsRelative=1\nPath=a.default\n", []profile{{"default", in("a.default")}}},
		{"byte order mark, CRLF, spaces", "\ufeff[General]\r\nVersion=2\r\n\r\n[Profile0]\r\n Name = 仕事 \r\nIsRelative=1\r\nPath=Profiles/x.work\r\n", []profile{{"仕事", in("Profiles/x.work")}}},
		{"no newline at the end", "[Profile0]\nName=a\nPath=b", []profile{{"a", in("b")}}},
		{"absolute", "[Profile3]\nName=far\nIsRelative=0\nPath=" + in("else/where") + "\nDefault=1\n", []profile{{"far", in("else/where")}}},
		{"said to be relative, but absolute", "[Profile3]\nName=far\nIsRelative=1\nPath=" + in("far") + "\n", []profile{{"far", in("far")}}},
		{"said to be absolute, but relative", "[Profile3]\nName=far\nIsRelative=0\nPath=far\n", nil},
		{"installations name no profile", "[Install4F96D1932A9F858E]\nDefault=a.default\nLocked=1\nPath=no\n\n[Profile0]\nPath=a.b\n", []profile{{"b", in("a.b")}}},
		{"without a path", "[Profile0]\nName=a\n[Profile1]\nName=b\nPath=b.b\n", []profile{{"b", in("b.b")}}},
		{"lines that mean nothing", "Name=x\n[Profile0\nfoo\n=\n[Profile1]\nPath=p\n;Path=q\n", []profile{{"p", in("p")}}},
		{"order", "[Profile1]\nName=b\nPath=b\n[Profile0]\nName=a\nPath=a\n", []profile{{"b", in("b")}, {"a", in("a")}}},
	} {
		if got := parseProfiles([]byte(tt.text), base); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func FuzzParseProfiles(f *testing.F) {
	f.Add([]byte("\ufeff[Profile0]\r\nName=a\r\nIsRelative=1\r\nPath=../../x\r\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, p := range parseProfiles(text, filepath.FromSlash("/home/a")) {
			if !filepath.IsAbs(p.dir) || p.dir != filepath.Clean(p.dir) {
				t.Errorf("%q", p.dir)
			}
		}
	})
}
