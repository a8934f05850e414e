package message

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// columns measures a full-width letter as 2.
func columns(s string) float32 { return float32(Width(s)) }

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		name  string
		text  string
		max   float32
		whole []string
		want  []string
	}{
		{"empty", "", 10, nil, []string{""}},
		{"fits", "証明書です。", 12, nil, []string{"証明書です。"}},
		{"between any two letters", "古い証明書は残します", 10, nil, []string{"古い証明書", "は残します"}},
		{"no full stop at the start", "古い証明書。残します", 10, nil, []string{"古い証明", "書。残しま", "す"}},
		{"no comma at the start", "古い証明書、残します", 10, nil, []string{"古い証明", "書、残しま", "す"}},
		{"no closing bracket at the start", "今は「証明」を", 10, nil, []string{"今は「証", "明」を"}},
		{"closers stay together", "証明書と「直す…」。", 16, nil, []string{"証明書と", "「直す…」。"}},
		{"no opening bracket at the end", "今は証明「直す」を", 10, nil, []string{"今は証明", "「直す」を"}},
		{"small kana", "古い長いチャンネル", 10, nil, []string{"古い長い", "チャンネル"}},
		{"long vowel", "あのサーバーです", 8, nil, []string{"あのサー", "バーです"}},
		{"long vowel at the start", "四五六サーバーです", 8, nil, []string{"四五六", "サーバー", "です"}},
		{"repeat mark", "三四五六人々です", 10, nil, []string{"三四五六", "人々です"}},
		{"Latin word stays whole", "今のFirefoxを閉じる", 8, nil, []string{"今の", "Firefox", "を閉じる"}},
		{"space in Japanese vanishes at a break", "今の Firefox を閉じる", 8, nil, []string{"今の", "Firefox", "を閉じる"}},
		{"number and counter", "今は証明書123件です", 12, nil, []string{"今は証明書", "123件です"}},
		{"long counter", "調べた所が10か所です", 12, nil, []string{"調べた所が", "10か所です"}},
		{"date breaks between its parts", "2022年12月17日です", 12, nil, []string{"2022年12月", "17日です"}},
		{"number with commas", "証明書1,234件です", 8, nil, []string{"証明書", "1,234件", "です"}},
		{".p12 is a word", "この名の.p12を開く", 8, nil, []string{"この名の", ".p12を", "開く"}},
		{"full-width brackets around Latin", "仕事（Outlook）です", 12, nil, []string{"仕事", "（Outlook）", "です"}},
		{"ideographic space", "場所：三　番号：一", 8, nil, []string{"場所：三", "番号：一"}},
		{"English at spaces", "Press Show steps, then wait.", 12, nil, []string{"Press Show", "steps, then", "wait."}},
		{"English hyphen", "It is good for mail-only use", 12, nil, []string{"It is good", "for", "mail-only", "use"}},
		{"quotes", "Press “Show steps” now", 12, nil, []string{"Press “Show", "steps” now"}},
		{"name kept whole", "Open My Mail now", 10, []string{"My Mail"}, []string{"Open", "My Mail", "now"}},
		{"name broken where nobody asked", "Open My Mail now", 10, nil, []string{"Open My", "Mail now"}},
		{"Japanese name kept whole", "今は学校用を開く", 8, []string{"学校用"}, []string{"今は", "学校用を", "開く"}},
		{"word longer than a line", "a abcdefghijklmnop b", 8, nil, []string{"a", "abcdefgh", "ijklmnop", "b"}},
		{"long word goes on after itself", "abcdefghij klm", 8, nil, []string{"abcdefgh", "ij klm"}},
		{"long word in brackets", "「abcdefgh」", 10, nil, []string{"「abcdefg", "h」"}},
		{"combining mark", "abcdefghi\u0301jk", 9, nil, []string{"abcdefghi\u0301", "jk"}},
		{"line breaks stay", "一\n\n二", 10, nil, []string{"一", "", "二"}},
		{"spaces at the end", "abc  ", 10, nil, []string{"abc"}},
		{"between phrases", "これで暗号化されたメールを開くには両方が必要です", 36, nil, []string{"これで暗号化されたメールを開くには", "両方が必要です"}},
		{"between sentences rather than phrases", "この証明書は問題ありません。何もしなくて大丈夫です。", 40, nil, []string{"この証明書は問題ありません。", "何もしなくて大丈夫です。"}},
		{"between sentences in English", "Checked in Firefox and Chrome. Old one kept in Thunderbird.", 38, nil, []string{"Checked in Firefox and Chrome.", "Old one kept in Thunderbird."}},
		{"a number is no sentence", "The helpdesk asks what it says in No. 125 there and then", 41, nil, []string{"The helpdesk asks what it says in No. 125", "there and then"}},
		{"not inside a verb of two", "今はこの変更を取り消してください", 20, nil, []string{"今はこの変更を", "取り消してください"}},
		{"not after a polite prefix", "この新しい証明書は今、お使いください", 26, nil, []string{"この新しい証明書は今、", "お使いください"}},
		{"not before a particle after a Latin word", "古い証明書がここでは NSS にある", 24, nil, []string{"古い証明書がここでは", "NSS にある"}},
		{"in a phrase rather than on one more line", "今日は古い証明書検査です", 12, nil, []string{"今日は古い証", "明書検査です"}},
		{"in a phrase rather than leave a gap", "今の証明書検査装置管理者です", 20, nil, []string{"今の証明書検査装置管", "理者です"}},
		{"no orphan", "拇印はあえて画面に出していません。同じものは使わないでください。", 60, nil, []string{"拇印はあえて画面に出していません。同じものは", "使わないでください。"}},
		{"no orphan in English", "Employers and home filters add such roots; unwanted software too.", 62, nil, []string{"Employers and home filters add such roots;", "unwanted software too."}},
		{"an orphan rather than a broken word", "abcdefghijklmnop q", 17, nil, []string{"abcdefghijklmnop", "q"}},
		{"no room at all", "証明", 1, nil, []string{"証", "明"}},
	} {
		if got := Wrap(c.text, c.max, columns, c.whole...); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q at %v = %q, want %q", c.name, c.text, c.max, got, c.want)
		}
	}
}

// Every sentence of the program, at every width that a window may have.
func TestWrapRules(t *testing.T) {
	for _, lang := range Languages() {
		args := exampleArgs(lang)
		for key, sentence := range For(lang).load().sentences {
			text := For(lang).fill(sentence, args)
			for max := float32(24); max <= 120; max += 7 {
				lines := Wrap(text, max, columns)
				if a, b := squeeze(strings.Join(lines, "")), squeeze(text); a != b {
					t.Fatalf("%s %s: letters are lost: %q", lang, key, lines)
				}
				for i, line := range lines {
					first, _ := utf8.DecodeRuneInString(line)
					last, _ := utf8.DecodeLastRuneInString(line)
					switch {
					case columns(line) > max:
						t.Errorf("%s %s: too wide: %q", lang, key, line)
					case i > 0 && strings.ContainsRune("、。」）？！：…ー々ゝゃゅょっ", first):
						t.Errorf("%s %s: a line starts with %c: %q", lang, key, first, lines)
					case i < len(lines)-1 && strings.ContainsRune("「（", last):
						t.Errorf("%s %s: a line ends with %c: %q", lang, key, last, lines)
					}
				}
			}
		}
	}
}

// squeeze drops what a line break may drop.
func squeeze(s string) string {
	return strings.NewReplacer(" ", "", "\u3000", "", "\n", "", "\t", "").Replace(s)
}

// Measuring a string in the window takes longer than everything else here.
func TestWrapMeasuresOnce(t *testing.T) {
	text := strings.Repeat("古い証明書は残します。", 100)
	calls := 0
	Wrap(text, 40, func(s string) float32 { calls++; return columns(s) })
	if letters := utf8.RuneCountInString(text); calls > letters/4 {
		t.Errorf("%d calls for %d letters, of which 10 are different", calls, letters)
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("今の Firefox（仕事）を「閉じる」。", 8.0, "仕事")
	f.Add("e\u0301\u0301 \xff\n", 1.0, "")
	f.Fuzz(func(t *testing.T, text string, max float64, whole string) {
		lines := Wrap(text, float32(max), columns, whole)
		want := squeeze(string([]rune(text)))
		if got := squeeze(string([]rune(strings.Join(lines, "")))); got != want {
			t.Errorf("%q became %q", text, lines)
		}
	})
}

func BenchmarkWrap(b *testing.B) {
	text := For("ja").Print(Message{ID: "mail-cross-certificate.why", Args: exampleArgs("ja")})
	for b.Loop() {
		Wrap(text, 50, columns)
	}
}
