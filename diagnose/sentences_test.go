package diagnose

import (
	"regexp"
	"strings"
	"testing"

	"certviewer/message"
)

// What is wrong with a sentence once its values are in it.
var mistakes = map[string]map[string]*regexp.Regexp{
	"en": {
		"a place without a value":         regexp.MustCompile(`\{`),
		"the name of a phrase":            regexp.MustCompile(`\b(place|reason|purpose|programme|os|app)\.[a-z]`),
		"several that are said to be one": regexp.MustCompile(` and [A-Z][\w/]+( \([^)]*\))? (has|decides|accepts|opens|does|uses|refuses)\b`),
		"one of a number":                 regexp.MustCompile(`\b1 (certificates|roots|places|days|things)\b`),
		"two spaces":                      regexp.MustCompile(`  |“ | ”| [,;]| \.( |$)`),
	},
	"ja": {
		"a place without a value":       regexp.MustCompile(`\{`),
		"the name of a phrase":          regexp.MustCompile(`(place|reason|purpose|programme|os|app)\.[a-z]`),
		"no space after a Latin letter": regexp.MustCompile(`[A-Za-z][\p{Hiragana}\p{Katakana}\p{Han}]`),
		"two spaces":                    regexp.MustCompile(`  |「 | 」| [。、]`),
	},
}

// Every sentence that a check or an answer may say is whole in both languages, remedies too, and every code is said
// in some case.
func TestSentences(t *testing.T) {
	said := map[Code]bool{}
	every(t, func(name string, a Answer) {
		look(t, name, a.Headline)
		for _, f := range a.Findings {
			said[f.Code] = true
			look(t, name, f.Message())
			for _, r := range f.Remedies {
				look(t, name, r.Message())
			}
		}
	})
	for _, c := range Checks {
		for _, code := range c.Codes {
			if !said[code] {
				t.Errorf("no case has %s of check %s: its sentences were never seen", code, c.Name)
			}
		}
	}
}

// look reads all sentences of a message in every language.
func look(t *testing.T, name string, m message.Message) {
	t.Helper()
	for _, lang := range message.Languages() {
		p := message.For(lang)
		if !p.Has(m.ID) {
			t.Errorf("%s: there is no %s in %s", name, m.ID, lang)
			continue
		}
		b := p.Block(m)
		texts := append([]string{b.Title, b.Label}, b.Buttons...)
		for _, l := range b.Lines {
			texts = append(texts, l.Text)
		}
		for _, text := range texts {
			text = strings.ReplaceAll(text, "セキュアメールID", "") // a name that is written without a space
			for what, re := range mistakes[lang] {
				if found := re.FindString(text); found != "" {
					t.Errorf("%s, %s in %s: %s, “%s”: %s", name, m.ID, lang, what, found, text)
				}
			}
		}
	}
}

// A check reports the codes it says it does, under severities that fit what it asks for, and never a good verdict in
// the headline beside a finding that needs action.
func TestAnswersAgree(t *testing.T) {
	codesOf := map[Code]Topic{}
	for _, c := range Checks {
		for _, code := range c.Codes {
			codesOf[code] = c.Topic
		}
	}
	every(t, func(name string, a Answer) {
		needs := false
		for _, f := range a.Findings {
			needs = needs || f.Severity != Info
			if topic, ok := codesOf[f.Code]; !ok || topic != "" && topic != a.Topic {
				t.Errorf("%s: %s is reported under %s", name, f.Code, a.Topic)
			}
			if f.Quiet && f.Severity != Info {
				t.Errorf("%s: %s needs action and is quiet", name, f.Code)
			}
		}
		if needs != (a.Verdict == Action) {
			t.Errorf("%s: the verdict is %s with %v", name, a.Verdict, codes(a))
		}
		good := strings.HasSuffix(message.For("en").Print(a.Headline), "Nothing to do.")
		if good && (a.Verdict == Action || a.Verdict == Unknown) {
			t.Errorf("%s: %s has the headline %s", name, a.Verdict, a.Headline.ID)
		}
	})
}
