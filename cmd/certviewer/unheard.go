package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"certviewer/app"
	"certviewer/cli"
	"certviewer/platform/console"
)

// answerFile, in the data folder, is where the answer is that nobody could read in a terminal.
const answerFile = "answer.txt"

// answerUnheard says in a box why there is no window, and shows what the window would have shown as a text: certviewer.exe was
// double-clicked, and has no terminal. It returns the answer's exit code, or cli.NotDone when the text cannot be shown.
func answerUnheard(ctx context.Context, a *app.App, st cli.Streams, w cli.Window, why string) int {
	var text bytes.Buffer
	text.WriteString("\ufeff") // so that Notepad takes it for UTF-8
	code := cli.Answer(ctx, a, cli.Streams{Out: &text, Err: &text, System: st.System}, w)
	file, err := keep(bytes.ReplaceAll(text.Bytes(), []byte("\n"), []byte("\r\n")))
	title, lines := cli.Excuse(st, w, why, err == nil, "unheard", runtime.GOOS)
	console.Tell(title, strings.Join(lines, "\n\n"))
	if err != nil || console.Show(file) != nil {
		return cli.NotDone
	}
	return code
}

// keep writes the answer, in the place of the last one, and returns the file.
func keep(text []byte) (file string, err error) {
	folder, err := app.DataFolder()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	file = filepath.Join(folder, answerFile)
	return file, app.WriteNew(file, text, true)
}
