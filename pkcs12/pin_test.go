package pkcs12

import (
	"bytes"
	"context"
	"testing"
)

func TestSuggest(t *testing.T) {
	type s = struct{ rule, pin string }
	for pin, want := range map[string][]s{
		"":            nil,
		"Ab1-x":       nil,
		"パスワード":       nil, // a PIN that really is Japanese
		"in between":  nil,
		"   ":         nil,
		"1234\n":      {{RuleSpace, "1234"}},
		"\r\n 1234\t": {{RuleSpace, "1234"}},
		"\u30001234":  {{RuleSpace, "1234"}},
		"\ufeff1234":  {{RuleSpace, "1234"}},
		"1234\u200b":  {{RuleSpace, "1234"}},
		"１２３４":        {{RuleFullWidth, "1234"}},
		"ＡｂＣ１２ー３４。":   {{RuleFullWidth, "AbC12-34."}},
		"Ａ「１」、・￥”’−":  {{RuleFullWidth, "A[1],/\\\"'-"}},
		"１２　３４":       {{RuleFullWidth, "12 34"}},
		"１２３４\n":      {{RuleFullWidth, "1234"}, {RuleSpace, "１２３４"}},
		"M\xf6tley\n": nil, // not UTF-8: nothing is known about its letters
		"パスワード１２３":    {{RuleFullWidth, "パスワ-ド123"}},
		"！＃＄％＆（）＝～｜｛｝＠": {{RuleFullWidth, "!#$%&()=~|{}@"}},
	} {
		original := []byte(pin)
		got := Suggest(original)
		if len(got) != len(want) || string(original) != pin {
			t.Errorf("%q: %q", pin, got)
			continue
		}
		for i, g := range got {
			if g.Rule != want[i].rule || string(g.PIN) != want[i].pin {
				t.Errorf("%q: %s %q, want %q", pin, g.Rule, g.PIN, want[i])
			}
		}
	}
}

// Each form of a PIN that some program has used opens a file that was written with it.
func TestForms(t *testing.T) {
	id, chain := newIdentity(t, "ec")
	for _, test := range []struct {
		why       string
		pin       string
		bmp, text string // as the other program derives from them
	}{
		{"usual", "pin", "\x00p\x00i\x00n\x00\x00", "pin"},
		{"none at all", "", "", ""},
		{"beyond the BMP", "🔑", "\xd8\x3d\xdd\x11\x00\x00", "🔑"},
		{"octets of UTF-8 widened", "é", "\x00\xc3\x00\xa9\x00\x00", "é"},
		{"Latin-1", "é", "\x00\xe9\x00\x00", "\xe9"},
		{"given in Latin-1", "\xe9", "\x00\xe9\x00\x00", "é"},
		{"BMP for PBES2", "pin", "\x00p\x00i\x00n\x00\x00", "\x00p\x00i\x00n\x00\x00"},
		{"BMP for PBES2 without the zero", "日", "\x65\xe5\x00\x00", "\x65\xe5"},
	} {
		for _, to := range []Destination{Modern, Everywhere} {
			w := &writer{context.Background(), &secret{{[]byte(test.bmp)}, {[]byte(test.text)}}, to, testRounds}
			file, err := w.file(id, id.Key, chain)
			if err != nil {
				t.Fatal(err)
			}
			c, err := Open(context.Background(), file, []byte(test.pin))
			if err != nil {
				t.Errorf("%s, %d: %v", test.why, to, err)
				continue
			}
			sameIdentity(t, c, id, chain)
		}
	}
}

func TestSecretWipe(t *testing.T) {
	pin := []byte("Mötley")
	s := newSecret(pin)
	s.wipe()
	for _, forms := range s {
		for _, form := range forms {
			if len(bytes.Trim(form, "\x00")) > 0 {
				t.Errorf("%q is left", form)
			}
		}
	}
	if string(pin) != "Mötley" {
		t.Error("the caller's PIN was changed")
	}
}
