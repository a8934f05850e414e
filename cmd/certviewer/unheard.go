//go:build !terminal || windows

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
	"certviewer/message"
	"certviewer/platform/console"
)

// answerFile, in the data folder, is where the answer is that nobody could read in a terminal.
const answerFile = "answer.txt"

// answerUnheard says in a box why there is no window, and then shows what the window would have shown as a text:
// certviewer.exe was double-clicked, and has no terminal. It returns the answer's exit code, or cli.NotDone when there is no
// text.
func answerUnheard(ctx context.Context, a *app.App, st cli.Streams, w cli.Window, why string) int {
	var text bytes.Buffer
	text.WriteString("\ufeff") // so that Notepad takes it for UTF-8
	code := cli.Answer(ctx, a, cli.Streams{Out: &text, Err: &text, System: st.System}, w)
	file, err := keep(bytes.ReplaceAll(text.Bytes(), []byte("\n"), []byte("\r\n")))

	p := st.Printer(w)
	b := p.Block(message.M(why, "variant", []string{"unheard", runtime.GOOS}))
	said := []string{b.Title}
	for _, l := range b.Lines {
		if l.Part != "do-2" || err == nil { // that the text opens now
			said = append(said, l.Text)
		}
	}
	said = append(said, p.Text("window.number", "number", b.Number))
	console.Tell("certviewer", strings.Join(said, "\n\n"))
	if err != nil {
		return cli.NotDone
	}
	if console.Show(file) != nil {
		console.Tell("certviewer", p.Text("terminal.written", "file", answerFile)+"\n\n"+filepath.Dir(file))
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
