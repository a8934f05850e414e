package cli

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"certviewer/app"
	"certviewer/message"
)

// The ways to get a command line wrong that are worth a look each.
func TestUsage(t *testing.T) {
	for line, want := range map[string]string{
		"cert list --nosuch":            "--nosuch というオプションはありません",
		"cert list --filtre x":          "--filter",
		"cert shw":                      "show",
		"cert show a b":                 "「b」",
		"cert":                          "list, show, find, export",
		"cert nosuch":                   "list, show, find, export",
		"cert show":                     "<what>",
		"store diff a":                  "<b>",
		"store diff":                    "<a>",
		"root add":                      "足りないものがあります：<what>\n  certviewer root add --help で",
		"root trust x":                  "--for PURPOSES",
		"cert export x --format foo":    "pem, der, p7b",
		"check --time":                  "--time には値が必要です",
		"check --store":                 "--store には値が必要です",
		"check --store --json":          "--store には値が必要です",
		"cert list --json=maybe":        "--json には値を付けません",
		"cert show --text --online x":   "--text と --online は、いっしょには使えません",
		"check nosuch":                  "診断の項目",
		"check --time yesterday":        "2026-11-21T09:00:00+09:00",
		"check --lang fr":               "--lang に使えるのは次のいずれかです：en, ja",
		"check --lang=":                 "--lang には値が必要です",
		"cert list --store=":            "--store には値が必要です",
		"root add x --for=":             "--for には値が必要です",
		"cert list --filter=":           "--filter には値が必要です",
		"history undo":                  "<n>",
		"history undo x":                "「x」は変更の番号ではありません\n  番号は certviewer history list で確認できます\n  certviewer history undo --help で",
		"history undo -1":               "-1 というオプションはありません\n  certviewer history undo --help",
		"history finish 1.5":            "「1.5」は変更の番号ではありません",
		"history undo 99999999999999":   "「99999999999999」は変更の番号ではありません",
		"nosuchcommand":                 "「nosuchcommand」というコマンドもファイルもありません\n  certviewer --help",
		"histroy list":                  "「histroy」というコマンドもファイルもありません\n  次のどれかかもしれません：history",
		"hist":                          "次のどれかかもしれません：history",
		"window x":                      "「x」というコマンドもファイルもありません",
		"check --nosuch=1 --theme dark": "--nosuch",
		"--theme dark check":            "--theme はウィンドウ用で、check では使えません",
		"--theme purple":                "--theme に使えるのは次のいずれかです：light, dark",
		"--page nowhere":                "--page に使えるのは",
		"--size 3":                      "1280x800",
		"--size 3x":                     "1280x800",
		"--size 1280x800x2":             "1280x800",
	} {
		t.Run(line, func(t *testing.T) {
			if got := misuse(t, "ja", strings.Fields(line)); !strings.Contains(got, want) {
				t.Errorf("got %s\nwant %s", got, want)
			}
		})
	}
	if got := misuse(t, "ja", []string{"cert", "list", "a\n\x1b[31mb, \"c\""}); !strings.Contains(got, `b, "c"」は置けません`) || strings.ContainsAny(got, "\x1b") {
		t.Errorf("a word of many signs: %q", got)
	}
}

// misuse runs a wrong command line, and returns what is told of it.
func misuse(t *testing.T, lang string, args []string) string {
	t.Helper()
	t.Setenv("CERTVIEWER_DATA", t.TempDir())
	begin := func() (*app.App, error) { return app.New(app.Deps{Now: time.Now}) }
	var out, errs bytes.Buffer
	code := Run(t.Context(), begin, args, Streams{Out: &out, Err: &errs, System: lang}, func(*app.App, Window) int { t.Errorf("%q: the window opens", args); return 0 })
	if code != Usage || out.Len() > 0 {
		t.Errorf("%q: code %d, stdout %q", args, code, out.String())
	}
	return errs.String()
}

func TestNumberOfAChange(t *testing.T) {
	for text, want := range map[string]int{"12": 12, " 3 ": 3, "１２": 12, "007": 7, "": -1, "0x10": -1, "-1": -1, "1_0": -1, "二": -1} {
		var n changeNumber
		if err := n.UnmarshalText([]byte(text)); (err == nil) != (want >= 0) || err == nil && int(n) != want {
			t.Errorf("%q: %d, %v", text, n, err)
		}
	}
}

// blunders are all that package kong can find wrong with a command of a grammar: each argument missing, one too many or empty,
// each flag of every command without its value, empty, mistyped, with a value that it does not take, beside one that it
// does not go with, or at a command that does not have it.
func blunders(k *kong.Kong) (out [][]string) {
	flags := map[string]*kong.Flag{}
	for _, n := range append(k.Model.Leaves(false), k.Model.Node) {
		for _, f := range n.Flags {
			flags[f.Name] = f
		}
	}
	for i, n := range k.Model.Leaves(false) {
		command := strings.Fields(n.Path())
		var whole []string
		for _, p := range n.Positional {
			whole = append(whole, word(p.Target.Type().Name()))
		}
		own := map[string]*kong.Flag{}
		var needed []string
		for _, group := range n.AllFlags(false) {
			for _, f := range group {
				own[f.Name] = f
				if f.Required {
					needed = append(needed, "--"+f.Name+"="+sample(f))
					out = append(out, slices.Concat(command, whole))
				}
			}
		}
		add := func(args ...string) { out = append(out, slices.Concat(command, whole, needed, args)) }
		for i, p := range n.Positional {
			if p.Required {
				out = append(out, slices.Concat(command, whole[:i], needed))
			}
			with := slices.Clone(whole)
			with[i] = ""
			out = append(out, slices.Concat(command, with, needed))
			if p.Target.Type().Name() == "changeNumber" {
				with := slices.Clone(whole)
				with[i] = "x"
				out = append(out, slices.Concat(command, with, needed))
			}
		}
		if len(n.Positional) == 0 || !n.Positional[len(n.Positional)-1].IsSlice() {
			add("onetoomany")
		}
		add("--nosuch")
		add("-x")
		add("-1")
		add("--=x")
		for name, f := range flags {
			switch _, has := own[name]; {
			case name == "help", i > 0 && slices.Contains(k.Model.Node.Flags, f): // these are the same everywhere
			case !has:
				add("--"+name, "x")
				if n != k.Model.DefaultCmd && k.Model.DefaultCmd.Flags != nil && slices.Contains(k.Model.DefaultCmd.Flags, f) {
					out = append(out, slices.Concat([]string{"--" + name, "x"}, command, whole, needed))
				}
			case f.IsBool():
				add("--" + name + "=maybe")
				add("--" + name[:len(name)-1] + "q")
			default:
				add("--" + name)
				add("--"+name, "--json")
				add("--" + name + "=")
				add("--"+name[:len(name)-1]+"q", "x")
				if f.Enum != "" {
					add("--"+name, "nosuch")
				}
			}
			for _, other := range own {
				if has := own[name]; has != nil && name < other.Name && slices.ContainsFunc(f.Xor, func(x string) bool { return slices.Contains(other.Xor, x) }) {
					add("--"+name+"="+sample(f), "--"+other.Name+"="+sample(other))
				}
			}
		}
	}
	for _, n := range k.Model.Children {
		if len(n.Children) > 0 {
			out = append(out, []string{n.Name}, []string{n.Name, "nosuch"}, []string{n.Name, n.Children[0].Name + "q"})
		}
	}
	return out
}

// word is an argument that its command can read.
func word(kind string) string {
	if kind == "changeNumber" {
		return "1"
	}
	return "x"
}

// sample is a value that a flag can read.
func sample(f *kong.Flag) string {
	switch {
	case f.IsBool():
		return "true"
	case f.Enum != "":
		return f.EnumSlice()[0]
	}
	return "x"
}

// Whatever kong can find wrong with a command line of ours is told in the reader's language, in our words, says where the command is
// explained, and ends with exit code 2: none of kong's English comes through.
func TestUsageOfEveryCommand(t *testing.T) {
	var g grammar
	k, err := kong.New(&g, kong.Name("certviewer"))
	if err != nil {
		t.Fatal(err)
	}
	all := blunders(k)
	if len(all) < 400 {
		t.Fatalf("only %d wrong command lines", len(all))
	}
	unknown := map[string]string{"en": message.For("en").Terminal().Block(message.M("usage")).Title, "ja": message.For("ja").Terminal().Block(message.M("usage")).Title}
	// What may be written in Latin letters within a Japanese sentence: what was typed, and what can be typed.
	ours := regexp.MustCompile(`certviewer:?|--?[a-z0-9-]+q?|<[a-z]+>|onetoomany|nosuch|[A-Z0-9]{2,}|en\|ja|PIN|CSV|JSON`)
	names := map[string]bool{}
	for _, n := range k.Model.Leaves(false) {
		for _, w := range strings.Fields(n.Path()) {
			names[w], names[w+"q"] = true, true
		}
	}
	for _, args := range all {
		for _, lang := range []string{"en", "ja"} {
			told := misuse(t, lang, args)
			lines := strings.Split(strings.TrimSpace(told), "\n")
			if len(lines) < 2 || !strings.Contains(told, "--help") || strings.Contains(told, unknown[lang]) {
				t.Errorf("%q: %s", args, told)
			}
			if lang == "en" {
				for _, kongs := range []string{"expected one", "expected <", `expected "`, "value but", "unknown flag", "unexpected", "but got", "did you mean", "missing ", "must be one of", "can't be used", "perhaps try", "default command"} {
					if strings.Contains(told, kongs) {
						t.Errorf("%q: kong's words %q in %s", args, kongs, told)
					}
				}
				continue
			}
			for _, w := range regexp.MustCompile(`[A-Za-z]{2,}`).FindAllString(ours.ReplaceAllString(told, ""), -1) {
				if !names[w] && !slices.Contains([]string{"pem", "der", "light", "dark", "help"}, w) {
					t.Errorf("%q: English in %s: %q", args, told, w)
				}
			}
		}
	}
}
