package instance

import (
	"path/filepath"
	"strings"
	"testing"
)

// root begins an absolute path.
var root = map[bool]string{false: "/", true: `C:\`}[filepath.Separator == '\\']

func TestParse(t *testing.T) {
	long := root + strings.Repeat("あ", maxPath/3)
	for _, c := range []struct {
		request, file string
		ok            bool
	}{
		{greeting, "", true},
		{greeting + root + "花子/証明書 1.pem", root + "花子/証明書 1.pem", true},
		{greeting + root + "a\nb", root + "a\nb", true}, // a name may hold nearly anything
		{greeting + long[:maxPath], long[:maxPath], true},
		{greeting + long[:maxPath] + "a", "", false},
		{greeting + "a.pem", "", false},
		{greeting + root + "a\x00b", "", false},
		{greeting[:len(greeting)-1], "", false},
		{"certviewer window 2\n" + root + "a.pem", "", false},
		{"GET / HTTP/1.1\r\n\r\n", "", false},
		{"", "", false},
	} {
		if file, ok := parse([]byte(c.request)); file != c.file || ok != c.ok {
			t.Errorf("%.40q: got %.40q, %v; want %.40q, %v", c.request, file, ok, c.file, c.ok)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(greeting + root + "a.pem"))
	f.Fuzz(func(t *testing.T, request []byte) {
		if file, ok := parse(request); ok && (len(file) > maxPath || file != "" && !filepath.IsAbs(file)) {
			t.Errorf("%q gives %q", request, file)
		}
	})
}
