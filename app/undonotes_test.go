package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// Whoever takes an import back is told that nothing is left where that is so. It used to be said although the old certificate had
// come back from its backup, and not to be said where it was of another issuer.
func TestUndoLeavesNeither(t *testing.T) {
	issue := func(issuer, person string, years int) *cert.Certificate {
		c, _ := issuing{issuer: issuer, person: person, from: someday.AddDate(years, 0, 0)}.issue(t)
		return c
	}
	old, next := issue("CA", "hanako", -1), issue("CA", "hanako", 0)
	taro, another := issue("CA", "taro", 0), issue("Third CA", "hanako", 0)
	other, third := issue("Another CA", "hanako", -1), issue("CA", "hanako", 1)
	step := func(op change.Op, c *cert.Certificate) change.Step {
		return change.Step{Op: op, Store: "firefox:a", SHA256: c.SHA256.String(), DER: c.Raw, Key: op == change.Remove, For: []cert.Purpose{}}
	}
	in := func(c *cert.Certificate) change.Record {
		return change.Record{Plan: change.Plan{Steps: []change.Step{step(change.Import, c)}}}
	}
	proves := func(c *cert.Certificate) change.Record {
		return change.Record{Plan: change.Plan{Steps: []change.Step{step(change.Prove, c)}}}
	}
	out := func(c *cert.Certificate) change.Record {
		return change.Record{Plan: change.Plan{Steps: []change.Step{step(change.Remove, c)}}}
	}
	elsewhere := out(old)
	elsewhere.Plan.Steps[0].Store = "chromium"
	shared := out(old)
	shared.Plan.Steps[0].Shared = true
	undo := func(n int, c *cert.Certificate) change.Record {
		s := step(change.Restore, c)
		s.Of, s.Before, s.Key = change.Import, &trust.State{}, true
		return change.Record{Of: change.Of{Undoes: n}, Plan: change.Plan{Steps: []change.Step{s}}}
	}
	for what, c := range map[string]struct {
		history []change.Record
		seen    []facts.Store
		want    bool
	}{
		"the old one left":                     {[]change.Record{in(next), out(old)}, nil, true},
		"of another issuer":                    {[]change.Record{in(next), out(other)}, nil, true},
		"nothing left":                         {[]change.Record{in(next)}, nil, false},
		"it left before":                       {[]change.Record{out(old), in(next)}, nil, false},
		"it left elsewhere":                    {[]change.Record{in(next), elsewhere}, nil, false},
		"its key stays":                        {[]change.Record{in(next), shared}, nil, false},
		"its backup was imported":              {[]change.Record{in(next), out(old), in(old)}, nil, false},
		"and left again":                       {[]change.Record{in(next), out(old), in(old), out(old)}, nil, true},
		"and that was taken back":              {[]change.Record{in(next), out(old), in(old), undo(3, old)}, nil, true},
		"one of two is back":                   {[]change.Record{in(next), out(old), out(other), in(old)}, nil, true},
		"it is there again, seen":              {[]change.Record{in(next), out(old)}, []facts.Store{keeps("firefox:a", next, old)}, false},
		"seen in another store":                {[]change.Record{in(next), out(old)}, []facts.Store{keeps("firefox:a", next), keeps("chromium", old)}, true},
		"it made room for another":             {[]change.Record{in(next), in(third), out(old)}, nil, false},
		"for another that was there":           {[]change.Record{in(next), proves(third), out(other)}, nil, false},
		"another person's came since":          {[]change.Record{in(next), in(taro), out(old)}, nil, true},
		"one of a third issuer came since":     {[]change.Record{in(next), in(another), out(other)}, nil, false},
		"for this one, which was proven again": {[]change.Record{in(next), in(third), proves(next), out(old)}, nil, true},
		"an import that was taken back":        {[]change.Record{in(next), in(third), undo(2, third), out(old)}, nil, true},
	} {
		t.Run(what, func(t *testing.T) {
			data := t.TempDir()
			t.Setenv("CERTVIEWER_DATA", data)
			for i, r := range c.history {
				keepRecord(t, data, i+1, r)
			}
			host := hostOf(c.seen...)
			notes := gatherer(t).UndoNotes(host, undo(1, next).Plan)
			if len(notes) == 1 != c.want || len(notes) > 1 {
				t.Fatalf("%+v", notes)
			}
			if c.want && message.For("en").Block(notes[0]).Title != "Firefox then has neither the new certificate nor the old one." {
				t.Error(message.For("en").Block(notes[0]).Title)
			}
		})
	}
}

// What a swap to a certificate that was there already removes was not there for whatever else came into the store last: to prove it
// leaves no record.
func TestUndoLeavesTheOther(t *testing.T) {
	old, _ := issuing{issuer: "CA", person: "hanako", from: someday.AddDate(-1, 0, 0)}.issue(t)
	next, _ := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
	taro, _ := issuing{issuer: "CA", person: "taro", from: someday}.issue(t)
	data := t.TempDir()
	t.Setenv("CERTVIEWER_DATA", data)
	for i, s := range []change.Step{
		{Op: change.Import, SHA256: next.SHA256.String(), DER: next.Raw},
		{Op: change.Import, SHA256: taro.SHA256.String(), DER: taro.Raw},
		{Op: change.Remove, SHA256: old.SHA256.String(), DER: old.Raw, Key: true},
	} {
		s.Store = "firefox:a"
		keepRecord(t, data, i+1, change.Record{Plan: change.Plan{Steps: []change.Step{s}}})
	}
	for x, want := range map[*cert.Certificate]int{next: 1, taro: 0} {
		s := change.Step{Op: change.Restore, Of: change.Import, Key: true, Store: "firefox:a", SHA256: x.SHA256.String(), DER: x.Raw}
		if notes := gatherer(t).UndoNotes(nil, change.Plan{Steps: []change.Step{s}}); len(notes) != want {
			t.Errorf("%s: %+v", x.Subject.CommonName(), notes)
		}
	}
}

// keepRecord writes a change of which every step was made into the history, as package change does.
func keepRecord(t *testing.T, data string, n int, r change.Record) {
	t.Helper()
	r.N, r.Time = n, someday.AddDate(0, 0, n)
	lines := []any{map[string]any{"begin": r}}
	for i, s := range r.Plan.Steps {
		comes := s.Op == change.Import || s.Op == change.Prove
		lines = append(lines, map[string]any{"ready": i, "before": trust.State{Present: !comes, HasKey: !comes}},
			map[string]any{"done": i, "seen": trust.State{Present: comes, HasKey: comes}})
	}
	var text bytes.Buffer
	for _, l := range append(lines, map[string]any{"end": true}) {
		if err := json.NewEncoder(&text).Encode(l); err != nil {
			t.Fatal(err)
		}
	}
	dir := filepath.Join(data, "journal")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%06d.jsonl", n)), text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
