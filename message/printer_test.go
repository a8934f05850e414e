package message

import (
	"testing"
	"time"
)

func TestDetect(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want string
	}{
		{map[string]string{}, ""},
		{map[string]string{"LANG": "ja_JP.UTF-8"}, "ja"},
		{map[string]string{"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, "en"},
		{map[string]string{"LANG": "ja_JP.UTF-8", "LC_ALL": "C.UTF-8"}, "en"},
		{map[string]string{"LANG": "en_GB.UTF-8", "LC_MESSAGES": "ja_JP.eucJP"}, "ja"},
		{map[string]string{"LANG": "de_DE.UTF-8", "LANGUAGE": "ja"}, "en"},
		{map[string]string{"LANGUAGE": "ja:en"}, "ja"},
		{map[string]string{"LC_ALL": "", "LANG": "ja"}, "ja"},
		{map[string]string{"LANG": "jam_JM"}, "en"},
	} {
		if got := Detect(func(k string) string { return c.env[k] }); got != c.want {
			t.Errorf("Detect(%v) = %q, want %q", c.env, got, c.want)
		}
	}
}

func TestFor(t *testing.T) {
	for lang, want := range map[string]string{
		"en": "en", "ja": "ja", "ja-JP": "ja", "ja_JP.UTF-8": "ja", "JA": "ja", "fr": "en", "": "en", "C": "en",
	} {
		if got := For(lang).Lang(); got != want {
			t.Errorf("For(%q).Lang() = %q, want %q", lang, got, want)
		}
	}
}

func TestPrint(t *testing.T) {
	for _, c := range []struct {
		m      Message
		en, ja string
	}{
		{M("check-some-action.title", "count", 1), "One thing needs attention.", "対処が必要なことが1件あります。"},
		{M("check-some-action.title", "count", 1234), "1,234 things need attention.", "対処が必要なことが1,234件あります。"},
		{M("check-some-action", "count", 2), "2 things need attention.", "対処が必要なことが2件あります。"},
		{M("upki-client-expiring", "days", 1), "University certificate: one day left.", "大学の証明書：残り1日です。"},
		{M("upki-client-expiring", "days", 12), "University certificate: 12 days left.", "大学の証明書：残り12日です。"},
		{M("p12-imported-all", "count", 1, "app", "Firefox"), "Done: the certificate is in Firefox.", "完了：Firefox に入りました。"},
		{M("webex-tsa-ok"), "Webex meetings: ready. Nothing to do.", "Webex 会議：問題ありません。何もしなくて大丈夫です。"},
		{M("store-no-permission", "place", M("place.system")), "This computer's list cannot be read: no permission.", "このコンピューターの一覧を読み取る権限がありません。"},
		{M("change-os-asks", "os", M("os.darwin")), "macOS now asks in a window of its own.", "次に macOS の確認画面が出ます。"},
		{M("p12-root-inside", "variant", "along"), "The root in the file is added and trusted too.", "ファイルのルート証明書も追加し、信頼します。"},
		{M("store-locked", "app", "Firefox", "variant", "terminal"), "Firefox is using its certificates right now.", "Firefox が証明書を使用中です。"}, // of another part
		{M("no-such-sentence"), "no-such-sentence", "no-such-sentence"},
		{M("store-locked"), "{app} is using its certificates right now.", "{app}が証明書を使用中です。"},
	} {
		if got := For("en").Print(c.m); got != c.en {
			t.Errorf("en %s = %q, want %q", c.m.ID, got, c.en)
		}
		if got := For("ja").Print(c.m); got != c.ja {
			t.Errorf("ja %s = %q, want %q", c.m.ID, got, c.ja)
		}
	}
}

func TestHas(t *testing.T) {
	p := For("en")
	for id, want := range map[string]bool{
		"webex-tsa-ok": true, "webex-tsa-ok.title": true, "check-some-action": true, "check-some-action.title": true,
		"check-footer": true, "purpose.email": true, "mark.days-left": true, "purpose": false, "nothing": false, "": false,
	} {
		if got := p.Has(id); got != want {
			t.Errorf("Has(%q) = %v, want %v", id, got, want)
		}
	}
}

func TestTerminal(t *testing.T) {
	for _, c := range []struct {
		m      Message
		en, ja string
	}{
		{M("p12-wrong-pin"), "the access PIN does not match", "アクセスPIN が合いません"},
		{M("p12-damaged"), "the file is damaged. The PIN is not the cause", "ファイルが壊れています。PIN のせいではありません"},
		{M("store-locked", "app", "Firefox"), "Firefox is using its certificates right now", "Firefox が証明書を使用中です"},
		{M("store-no-builtin-list"), "Mozilla's built-in list was not found here", "Mozilla の組み込み一覧が見つかりません"},
		{M("p12-destinations"), "which programs should have it?", "どのアプリに入れますか？"},
		{M("store-no-permission", "place", M("place.system")), "this computer's list cannot be read: no permission", "このコンピューターの一覧を読み取る権限がありません"},
	} {
		if got := For("en").Terminal().Print(c.m); got != c.en {
			t.Errorf("en %s = %q, want %q", c.m.ID, got, c.en)
		}
		if got := For("ja").Terminal().Print(c.m); got != c.ja {
			t.Errorf("ja %s = %q, want %q", c.m.ID, got, c.ja)
		}
	}
	b := For("en").Terminal().Block(M("p12-wrong-pin"))
	if b.Lines[0].Text != "the file looks whole, so the PIN is the likely cause" || b.Buttons[0] != "Try again" {
		t.Errorf("block in terminal form: %+v", b)
	}
}

func TestArg(t *testing.T) {
	japan := time.FixedZone("JST", 9*3600)
	day := time.Date(2022, 1, 17, 14, 5, 0, 0, japan)
	names := func(n ...string) List { return M("", "x", n).Args["x"].(List) }
	for _, c := range []struct {
		arg    Arg
		en, ja string
	}{
		{Number(0), "0", "0"},
		{Number(999), "999", "999"},
		{Number(1234567), "1,234,567", "1,234,567"},
		{Number(-1234), "-1,234", "-1,234"},
		{Day(day), "17 January 2022", "2022年1月17日"},
		{Day(day.UTC().Add(-24 * time.Hour)), "16 January 2022", "2022年1月16日"},
		{Moment(day), "17 January 2022, 14:05 (Japan time)", "2022年1月17日 14:05（日本時間）"},
		{Moment(day.UTC()), "17 January 2022, 05:05 (UTC)", "2022年1月17日 05:05（UTC）"},
		{Moment(day.In(time.FixedZone("IST", 5*3600+1800))), "17 January 2022, 10:35 (UTC+5:30)", "2022年1月17日 10:35（UTC+5:30）"},
		{Moment(day.In(time.FixedZone("EST", -5*3600))), "17 January 2022, 00:05 (UTC-5)", "2022年1月17日 00:05（UTC-5）"},
		{Span(51 * time.Hour), "2 days 3 hours", "2日3時間"},
		{Span(-51*time.Hour - 59*time.Second), "2 days 3 hours", "2日3時間"},
		{Span(24*time.Hour + 5*time.Minute), "1 day", "1日"},
		{Span(90 * time.Second), "1 minute 30 seconds", "1分30秒"},
		{Span(0), "0 seconds", "0秒"},
		{List{}, "", ""},
		{names("Firefox"), "Firefox", "Firefox"},
		{names("Firefox", "Outlook"), "Firefox and Outlook", "Firefox、Outlook"},
		{names("Firefox", "Outlook", "curl"), "Firefox, Outlook and curl", "Firefox、Outlook、curl"},
		{names("a", "b", "c", "d", "e"), "a, b, c and 2 more", "a、b、c ほか2件"},
		{List{M("purpose.email"), M("purpose.code")}, "mail and software", "メール、ソフトウェアの署名"},
		{M("place.profile", "app", "Firefox", "profile", "仕事"), "Firefox (仕事)", "Firefox（仕事）"},
		{Text("a\x1b[31mb\nc\u202ed"), "a\ufffd[31mb c\ufffdd", "a\ufffd[31mb c\ufffdd"},
		{nil, "", ""},
	} {
		if got := For("en").Arg(c.arg); got != c.en {
			t.Errorf("en %#v = %q, want %q", c.arg, got, c.en)
		}
		if got := For("ja").Arg(c.arg); got != c.ja {
			t.Errorf("ja %#v = %q, want %q", c.arg, got, c.ja)
		}
	}
	if got := For("ja").Range(day, day.AddDate(2, 0, 0)); got != "2022-01-17 〜 2024-01-17" {
		t.Errorf("Range = %q", got)
	}
}

// One function puts the spaces of words.md 2.5.
func TestSpaces(t *testing.T) {
	for _, c := range []struct {
		template string
		value    Arg
		want     string
	}{
		{"{v}を閉じて", Text("Firefox"), "Firefox を閉じて"},
		{"{v}を閉じて", Text("このコンピューター"), "このコンピューターを閉じて"},
		{"{v}を閉じて", Text("Windows 11"), "Windows 11 を閉じて"},
		{"{v}を閉じて", Text("Firefox（仕事）"), "Firefox（仕事）を閉じて"},
		{"{v}を閉じて", Text("Ｆｉｒｅｆｏｘ"), "Ｆｉｒｅｆｏｘを閉じて"},
		{"先に{v}を", Text("Firefox"), "先に Firefox を"},
		{"先に{v}を", Text(".p12"), "先に.p12 を"},
		{"「{v}」を", Text("Firefox"), "「Firefox」を"},
		{"（{v}）", Text("Firefox"), "（Firefox）"},
		{"完了：{v}に", Text("Firefox"), "完了：Firefox に"},
		{"今は{v}、次に", Text("Firefox"), "今は Firefox、次に"},
		{"証明書{v}件の", Number(3), "証明書3件の"},
		{"発行は{v}に", Day(time.Date(2022, 1, 17, 0, 0, 0, 0, time.UTC)), "発行は2022年1月17日に"},
		{"時計が{v}ずれ", Span(51 * time.Hour), "時計が2日3時間ずれ"},
		{"中の{v}から", M("place.nss-builtin"), "中の Mozilla の組み込み一覧から"},
		{"中の{v}から", M("span.days", "count", 2), "中の2日から"},
		{"{v}に", List{Text("Firefox"), Text("curl")}, "Firefox、curl に"},
		{"{v}{v}", Text("a"), "aa"},
		{"ー{v}ー", Text("a"), "ー a ー"},
		{"{v}", Text("Firefox"), "Firefox"},
		{"{w}を", Text("Firefox"), "{w}を"},
		{"{を", Text("Firefox"), "{を"},
	} {
		if got := For("ja").fill(c.template, Args{"v": c.value}); got != c.want {
			t.Errorf("%s with %#v = %q, want %q", c.template, c.value, got, c.want)
		}
	}
}

func TestShorten(t *testing.T) {
	long := "/home/hanako/Downloads/university/2026/certificate-of-hanako.p12"
	args := Args{"file": Text(long), "path": Text(long)}
	if got, want := For("en").fill("{file} {path}", args), "/home/hanako/Downloa…icate-of-hanako.p12 "+long; got != want {
		t.Errorf("got %q, want %q: only some placeholders are shortened", got, want)
	}
	for _, c := range []struct{ in, want string }{
		{"my.p12", "my.p12"},
		{"1234567890123456789012345678901234567890", "1234567890123456789012345678901234567890"},
		{"12345678901234567890123456789012345678901", "12345678901234567890…3456789012345678901"},
		{"日本語の長い長い長い長い長い長い長い名前の証明書のファイル.p12", "日本語の長い長い長い長…書のファイル.p12"},
	} {
		got := shortenMiddle(c.in, 40)
		if got != c.want || Width(got) > 40 {
			t.Errorf("%q is shortened to %q, %d columns, want %q", c.in, got, Width(got), c.want)
		}
	}
}

func TestWidth(t *testing.T) {
	for s, want := range map[string]int{
		"": 0, "abc": 3, "証明書": 6, "ｱｲｳ": 3, "Ａ": 2, "“a”": 3, "a…": 2, "か\u3099": 2, "e\u0301": 1,
		"\x1b": 0, "、。": 4, "3件": 3, "한국": 4, "\u3000": 2, "✔": 1,
	} {
		if got := Width(s); got != want {
			t.Errorf("Width(%q) = %d, want %d", s, got, want)
		}
	}
}
