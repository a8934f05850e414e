package instance

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	long := "/" + strings.Repeat("あ", maxPath/3)
	for _, c := range []struct {
		request, file string
		ok            bool
	}{
		{greeting, "", true},
		{greeting + "/home/花子/証明書 1.pem", "/home/花子/証明書 1.pem", true},
		{greeting + "/a\nb", "/a\nb", true}, // a name may hold nearly anything
		{greeting + long[:maxPath], long[:maxPath], true},
		{greeting + "/" + long[:maxPath], "", false},
		{greeting + "a.pem", "", false},
		{greeting + "/a\x00b", "", false},
		{greeting[:len(greeting)-1], "", false},
		{"certviewer window 2\n/a.pem", "", false},
		{"GET / HTTP/1.1\r\n\r\n", "", false},
		{"", "", false},
	} {
		if file, ok := parse([]byte(c.request)); file != c.file || ok != c.ok {
			t.Errorf("%.40q: got %.40q, %v; want %.40q, %v", c.request, file, ok, c.file, c.ok)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(greeting + "/a.pem"))
	f.Fuzz(func(t *testing.T, request []byte) {
		if file, ok := parse(request); ok && (len(file) > maxPath || file != "" && file[0] != '/') {
			t.Errorf("%q gives %q", request, file)
		}
	})
}
