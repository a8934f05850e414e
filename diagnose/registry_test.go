package diagnose

import (
	"os"
	"slices"
	"strings"
	"testing"

	"certviewer/message"
)

// Every check has a name, a file of that name, a source, and sentences for its codes; every file of a check holds
// one that is run.
func TestChecks(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	left := map[string]bool{}
	for _, f := range files {
		if name, ok := strings.CutPrefix(f.Name(), "check_"); ok && !strings.HasSuffix(name, "_test.go") {
			left[strings.TrimSuffix(name, ".go")] = true
		}
	}
	var seen []Code
	for _, c := range Checks {
		if !left[c.Name] {
			t.Errorf("check %s has no file check_%s.go of its own", c.Name, c.Name)
		}
		delete(left, c.Name)
		if c.Source == "" || len(c.Codes) == 0 || c.Run == nil {
			t.Errorf("check %s has no source, no codes or nothing to run", c.Name)
		}
		if c.Topic != "" && !slices.Contains(Topics, c.Topic) {
			t.Errorf("check %s answers to %q, which is no topic", c.Name, c.Topic)
		}
		for _, code := range c.Because {
			if !slices.Contains(seen, code) {
				t.Errorf("check %s is moot because of %s, which no check before it reports", c.Name, code)
			}
		}
		for _, code := range c.Codes {
			if slices.Contains(seen, code) {
				t.Errorf("%s is reported by two checks", code)
			}
			seen = append(seen, code)
			for _, lang := range message.Languages() {
				if b := message.For(lang).Block(message.M(string(code))); b.Number == 0 || b.Title == string(code) {
					t.Errorf("%s has no number or no sentences in %s", code, lang)
				}
			}
		}
	}
	for name := range left {
		t.Errorf("check_%s.go holds no check that is run", name)
	}
}

// What the checks take for granted of the catalogue.
func TestCatalogHasWhatChecksNeed(t *testing.T) {
	c := theCatalog(t)
	for _, id := range []string{webexRoot, mailRoot, olderRoot} {
		if c.RootByID(id) == nil {
			t.Fatalf("there is no root %s", id)
		}
	}
	if r := c.RootByID(webexRoot); len(r.PEM) == 0 || r.Certificate() == nil {
		t.Errorf("%s cannot be offered", webexRoot)
	}
	if r := c.RootByID(mailRoot); r.Certificate() == nil || len(r.Distrust) == 0 || r.Distrust[0].Date.IsZero() {
		t.Errorf("it is not known when trust in %s ended", mailRoot)
	}
}
