package message

import (
	"regexp"
	"strings"
	"testing"
)

// quoted is what stands in quotes: the words of others, who may say what they like.
var quoted = regexp.MustCompile(`「[^」]*」|“[^”]*”`)

// Words that certviewer does not use, with what it says instead.
var forbidden = map[string][]struct {
	words  *regexp.Regexp
	why    string
	except string // a key, or the beginning of keys
}{
	"en": {
		{regexp.MustCompile(`(?i)\b(please|sorry|oops|e\.g\.|i\.e\.|via|etc\.)(\W|$)`), "plain words, no pleading, no Latin", ""},
		{regexp.MustCompile(`!`), "no exclamation marks", ""},
		{regexp.MustCompile(`(?i)\b(invalid|illegal|bad|fatal|abort(ed)?|failed|failure|kill(ed)?)\b`), "does not match, cannot be read, stopped", ""},
		{regexp.MustCompile(`(?i)\b(trust (it )?anyway|ignore the warning|turn off the check|to be safe)\b`), "never advised", ""},
		{regexp.MustCompile(`(?i)\battacker`), "nobody is accused", ""},
		{regexp.MustCompile(`(?i)\b\w+(ization|izations|izing|ized)\b|\bcolors?\b|\bcenters?\b`), "British spelling", ""},
		{regexp.MustCompile(`'s access pin\b|\bAccess PIN of\b`), "the access PIN is the file's", ""},
		{regexp.MustCompile(`\.\.\.`), "one character …", ""},
	},
	"ja": {
		{regexp.MustCompile(`させていただ|お客様|あなた`), "no humble forms, no あなた", ""},
		{regexp.MustCompile(`間違え|正しく入力|不正な|誤った操作`), "say what is there, blame nobody", ""},
		{regexp.MustCompile(`[！!]|危険です|攻撃者`), "no threats", ""},
		{regexp.MustCompile(`失敗しました`), "〜できませんでした", ""},
		{regexp.MustCompile(`エラー`), "only when another program is quoted", ""},
		{regexp.MustCompile(`されました。?$`), "〜しました for what we do", "change-done.title"},
		{regexp.MustCompile(`サーバ([^ー]|$)|ブラウザ([^ー]|$)|ユーザ([^ー]|$)|フォルダ([^ー]|$)|コンピュータ([^ー]|$)`), "as Microsoft writes loan words", ""},
		{regexp.MustCompile(`プログラム`), "アプリ", ""},
		{regexp.MustCompile(`ホスト名`), "サーバー名", ""},
		{regexp.MustCompile(`ブロック`), "拒否, as on the button", ""},
		{regexp.MustCompile(`それでも信頼|警告を無視`), "never advised", ""},
		{regexp.MustCompile(`\.\.\.|~`), "… and 〜", ""},
		{regexp.MustCompile(`[\x{ff61}-\x{ff9f}\x{ff21}-\x{ff5a}\x{ff10}-\x{ff19}]`), "no half-width kana, no full-width letters", ""},
		{regexp.MustCompile(`アクセス PIN|アクセスＰＩＮ`), "アクセスPIN", ""},
	},
}

func TestForbiddenWords(t *testing.T) {
	for _, lang := range Languages() {
		for key, sentence := range sentencesOf(t, lang) {
			rest := quoted.ReplaceAllString(sentence, "")
			for _, f := range forbidden[lang] {
				if found := f.words.FindString(rest); found != "" && (f.except == "" || !strings.HasPrefix(key, f.except)) {
					t.Errorf("%s %s: “%s” (%s): %s", lang, key, found, f.why, sentence)
				}
			}
		}
	}
}

// Words of specialists stay out of the first three lines of a card. The patterns match their own
// letters only: UPKI is a name.
var specialist = regexp.MustCompile(`\b(SHA(-\d+)?|EKU|X\.509|PKI|PKCS|NSS|OCSP|CRL|ASN\.1|DER|PEM)\b|(?i)trust anchor|store ID`)

// These blocks are about fingerprints and files themselves, for those who were given one.
var specialists = map[string]bool{
	"root-paste-fingerprint": true, // whoever gave the root calls it that
}

func TestFirstLinesArePlain(t *testing.T) {
	for _, lang := range Languages() {
		p := For(lang)
		for id := range p.load().numbers {
			if specialists[id] {
				continue
			}
			b := p.Block(M(id))
			lines := []string{b.Title}
			for _, l := range b.Lines[:min(2, len(b.Lines))] {
				lines = append(lines, l.Text)
			}
			for _, l := range lines {
				if w := specialist.FindString(l); w != "" {
					t.Errorf("%s %s: %s in the first lines: %s", lang, id, w, l)
				}
			}
		}
	}
}

// A good verdict always says so in the same words.
func TestGoodVerdicts(t *testing.T) {
	all := sentencesOf(t, "ja")
	for id, title := range sentencesOf(t, "en") {
		ja, ok := all[id]
		if !ok {
			continue // TestLanguagesAgree
		}
		if strings.HasSuffix(title, "Nothing to do.") != strings.HasSuffix(ja, "何もしなくて大丈夫です。") {
			t.Errorf("%s: only one language says that there is nothing to do: %s | %s", id, title, ja)
		}
	}
}

// The title alone separates "the mail is unchanged, and yet" from "the content was changed".
func TestMailTitles(t *testing.T) {
	ja := sentencesOf(t, "ja")
	for _, id := range []string{
		"mail-root-absent", "mail-purpose-off", "mail-cross-certificate", "mail-cross-certificate-no-path",
		"mail-intermediate-revoked", "mail-distrusted-root",
	} {
		if title := ja[id+".title"]; !strings.HasPrefix(title, "メールは変わっていません") {
			t.Errorf("%s: %s", id, title)
		}
	}
	if title := ja["mail-content-changed.title"]; strings.Contains(title, "変わっていません") {
		t.Errorf("mail-content-changed: %s", title)
	}
}

// Spaces and punctuation of Japanese, words.md 2.5.
func TestJapaneseSpaces(t *testing.T) {
	const letter = `[\p{Han}\p{Hiragana}\p{Katakana}ー]`
	for _, c := range []struct {
		pattern, why string
	}{
		{`\} ` + letter + `|` + letter + ` \{`, "no space beside a place: it comes by itself"},
		{`[A-Za-z]` + letter, "a space after a Latin word"},
		{`[\p{Hiragana}][A-Za-z]`, "a space before a Latin word"},
		{`[、。「」（）：？] | [、。」）：？]`, "no space beside full-width punctuation"},
		{`[0-9] (件|個|回|年|月|日|時|分|秒|文字)`, "no space between a number and its counter"},
		{letter + `[,.:?()](` + letter + `|$)`, "full-width punctuation"},
	} {
		re := regexp.MustCompile(c.pattern)
		for key, sentence := range sentencesOf(t, "ja") {
			// Names that are written without a space, and labels with a number: 手順 2/4, 証明書 3件.
			rest := strings.NewReplacer("セキュアメールID", "", "UDPゴシック", "", " {n}", "{n}", " {count}", "{count}",
				" {version} ", "{version}", " {version}", "{version}").Replace(sentence)
			if found := re.FindString(rest); found != "" {
				t.Errorf("%s: “%s” (%s): %s", key, found, c.why, sentence)
			}
		}
	}
}
