package console

import (
	"bytes"
	"testing"
)

// TestEncode: what a code page has is written in it; for the rest there are stand-ins, and a mark stays a mark.
func TestEncode(t *testing.T) {
	for _, tt := range []struct {
		page uint32
		text string
		want string
	}{
		{932, "証明書", "\x8f\xd8\x96\xbe\x8f\x91"},
		{932, "✔ 診断…", "+ \x90f\x92f\x81c"},
		{437, "“Root” – ✘", `"Root" - x`},
		{437, "é", "\x82"},
		{437, "証", "?"},
		{65535, "証 ✔", "証 ✔"}, // there is no such code page
		{932, "", ""},
	} {
		if got := string(encode(tt.page, tt.text)); got != tt.want {
			t.Errorf("code page %d, %q: %q, want %q", tt.page, tt.text, got, tt.want)
		}
	}
}

// TestEncoderCut: a letter may come in two halves, as buffers are cut.
func TestEncoderCut(t *testing.T) {
	const text = "証明書 ✔ a"
	for cut := range len(text) {
		var out bytes.Buffer
		e := &encoder{w: &out, page: 932}
		for _, part := range []string{text[:cut], text[cut:]} {
			if n, err := e.Write([]byte(part)); n != len(part) || err != nil {
				t.Fatalf("cut at %d: %d, %v", cut, n, err)
			}
		}
		if want := "\x8f\xd8\x96\xbe\x8f\x91 + a"; out.String() != want {
			t.Errorf("cut at %d: %q", cut, out.String())
		}
	}
}

// TestEncoderRubbish: what is no UTF-8 does not stop what follows.
func TestEncoderRubbish(t *testing.T) {
	var out bytes.Buffer
	e := &encoder{w: &out, page: 932}
	for _, part := range []string{"\xff\xfe a", "\x80\x80\x80\x80\x80", "b"} {
		if n, err := e.Write([]byte(part)); n != len(part) || err != nil {
			t.Fatalf("%q: %d, %v", part, n, err)
		}
	}
	if got := out.String(); got[len(got)-1] != 'b' {
		t.Errorf("%q", got)
	}
}
