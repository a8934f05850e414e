package cli

import (
	"context"
	"fmt"
	"runtime"
	"slices"

	"certviewer/app"
	"certviewer/message"
)

// Why there is no window: blocks 900 and 901.
const (
	NoDisplay = "app-no-display"
	NoOpenGL  = "app-no-opengl"
)

// WithoutWindow answers in the terminal what the window would have shown: it says on stderr why there is
// none, then prints the health check, or the certificate in the file.
func WithoutWindow(ctx context.Context, a *app.App, st Streams, w Window, why string) int {
	title, lines := Excuse(st, w, why, w.File == "", runtime.GOOS)
	fmt.Fprintf(st.Err, "certviewer: %s\n", title)
	for _, l := range lines {
		fmt.Fprintf(st.Err, "  %s\n", l)
	}
	return Answer(ctx, a, st, w)
}

// Excuse is the sentences about why there is no window. announced says whether the last of them, on the answer that follows,
// is among them; variants choose among the sentences.
func Excuse(st Streams, w Window, why string, announced bool, variants ...string) (title string, lines []string) {
	b := message.For(st.language(w.Lang)).Terminal().Block(message.M(why, "variant", variants))
	for _, l := range b.Lines {
		if l.Part == "note" || l.Part == "do-2" && !announced {
			continue // of commands that do not exist yet; of what does not follow
		}
		lines = append(lines, l.Text)
	}
	return number(b.Number) + " " + b.Title, lines
}

// Answer prints what the window would have shown: the health check, or the certificate in the file.
func Answer(ctx context.Context, a *app.App, st Streams, w Window) int {
	args := []string{"check"}
	if w.File != "" {
		args = []string{"cert", "show", w.File}
	}
	return Run(ctx, a, slices.Concat(args, w.Flags.args()), st, nil)
}

// args writes the flags back, for the command that stands in for the window.
func (f Flags) args() (out []string) {
	for _, x := range f.NSSDB {
		out = append(out, "--nssdb", x)
	}
	for _, x := range f.Store {
		out = append(out, "--store", x)
	}
	if f.JSON {
		out = append(out, "--json")
	}
	if f.NoColor {
		out = append(out, "--no-color")
	}
	for flag, v := range map[string]string{"--lang": f.Lang, "--time": f.Time} {
		if v != "" {
			out = append(out, flag, v)
		}
	}
	return out
}
