package cert

import "testing"

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "abc 123": "abc 123", "VeriSign": "verisign", "ＤｉｇｉＣｅｒｔ　Ｇ４": "digicert g4", "！～": "!~",
		"ｱｲｳ": "アイウ", "ｶﾞｷﾞｸﾞ": "ガギグ", "ﾊﾟﾋﾟ": "パピ", "ﾊﾞ": "バ", "ｳﾞ": "ヴ", "ﾜﾞ": "ヷ", "ｱﾞ": "ア\u3099", "ﾞ": "\u3099",
		"ひらがな": "ヒラガナ", "がぎ": "ガギ", "ゔ": "ヴ", "ゝゞ": "ヽヾ", "ヽ゛": "ヾ", "ぁっゃ": "ァッャ",
		"か\u3099は\u309a": "ガパ", "カ゛": "ガ", "Ünïcode ÀÉ": "ünïcode àé", "ΑΒΓ": "αβγ", "証明書": "証明書",
		"ﾙｰﾄ証明書｡": "ルート証明書。", "ｻｰﾊﾞｰ": "サーバー", "サーバー": "サーバー", "A証": "a証", "証A": "証a", "ａ\u00a0ｂ": "a b", "￥¥": `\\`,
		"\xff": "\ufffd", "ガ\u3099": "ガ\u3099", "ア\u309a": "ア\u309a", "😀": "😀", "ﾝ\u309a": "ン\u309a",
	} {
		got := Fold(in)
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
		if again := Fold(got); again != got {
			t.Errorf("%q folds to %q and then to %q", in, got, again)
		}
	}
}

func TestFoldAllocatesNothing(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { Fold("digicert trusted root g4") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkFold(b *testing.B) {
	for _, s := range []string{"digicert trusted root g4", "DigiCert Trusted Root G4", "国立情報学研究所 ｵｰﾌﾟﾝﾄﾞﾒｲﾝ認証局"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Fold(s)
			}
		})
	}
}
