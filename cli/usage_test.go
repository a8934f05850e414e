package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"certviewer/app"
)

// Every way to get a command line wrong is told in the reader's language, and none of kong's English is left.
func TestUsage(t *testing.T) {
	begin := func() (*app.App, error) { return app.New(app.Deps{Now: time.Now}) }
	for line, want := range map[string]string{
		"cert list --nosuch":            "--nosuch というオプションはありません",
		"cert list --filtre x":          "--filter",
		"cert shw":                      "show",
		"cert show a b":                 "「b」",
		"cert":                          "list, show, find, export",
		"cert show":                     "<what>",
		"store diff a":                  "<b>",
		"store diff":                    "<a>",
		"cert export x --format foo":    "pem, der, p7b",
		"check --time":                  "--time には値が必要です",
		"cert list --json=maybe":        "--json には値を付けません",
		"check nosuch":                  "診断の項目",
		"check --time yesterday":        "2026-11-21T09:00:00+09:00",
		"check --lang fr":               "en, ja",
		"cert list --store=":            "--store には値が必要です",
		"nosuchcommand":                 "「nosuchcommand」",
		"check --nosuch=1 --theme dark": "--nosuch",
	} {
		t.Run(line, func(t *testing.T) {
			t.Setenv("CERTVIEWER_DATA", t.TempDir())
			var out, errs bytes.Buffer
			code := Run(t.Context(), begin, strings.Fields(line), Streams{Out: &out, Err: &errs, System: "ja"}, func(*app.App, Window) int { t.Error("the window opens"); return 0 })
			got := errs.String()
			if line == "check --lang fr" { // in English, for want of French
				got = strings.ReplaceAll(got, "takes one of these", "のいずれか")
			}
			if code != Usage || out.Len() > 0 {
				t.Errorf("code %d, stdout %q", code, out.String())
			}
			if !strings.Contains(got, want) || strings.Contains(got, "expected") || strings.Contains(got, "unknown") {
				t.Errorf("got %s\nwant %s", got, want)
			}
		})
	}
}
