// Package layers keeps the packages in their layers: its test fails when an import breaks
// the table in rules.go, which docs/architecture.md draws.
package layers

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

const module = "certviewer/"

// Check parses the import clauses of every Go file in tree, the root of the module, and
// returns a line for each import that breaks a rule, and the number of files it read. It reads
// the files of every system, whatever their names and build tags say; "go list" would show
// only this one's. Tests are left out: they may look anywhere.
func Check(tree fs.FS) (broken []string, read int, err error) {
	err = fs.WalkDir(tree, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if n := d.Name(); n != "." && (n == "testdata" || n[0] == '.' || n[0] == '_') {
				return fs.SkipDir // as go does
			}
			return nil
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		src, err := fs.ReadFile(tree, file)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, src, parser.ImportsOnly)
		if err != nil {
			return err
		}
		read++
		pkg := path.Dir(file)
		if _, ok := ruleFor(pkg); !ok {
			broken = append(broken, fmt.Sprintf("%s: package %s has no layer", file, pkg))
			return nil
		}
		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if why := forbidden(pkg, imported); why != "" {
				broken = append(broken, fmt.Sprintf("%s: %s must not import %s: %s", file, pkg, imported, why))
			}
		}
		return nil
	})
	return broken, read, err
}

// ruleFor returns the rule of pkg: its own, or that of the nearest folder above.
func ruleFor(pkg string) (rule, bool) {
	for ; pkg != "."; pkg = path.Dir(pkg) {
		if r, ok := rules[pkg]; ok {
			return r, true
		}
	}
	return rule{}, false
}

// forbidden says why pkg may not import a path; "" when it may.
func forbidden(pkg, imported string) string {
	name, ours := strings.CutPrefix(imported, module)
	for _, o := range owners {
		dir, below := strings.CutSuffix(o.part, "/")
		if (name == dir || below && within(name, dir)) && !listed(o.owners, pkg) {
			return o.why
		}
	}
	r, _ := ruleFor(pkg)
	first, _, _ := strings.Cut(imported, "/")
	switch {
	case ours:
		if !listed(r.ours, name) {
			return "the table in internal/layers/rules.go says so"
		}
	case imported == "os":
		if listed(still, pkg) {
			return "it looks at nothing but its arguments"
		}
	case strings.Contains(first, "."): // a host's name: not the standard library
		if !listed(r.theirs, imported) {
			return "this dependency has no place here"
		}
	}
	return ""
}

// listed reports whether name, or a folder above it, is one of the words of list. A package
// that has a rule of its own must be listed itself.
func listed(list, name string) bool {
	for word := range strings.FieldsSeq(list) {
		if name == word {
			return true
		}
		if _, own := rules[name]; !own && within(name, word) {
			return true
		}
	}
	return false
}

// within reports whether name lies below dir.
func within(name, dir string) bool { return strings.HasPrefix(name, dir+"/") }
