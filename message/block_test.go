package message

import (
	"reflect"
	"testing"
	"time"
)

func parts(b Block) (names []string) {
	for _, l := range b.Lines {
		names = append(names, l.Part)
	}
	return names
}

func TestBlock(t *testing.T) {
	p := For("ja")
	b := p.Block(M("webex-tsa-ok", "root", "DigiCert Trusted Root G4"))
	want := Block{
		ID: "webex-tsa-ok", Number: 110, Title: "Webex 会議：問題ありません。何もしなくて大丈夫です。",
		Lines: []Line{
			{Part: "why", Text: "Webex アプリに必要な「DigiCert Trusted Root G4」があり、信頼されています。"},
			{Part: "note", Text: "2022年4月の案内について、このコンピューターで必要なことはありません。"},
		},
	}
	if !reflect.DeepEqual(b, want) {
		t.Errorf("got  %+v\nwant %+v", b, want)
	}
}

// Every block keeps the order of its own file: what calms comes before or after what to do.
func TestBlockOrder(t *testing.T) {
	for id, want := range map[string][]string{
		"webex-tsa-absent":     {"why", "why-2", "note", "do"},
		"mail-content-changed": {"why", "who", "do", "note"},
		"clock-wrong":          {"why", "why-2", "who", "do", "do-2"},
		"stores-known-bad":     {"why", "why-2", "do", "do-2", "note"},
		"change-preview":       {"why", "note"},
		"zoom-1":               {"why", "who", "do", "do-2"},
	} {
		for _, lang := range Languages() {
			if got := parts(For(lang).Block(M(id))); !reflect.DeepEqual(got, want) {
				t.Errorf("%s %s: %v, want %v", lang, id, got, want)
			}
		}
	}
}

func TestBlockVariants(t *testing.T) {
	p := For("en")
	if b := p.Block(M("zoom-5", "date", Day(time.Unix(0, 0).UTC()), "variant", "early")); b.Title != "The certificate starts only on 1 January 1970." {
		t.Errorf("title.early: %q", b.Title)
	}
	if got := parts(p.Block(M("change-os-asks", "os", "Windows"))); got != nil {
		t.Errorf("no variant asked for, got %v", got)
	}
	b := p.Block(M("change-os-asks", "os", "Windows", "sha1_tail", "77 5D 05 E4", "variant", "windows"))
	if got := parts(b); !reflect.DeepEqual(got, []string{"do", "note"}) {
		t.Errorf("windows: %v", got)
	}
	if b := p.Block(M("change-os-asks", "os", "macOS", "variant", []string{"macos"})); len(b.Lines) != 1 {
		t.Errorf("macos: %+v", b.Lines)
	}
	if got := p.Text("change-preview.line-distrust", "cert", "A", "place", "Firefox"); got != "Block “A” in Firefox." {
		t.Errorf("line-distrust: %q", got)
	}
	if b := p.Block(M("check-some-action", "count", 1)); b.Title != "One thing needs attention." {
		t.Errorf("one: %q", b.Title)
	}
}

func TestBlockButtons(t *testing.T) {
	p := For("en")
	for id, want := range map[string][]string{
		"p12-fullwidth":   {"Try in half width", "Try as typed"},
		"p12-app-running": {"", "Skip Firefox for now"}, // no primary button: the page goes on by itself
		"pki-match-ok":    nil,
	} {
		if got := p.Block(M(id, "app", "Firefox")).Buttons; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	if got := p.Block(M("root-paste-fingerprint")).Label; got != "Whole fingerprint (SHA-256, 64 characters)" {
		t.Errorf("label: %q", got)
	}
}

func TestBlockOfSentence(t *testing.T) {
	b := For("en").Block(M("purpose.email"))
	if b.Title != "mail" || b.Number != 0 || b.Lines != nil {
		t.Errorf("got %+v", b)
	}
}

// Short names are handed to Wrap, long ones may be broken.
func TestBlockWhole(t *testing.T) {
	b := For("en").Block(M("upki-client-not-everywhere", "apps", "My Mail", "apps_no", "A Mail Program"))
	if got := b.Lines[0].Whole; !reflect.DeepEqual(got, []string{"My Mail"}) {
		t.Errorf("got %q", got)
	}
}
