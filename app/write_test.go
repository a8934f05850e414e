package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"certviewer/message"
)

// only reports whether the folder holds these files and nothing that was left half-written.
func only(t *testing.T, dir string, names ...string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		got = append(got, f.Name())
	}
	if len(got) != len(names) {
		t.Errorf("the folder holds %q, want %q", got, names)
	}
}

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// isProblem reports whether err is what a person is told under that ID, with all its values.
func isProblem(t *testing.T, err error, id string) {
	t.Helper()
	p, ok := errors.AsType[*message.Problem](err)
	if !ok || p.What.ID != id {
		t.Errorf("got %v, want %s", err, id)
		return
	}
	for _, lang := range message.Languages() {
		b := message.For(lang).Block(p.What)
		for _, l := range append(b.Lines, message.Line{Text: b.Title}) {
			if strings.Contains(l.Text, "{") {
				t.Errorf("%s: a value is missing: %s", lang, l.Text)
			}
		}
	}
}

func TestWriteNew(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "root.crt")
	if err := WriteNew(path, []byte("one"), false); err != nil {
		t.Fatal(err)
	}
	isProblem(t, WriteNew(path, []byte("two"), false), "write-exists")
	if got := content(t, path); got != "one" {
		t.Errorf("the file that was there is now %q", got)
	}
	if err := WriteNew(path, []byte("three"), true); err != nil || content(t, path) != "three" {
		t.Errorf("it is not replaced: %v", err)
	}
	link := filepath.Join(dir, "link.crt")
	if err := os.Symlink("nowhere", link); err == nil {
		isProblem(t, WriteNew(link, []byte("x"), false), "write-exists") // it leads nowhere, and is there
		os.Remove(link)
	}
	for _, force := range []bool{false, true} {
		err := WriteNew(filepath.Join(dir, "no", "such"), nil, force)
		isProblem(t, err, "write-failed")
		if p := message.AsProblem(err); p.What.Args["variant"] != message.Text("folder") || p.Cause != nil { // the cause would be of a file that nobody named
			t.Errorf("%+v", p)
		}
	}
	isProblem(t, WriteNew(filepath.Join(path, "such"), nil, false), "write-failed") // it is no folder
	isProblem(t, WriteNew(dir, []byte("x"), true), "write-failed")
	only(t, dir, "root.crt")
}

// A file that comes to be between the look and the writing is not overwritten.
func TestNameNewRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "root.crt")
	if err := os.WriteFile(path, []byte("theirs"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := writeWhole(path, []byte("ours"), 0o600, nameNew); !errors.Is(err, os.ErrExist) {
		t.Errorf("got %v, want that it exists", err)
	}
	if got := content(t, path); got != "theirs" {
		t.Errorf("the file is now %q", got)
	}
	only(t, filepath.Dir(path), "root.crt")
}
