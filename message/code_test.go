package message

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"certviewer/assets"
)

// A use is a place in the program's code where a sentence is asked for by name.
type use struct {
	id     string
	prefix bool // the ID is put together while the program runs and begins like this
	at     string
}

// A program is what the sources of this repository say about sentences.
type program struct {
	uses     []use
	literals map[string]bool // every string literal, for keys that take a detour through a variable
	blocks   []block
	files    int
}

// readProgram parses every source of the repository except tests.
func readProgram(t *testing.T) *program {
	t.Helper()
	p := &program{literals: map[string]bool{}}
	fset := token.NewFileSet()
	packages := map[string][]*ast.File{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != ".." && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		packages[filepath.Dir(path)] = append(packages[filepath.Dir(path)], f)
		p.files++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	constants := map[string]string{} // "pkg.Name": a constant may be used in another package
	for _, files := range packages {
		for _, f := range files {
			collectConstants(f, constants)
		}
	}
	for _, files := range packages {
		for _, f := range files {
			s := source{program: p, fset: fset, pkg: f.Name.Name, constants: constants}
			ast.Inspect(f, s.visit)
		}
	}
	return p
}

func collectConstants(f *ast.File, constants map[string]string) {
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, s := range g.Specs {
			v := s.(*ast.ValueSpec)
			for i, name := range v.Names {
				if i < len(v.Values) {
					if text, ok := literal(v.Values[i]); ok {
						constants[f.Name.Name+"."+name.Name] = text
					}
				}
			}
		}
	}
}

func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}

// A source is one file while it is looked through.
type source struct {
	*program
	fset      *token.FileSet
	pkg       string
	constants map[string]string
}

func (s *source) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.BasicLit:
		if text, ok := literal(n); ok {
			s.literals[text] = true
		}
	case *ast.CallExpr:
		switch called := name(n.Fun); {
		case len(n.Args) == 0:
		case called == "message.M", called == "M" && s.pkg == "message":
			s.use(n.Args[0])
			s.block(n)
		case strings.HasSuffix(called, ".Text") && called != "message.Text":
			s.use(n.Args[0])
		}
	case *ast.CompositeLit:
		s.composite(n)
	case *ast.AssignStmt: // f.Code = "…"
		for i, l := range n.Lhs {
			if sel, ok := l.(*ast.SelectorExpr); ok && sel.Sel.Name == "Code" && i < len(n.Rhs) && s.pkg == "diagnose" {
				s.use(n.Rhs[i])
			}
		}
	}
	return true
}

func (s *source) composite(n *ast.CompositeLit) {
	if a, ok := n.Type.(*ast.ArrayType); ok && name(a.Elt) == "Code" {
		for _, e := range n.Elts {
			s.use(e)
		}
		return
	}
	field := map[string]string{
		"Message": "ID", "message.Message": "ID", "Finding": "Code", "trust.Problem": "Code",
	}[name(n.Type)]
	for _, e := range n.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok && field != "" && name(kv.Key) == field {
			s.use(kv.Value)
		}
	}
}

// use records the sentence that e names, if that can be seen here.
func (s *source) use(e ast.Expr) {
	at := s.fset.Position(e.Pos()).String()
	if text, ok := s.value(e); ok {
		if text != "" { // M("", …).Args makes Args
			s.uses = append(s.uses, use{id: text, at: at})
		}
		return
	}
	for { // the leftmost part of a + b + c
		b, ok := e.(*ast.BinaryExpr)
		if !ok || b.Op != token.ADD {
			return
		}
		if text, ok := s.value(b.X); ok {
			s.uses = append(s.uses, use{id: text, prefix: true, at: at})
			return
		}
		e = b.X
	}
}

func (s *source) value(e ast.Expr) (string, bool) {
	if text, ok := literal(e); ok {
		return text, true
	}
	if b, ok := e.(*ast.BinaryExpr); ok && b.Op == token.ADD {
		x, okX := s.value(b.X)
		y, okY := s.value(b.Y)
		return x + y, okX && okY
	}
	text, ok := s.constants[name(e)]
	if !ok {
		text, ok = s.constants[s.pkg+"."+name(e)]
	}
	return text, ok
}

// name writes a (possibly qualified) name: "message.M".
func name(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return name(e.X) + "." + e.Sel.Name
	case *ast.StarExpr:
		return name(e.X)
	case *ast.CallExpr:
		return name(e.Fun) + "()"
	}
	return ""
}

// termGroups are the beginnings of keys that are used as words, such as "label".
func termGroups(t *testing.T) map[string]bool {
	t.Helper()
	groups := map[string]bool{}
	for key := range termsOf(t) {
		group, _, _ := strings.Cut(key, ".")
		groups[group] = true
	}
	return groups
}

func termsOf(t *testing.T) map[string]string {
	t.Helper()
	b, err := fs.ReadFile(assets.Locale, "locale/terms.en.json")
	if err != nil {
		t.Fatal(err)
	}
	l := &locale{sentences: map[string]string{}}
	if err := l.read(b); err != nil {
		t.Fatal(err)
	}
	return l.sentences
}

// Every sentence that the program asks for is there, in both languages.
func TestSentencesOfCodeExist(t *testing.T) {
	p := readProgram(t)
	if p.files < 10 || len(p.uses) < 10 {
		t.Fatalf("%d files with %d sentences: is this the repository?", p.files, len(p.uses))
	}
	for _, lang := range Languages() {
		printer := For(lang)
		for _, u := range p.uses {
			if u.prefix {
				if !begins(printer.load().sentences, u.id) {
					t.Errorf("%s: %s: nothing begins with %q", u.at, lang, u.id)
				}
			} else if !printer.Has(u.id) {
				t.Errorf("%s: %s: there is no %q", u.at, lang, u.id)
			}
		}
	}
}

func begins(sentences map[string]string, prefix string) bool {
	for key := range sentences {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

// Keys that reach Print through a variable or a helper look like keys all the same.
func TestLiteralsLikeKeysExist(t *testing.T) {
	groups := termGroups(t)
	key := regexp.MustCompile(`^([a-z]+)\.[A-Za-z0-9_/.-]+$`)
	p := For("en")
	for text := range readProgram(t).literals {
		m := key.FindStringSubmatch(text)
		if m == nil || !groups[m[1]] || filepath.Ext(text) == ".json" || filepath.Ext(text) == ".svg" {
			continue
		}
		if !p.Has(text) && !strings.HasSuffix(text, ".") {
			t.Errorf("%q looks like a sentence and is none", text)
		}
	}
}

// Terms that no code can reach are dead weight for translators, unless testdata/planned.txt keeps them
// for a page that is not built yet. A key counts as used when a string literal is the key, or ends in
// a dot and is its beginning.
func TestTermsAreUsed(t *testing.T) {
	b, err := os.ReadFile("testdata/planned.txt")
	if err != nil {
		t.Fatal(err)
	}
	planned := map[string]bool{}
	for line := range strings.Lines(string(b)) {
		if key := strings.TrimSpace(line); key != "" && key[0] != '#' {
			planned[key] = true
		}
	}
	p, terms := readProgram(t), termsOf(t)
	for key := range terms {
		switch used := p.reaches(key); {
		case !used && !planned[key]:
			t.Errorf("%s: nothing says it; remove it from terms.*.json, or note the page it waits for in testdata/planned.txt", key)
		case used && planned[key]:
			t.Logf("%s is used now: strike it from testdata/planned.txt", key)
		}
	}
	for key := range planned {
		if _, ok := terms[key]; !ok {
			t.Errorf("%s: planned, but there is no such term", key)
		}
	}
}

func (p *program) reaches(key string) bool {
	plain := strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".other")
	if p.literals[key] || p.literals[plain] {
		return true
	}
	for i := range len(plain) {
		if plain[i] == '.' && p.literals[plain[:i+1]] {
			return true
		}
	}
	return false
}
