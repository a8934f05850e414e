package cli

import (
	"context"
	"fmt"
	"runtime"
	"slices"

	"certviewer/app"
	"certviewer/message"
)

// Why there is no window: blocks 900, 901 and 908.
const (
	NoDisplay = "app-no-display"
	NoOpenGL  = "app-no-opengl"
	NoWindow  = "app-no-window" // the program with the window is not there
)

// WithoutWindow answers in the terminal what the window would have shown: it says on stderr why there is
// none, then prints the health check, or the certificate in the file.
func WithoutWindow(ctx context.Context, a *app.App, st Streams, w Window, why string) int {
	b := st.Printer(w).Terminal().Block(message.M(why, "variant", runtime.GOOS))
	fmt.Fprintf(st.Err, "certviewer: %s %s\n", number(b.Number), b.Title)
	for _, l := range b.Lines {
		if l.Part == "note" || l.Part == "do-2" && w.File != "" {
			continue // of commands that do not exist yet; of the health check, which does not follow a file
		}
		fmt.Fprintf(st.Err, "  %s\n", l.Text)
	}
	return Answer(ctx, a, st, w)
}

// Printer says sentences in the language of a window that cannot be opened.
func (st Streams) Printer(w Window) *message.Printer { return message.For(st.language(w.Lang)) }

// Answer prints what the window would have shown: the health check, or the certificate in the file.
func Answer(ctx context.Context, a *app.App, st Streams, w Window) int {
	args := []string{"check"}
	if w.File != "" {
		args = []string{"cert", "show", w.File}
	}
	return Run(ctx, func() (*app.App, error) { return a, nil }, slices.Concat(args, w.Flags.args()), st, nil)
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
