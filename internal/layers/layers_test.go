package layers

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestLayers(t *testing.T) {
	broken, read, err := Check(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	if read < 10 {
		t.Fatalf("read %d files: this is not the whole program", read)
	}
	for _, line := range broken {
		t.Error(line)
	}
}

// TestForbidden breaks the rules on purpose, so that the silence of TestLayers means something.
func TestForbidden(t *testing.T) {
	for _, c := range []struct {
		file, imports string
		want          string // part of the only complaint; "" when there must be none
	}{
		{"diagnose/a.go", "certviewer/facts", ""},
		{"diagnose/a.go", "certviewer/platform", "must not import certviewer/platform"},
		{"diagnose/a.go", "os", "nothing but its arguments"},
		{"diagnose/a_test.go", "os", ""},
		{"app/a.go", "os", ""},
		{"app/a.go", "certviewer/platform", "must not import certviewer/platform"},
		{"cli/a.go", "certviewer/ui", "must not import certviewer/ui"},
		{"ui/a.go", "certviewer/cli", "must not import certviewer/cli"},
		{"ui/a.go", "fyne.io/fyne/v2/widget", ""},
		{"ui/a.go", "fyne.io/fyne/v2/app", "must not start a driver"},
		{"ui/widgets/a.go", "fyne.io/fyne/v2/widget", ""},
		{"ui/widgets/a.go", "certviewer/app", "must not import certviewer/app"},
		{"cli/a.go", "fyne.io/fyne/v2/widget", "has no place here"},
		{"cmd/certviewer/a.go", "fyne.io/fyne/v2/app", ""},
		{"probe/a.go", "net/http", ""},
		{"probe/a.go", "crypto/tls", ""},
		{"platform/a.go", "net/http", "may use the network"},
		{"app/a.go", "crypto/tls", "may use the network"},
		{"app/a.go", "net", "may use the network"},
		{"app/a.go", "net/url", ""},
		{"cert/a.go", "github.com/smallstep/certinfo", ""},
		{"ui/a.go", "github.com/smallstep/certinfo", "has no place here"},
		{"platform/a_windows.go", "modernc.org/sqlite", "has no place here"},
		{"platform/internal/nssdb/a.go", "modernc.org/sqlite", ""},
		{"platform/internal/nssdb/a.go", "certviewer/platform", "must not import certviewer/platform"},
		{"platform/a_darwin.go", "certviewer/platform/internal/keychain", ""},
		{"app/a.go", "certviewer/platform/internal/nssdb", "policy lives above"},
		{"cmd/certviewer/a.go", "certviewer/platform/internal/nssdb", "policy lives above"},
		{"platform/a.go", "C", "translated in one place"},
		{"app/a.go", "os/exec", "which is platform's"},
		{"app/a.go", "certviewer/internal/fixture", "must not import certviewer/internal/fixture"},
		{"app/a.go", "certviewer/trust/trusttest", "must not import certviewer/trust/trusttest"},
		{"trust/trusttest/a.go", "certviewer/trust", ""},
		{"helpers/a.go", "fmt", "package helpers has no layer"},
		{"a.go", "fmt", "has no layer"},
		{"ui/testdata/a.go", "net/http", ""},
	} {
		src := fmt.Sprintf("//go:build plan9\n\npackage a\n\nimport _ %q\n", c.imports)
		broken, _, err := Check(fstest.MapFS{c.file: {Data: []byte(src)}})
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		switch {
		case c.want == "" && len(broken) > 0:
			t.Errorf("%s may import %s, and this was said: %s", c.file, c.imports, broken)
		case c.want != "" && (len(broken) != 1 || !strings.Contains(broken[0], c.want)):
			t.Errorf("%s imports %s: want one complaint with %q, got %q", c.file, c.imports, c.want, broken)
		}
	}
}

// TestRules reads the table itself: no package stands below something that stands on it.
func TestRules(t *testing.T) {
	for pkg := range rules {
		if path := cycle(pkg, nil); path != nil {
			t.Errorf("the rules allow a circle: %s", strings.Join(path, " → "))
		}
	}
}

// cycle returns a way from pkg back to a package of the path, nil when there is none. A
// package's own sub-packages are its own business.
func cycle(pkg string, path []string) []string {
	if slices.Contains(path, pkg) {
		return append(path, pkg)
	}
	path = append(slices.Clone(path), pkg)
	for dep := range strings.FieldsSeq(rules[pkg].ours) {
		if dep == pkg {
			continue
		}
		if found := cycle(dep, path); found != nil {
			return found
		}
	}
	return nil
}
