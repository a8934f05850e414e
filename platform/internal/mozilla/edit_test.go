package mozilla

import (
	"errors"
	"strings"
	"testing"
)

const head = "// Mozilla User Preferences\n\nuser_pref(\"a.first\", 1);\n"

func TestApplyEdits(t *testing.T) {
	set := func(name, value string) Edit { return Edit{name, StringStatement(name, value)} }
	for _, tt := range []struct {
		name, text string
		edits      []Edit
		want       string
	}{
		{"one that is there", head + "user_pref(\"m.x\", \"old\");\nuser_pref(\"z\", 1);\n", []Edit{set("m.x", "new")}, head + "user_pref(\"m.x\", \"new\");\nuser_pref(\"z\", 1);\n"},
		{"one that is not, beside its like", head + "user_pref(\"m.a\", 1);\nuser_pref(\"z\", 1);\n", []Edit{set("m.x", "new")}, head + "user_pref(\"m.a\", 1);\nuser_pref(\"m.x\", \"new\");\nuser_pref(\"z\", 1);\n"},
		{"one that has nothing like it", head, []Edit{set("m.x", "n")}, head + "user_pref(\"m.x\", \"n\");\n"},
		{"into nothing", "", []Edit{set("m.x", "n")}, "user_pref(\"m.x\", \"n\");\n"},
		{"Windows' lines", "user_pref(\"m.a\", 1);\r\nuser_pref(\"z\", 1);\r\n", []Edit{set("m.x", "n")}, "user_pref(\"m.a\", 1);\r\nuser_pref(\"m.x\", \"n\");\r\nuser_pref(\"z\", 1);\r\n"},
		{"the last of two", "user_pref(\"m.x\", \"1\"); user_pref(\"m.x\", \"2\");", []Edit{set("m.x", "3")}, "user_pref(\"m.x\", \"1\"); user_pref(\"m.x\", \"3\");"},
		{"away, and its line", head + "user_pref(\"m.x\", 1);\nuser_pref(\"z\", 1);\n", []Edit{{Name: "m.x"}}, head + "user_pref(\"z\", 1);\n"},
		{"all of it away", "user_pref(\"m.x\", 1); user_pref(\"m.x\", 2); // both\nuser_pref(\"z\", 1);", []Edit{{Name: "m.x"}}, "  // both\nuser_pref(\"z\", 1);"},
		{"quotes and backslashes", head, []Edit{set("m.x", "a\"b\\c\nd")}, head + `user_pref("m.x", "a\"b\\c\nd");` + "\n"},
		{"before a NUL", "user_pref(\"m.a\", 1);\x00rest", []Edit{set("m.x", "n")}, "user_pref(\"m.a\", 1);\nuser_pref(\"m.x\", \"n\");\x00rest"},
	} {
		got, err := ApplyEdits([]byte(tt.text), "m.", tt.edits...)
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: %q, %v\nwant %q", tt.name, got, err, tt.want)
		}
	}
}

// A statement comes from a journal that anybody may have changed: it can do nothing but set its own preference.
func TestStatementsAreJudged(t *testing.T) {
	for name, statement := range map[string]string{
		"another preference": `user_pref("other", "x");`,
		"two":                `user_pref("m.x", "1");user_pref("m.x", "2");`,
		"one and more":       `user_pref("m.x", "1"); nonsense`,
		"more and one":       `nonsense; user_pref("m.x", "1");`,
		"a comment opens":    `user_pref("m.x", "1"); /*`,
		"none":               `m.x`,
		"two lines":          "user_pref(\"m.x\",\n1);",
	} {
		if got, err := ApplyEdits([]byte(head), "m.", Edit{"m.x", statement}); !errors.Is(err, errStatement) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// What is put in and taken out again leaves no trace.
func TestThereAndBack(t *testing.T) {
	id := "id1"
	texts := []string{
		head, "", "user_pref(\"mail.identity.id1.useremail\", \"a@b\");", "user_pref(\"mail.identity.id1.useremail\", \"a@b\");\r\n",
		head + StringStatement("mail.identity.id1.signing_cert_name", "旧") + " // mine\n" + "user_pref('mail.identity.id1.signing_cert_dbkey',  'x');\n",
	}
	for _, text := range texts {
		before := ParsePrefs([]byte(text)).Statements([]byte(text), id)
		edits := append(Appoint(id, Signing, alice(t, "new")), Appoint(id, Encryption, alice(t, "new"))...)
		there, err := ApplyEdits([]byte(text), Near(id), edits...)
		if err != nil || strings.Count(string(there), DBKey(alice(t, "new"))) != 2 {
			t.Errorf("%q: %q, %v", text, there, err)
		}
		undo, err := EditsFor(id, before)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := ApplyEdits(there, Near(id), undo...); err != nil || string(back) != text {
			t.Errorf("%q came back as %q, %v", text, back, err)
		}
	}
	if _, err := EditsFor(id, map[string]string{"mail.identity.id2.signing_cert_name": ""}); err == nil {
		t.Error("another identity's preference was taken")
	}
}
