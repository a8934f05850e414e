package cli

import (
	"context"
	"fmt"
	"slices"

	"certviewer/app"
	"certviewer/message"
)

// WithoutWindow answers in the terminal what the window would have shown: it says on stderr that there is no
// screen, then prints the health check, or the certificate in the file.
func WithoutWindow(ctx context.Context, a *app.App, st Streams, w Window) int {
	p := message.For(language(w.Lang))
	b := p.Terminal().Block(message.M("app-no-display"))
	fmt.Fprintf(st.Err, "certviewer: %s\n", b.Title)
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
