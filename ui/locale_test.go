package ui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"certviewer/cert"
	"certviewer/message"
	"certviewer/trust"
)

// A key that ends in a hyphen is the beginning of several, which the test names itself.
var keyShape = regexp.MustCompile(`^(window|label|button|page|state|mark|kind|verdict|count|list|place|programme|standing|topic)\.[a-z0-9_-]*[a-z0-9]$`)

// keys returns the locale's keys that stand in the package's sources.
func keys(t *testing.T) map[string]bool {
	out := map[string]bool{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				if s, err := strconv.Unquote(l.Value); err == nil && keyShape.MatchString(s) {
					out[s] = true
				}
			}
			return true
		})
	}
	return out
}

// Every key that the window uses has a sentence in both languages, and every sentence of window.*.json is
// used.
func TestEveryKeyHasASentence(t *testing.T) {
	used := keys(t)
	if len(used) < 40 {
		t.Fatalf("found %d keys only: the test looks in the wrong place", len(used))
	}
	for _, s := range []trust.Scope{trust.ScopeUser, trust.ScopeComputer, trust.ScopeApplication} {
		used["window.scope-"+string(s)] = true
	}
	for _, p := range cert.Purposes {
		used["window.short-"+string(p)] = true
	}
	for _, v := range []trust.Verdict{trust.Trusted, trust.Distrusted, trust.Unstated} {
		used["window.legend-"+string(v)] = true
		used["window.cell-"+string(v)] = true
	}
	for _, p := range programmes {
		used["programme."+string(p)] = true
	}
	for _, lang := range message.Languages() {
		for key := range used {
			if !message.For(lang).Has(key) {
				t.Errorf("%s has no sentence in %s", key, lang)
			}
		}
		b, err := os.ReadFile("../assets/locale/window." + lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(window\.[a-z0-9.-]+)":`).FindAllStringSubmatch(string(b), -1) {
			if !used[strings.TrimSuffix(strings.TrimSuffix(m[1], ".one"), ".other")] {
				t.Errorf("%s of window.%s.json is not used", m[1], lang)
			}
		}
	}
}
