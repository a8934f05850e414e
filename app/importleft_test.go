package app

import (
	"crypto/ed25519"
	"crypto/rand"
	"slices"
	"strings"
	"testing"

	"certviewer/change"
	"certviewer/message"
	"certviewer/pkcs12"
	"certviewer/trust"
	"certviewer/trust/trusttest"
)

// A certificate whose kind of key a store cannot hold stays out of it, alone, and that is known before anything is begun; where it
// is already, nobody minds.
func TestKeyKinds(t *testing.T) {
	a := gatherer(t)
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	odd, oddKey := trusttest.Identity(t, "odd", edwards)
	fit, key := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
	alone := unlocked(t, pack(t, odd, oddKey))
	both := &P12{contents: &pkcs12.Contents{Identities: []pkcs12.Identity{{Leaf: odd, Key: oddKey}, {Leaf: fit, Key: key}}}}
	host := hostOf(keeps("firefox:a"), keeps("thunderbird:a"), keeps("chromium", odd))
	said := func(f *P12) string {
		var out []string
		for _, m := range LeftOut(a.Catalog, host, a.Destinations(host, f)) {
			b := message.For("en").Block(m)
			out = append(out, b.Title, b.Lines[0].Text)
		}
		return strings.Join(out, " ")
	}
	const want = "Firefox and Thunderbird cannot hold a key of this kind. The key of “odd” is of the kind Ed25519."
	for name, f := range map[string]*P12{"alone": alone, "both": both} {
		if got := said(f); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	dd := a.Destinations(host, alone)
	if dd[0].Problem == nil || dd[0].Unread || dd[0].Usual() || !dd[0].Left() || !dd[2].Has || dd[2].Left() {
		t.Errorf("alone: %+v", dd)
	}
	_, err = a.PreviewImport(host, alone, []trust.StoreID{"firefox:a"})
	isProblem(t, err, "p12-key-kind")
	if dd := a.Destinations(host, both); dd[0].Problem != nil || !dd[0].Usual() || dd[2].Has || len(dd[2].Refuses) > 0 {
		t.Errorf("both: %+v", dd)
	}
	p, err := a.PreviewImport(host, both, []trust.StoreID{"firefox:a", "chromium"})
	if err != nil || len(p.Steps) != 2 || p.Steps[0].SHA256 != fit.SHA256.String() || p.Steps[1].Store != "chromium" {
		t.Errorf("%+v %v", p, err)
	}
	// In Firefox, but not with all of the file.
	out := []change.Outcome{{Step: p.Steps[0], OK: true}, {Step: p.Steps[1], OK: true}}
	b := message.For("en").Block(ImportSummary(host, out, a.Destinations(host, both)[:1], nil))
	if b.Title != "In 1 of 2 programs; the rest can follow." || b.Lines[0].Text != "Firefox: this kind of key does not go in there." {
		t.Errorf("%+v", b)
	}
}

// What cannot be read or written is told of with what to do in an import, whatever it is.
func TestLeftOut(t *testing.T) {
	a := gatherer(t)
	next, key := issuing{issuer: "CA", person: "hanako", from: someday}.issue(t)
	f := unlocked(t, pack(t, next, key))
	for code, want := range map[string]string{
		trust.StoreOldFormat: "Open Firefox once and close it", trust.StoreLocked: "Close Firefox, then import again.",
		trust.StoreNoAnswer: "Connect to that network, then import again.", trust.StoreNotAwaited: "then import again.",
		trust.StoreDamaged: "make a copy", trust.StoreNoPermission: "ask your administrator", "change-read-only": "ask your administrator",
	} {
		s := keeps("firefox:a")
		s.Writable = false
		if code != "change-read-only" {
			s.Problem = &trust.Problem{Code: code}
		}
		host := hostOf(s, keeps("chromium"))
		dd, err := a.Choose(host, f, nil)
		if err != nil || len(dd) != 2 || dd[0].Unread == (code == "change-read-only") {
			t.Errorf("%s: %+v, %v", code, dd, err)
			continue
		}
		mm := LeftOut(a.Catalog, host, dd)
		if len(mm) != 1 || mm[0].ID != code {
			t.Errorf("%s: %+v", code, mm)
			continue
		}
		for _, lang := range message.Languages() {
			b := message.For(lang).Block(mm[0])
			if !strings.Contains(b.Title, "Firefox") {
				t.Errorf("%s: it is not said which: %q", code, b.Title)
			}
			todo := func(l message.Line) bool { return l.Part == "do" && (lang != "en" || strings.Contains(l.Text, want)) }
			if !slices.ContainsFunc(b.Lines, todo) {
				t.Errorf("%s: %+v", code, b)
			}
			if m := dd[0].reason(); m.ID == "reason.other" || message.For(lang).Print(m) == m.ID {
				t.Errorf("%s: the reason is %s", code, m.ID)
			}
		}
	}
}

// The programs that lack it for several reasons are named together; each reason stands beside its program elsewhere.
func TestSummaryOfWhatIsLeft(t *testing.T) {
	old := Destination{Place: message.M("app.firefox"), Problem: &trust.Problem{Code: trust.StoreOldFormat}}
	open := Destination{Place: message.M("app.chromium"), Running: true}
	in := []change.Outcome{{Step: change.Step{Op: change.Import, Store: "thunderbird:a"}, OK: true}}
	for want, left := range map[string][]Destination{
		"In 1 of 2 programs; the rest can follow. Firefox: an old form.":                 {old},
		"In 1 of 3 programs; the rest can follow. Firefox and Firefox: an old form.":     {old, old},
		"In 1 of 3 programs; the rest can follow. Not in: Firefox and Chrome/Chromium.":  {old, open},
		"In 1 of 2 programs; the rest can follow. Chrome/Chromium: in use by a program.": {open},
	} {
		b := message.For("en").Block(ImportSummary(nil, in, left, left))
		if got := b.Title + " " + b.Lines[0].Text; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if (Destination{Running: true, Has: true}).Left() {
		t.Error("what is there already is left out")
	}
}
