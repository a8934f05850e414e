package mozilla

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// An Edit says what shall stand for one preference.
type Edit struct {
	Name      string
	Statement string // as Statement returns it or makes it; "" = the preference shall not be there
}

// errEdit means that a file is so written that a change of one preference would change another.
var errEdit = errors.New("the preferences cannot be changed one by one")

// errStatement means that a text is not exactly one statement of the preference it is for.
var errStatement = errors.New("no statement of this preference")

// Statement returns the bytes of the statement that counts for a name; "" when there is none.
func (pp Prefs) Statement(text []byte, name string) string {
	if p, ok := pp.Find(name); ok {
		return string(text[p.start:p.end])
	}
	return ""
}

// StringStatement writes a statement as Preferences.cpp does (StrEscape).
func StringStatement(name, value string) string {
	escape := strings.NewReplacer("\\", `\\`, "\"", `\"`, "\n", `\n`, "\r", `\r`)
	return fmt.Sprintf(`user_pref("%s", "%s");`, escape.Replace(name), escape.Replace(strings.ReplaceAll(value, "\x00", "")))
}

// ApplyEdits returns text with the edits made and every other byte as it was. A new statement comes behind the last
// one whose name begins with near.
func ApplyEdits(text []byte, near string, edits ...Edit) ([]byte, error) {
	out, want := slices.Clone(text), ParsePrefs(text)
	for _, e := range edits {
		if err := e.check(); err != nil {
			return nil, err
		}
		out = e.apply(out, near)
		want = slices.DeleteFunc(want, func(p Pref) bool { return p.Name == e.Name })
	}
	// The same parser judges what came out: nothing else may have changed, and each edit must count.
	got := ParsePrefs(out)
	for _, e := range edits {
		if got.Statement(out, e.Name) != e.Statement {
			return nil, errEdit
		}
		got = slices.DeleteFunc(got, func(p Pref) bool { return p.Name == e.Name })
	}
	if !slices.EqualFunc(got, want, func(a, b Pref) bool { return a.Name == b.Name && a.Text == b.Text && a.IsStr == b.IsStr }) {
		return nil, errEdit
	}
	return out, nil
}

// check refuses a statement that is not what its edit says: it may come from a file that anybody has changed.
func (e Edit) check() error {
	if e.Statement == "" {
		return nil
	}
	pp := ParsePrefs([]byte(e.Statement))
	if len(pp) != 1 || pp[0].Name != e.Name || pp[0].start != 0 || pp[0].end != len(e.Statement) || strings.ContainsAny(e.Statement, "\r\n") {
		return errStatement
	}
	return nil
}

func (e Edit) apply(text []byte, near string) []byte {
	pp := ParsePrefs(text)
	p, there := pp.Find(e.Name)
	switch {
	case e.Statement == "":
		for _, p := range slices.Backward(pp) { // an earlier one would count again
			if p.Name == e.Name {
				text = without(text, p)
			}
		}
		return text
	case there:
		return slices.Replace(text, p.start, p.end, []byte(e.Statement)...)
	case len(pp) == 0:
		return append([]byte(e.Statement+lineEnd(text)), text...)
	}
	after := pp[len(pp)-1]
	for _, p := range pp {
		if strings.HasPrefix(p.Name, near) {
			after = p
		}
	}
	return slices.Insert(text, after.end, []byte(lineEnd(text)+e.Statement)...)
}

// without takes a statement out, and its line if it has one of its own.
func without(text []byte, p Pref) []byte {
	start, end := p.start, p.end
	if start == 0 || text[start-1] == '\n' {
		eol := lineEnd(text)
		switch {
		case bytes.HasPrefix(text[end:], []byte(eol)):
			end += len(eol)
		case end == len(text) && bytes.HasSuffix(text[:start], []byte(eol)):
			start -= len(eol)
		}
	}
	return slices.Delete(text, start, end)
}

// lineEnd returns how the lines of text end.
func lineEnd(text []byte) string {
	if bytes.Contains(text, []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}
