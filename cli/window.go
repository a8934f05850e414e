package cli

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"certviewer/app"
	"certviewer/message"
)

// A Window is what was asked of the window, when no command was given.
type Window struct {
	Flags
	File  string
	Theme string
	Page  string
	Size  string
}

type openCommand struct {
	File  string `arg:"" optional:"" help:"help.file"`
	Theme string `placeholder:"light|dark" help:"help.theme"`
	Page  string `placeholder:"NAME" help:"help.page"`
	Size  string `placeholder:"WxH" help:"help.size"`
}

// Run opens the window.
func (c *openCommand) Run(s *session, kctx *kong.Context) error {
	if c.File != "" && absent(c.File) {
		s.misused(noCommand(c.File, kctx.Model.Node), kctx)
		return nil
	}
	if wrong, found := c.wrong(); found {
		s.misused(wrong, kctx)
		return nil
	}
	s.code = s.open(s.app, Window{s.flags, c.File, c.Theme, c.Page, c.Size})
	return nil
}

// wrong is what cannot be said of the window; false where all can.
func (c *openCommand) wrong() (message.Message, bool) {
	for _, f := range []struct {
		flag, value string
		words       []string
	}{
		{"--theme", c.Theme, []string{"light", "dark"}},
		{"--page", c.Page, []string{"health", "clients", "certificates", "history", "settings", "keys", "about"}},
	} {
		if f.value != "" && !slices.Contains(f.words, f.value) {
			return message.M("usage-word", "flag", f.flag, "words", strings.Join(f.words, ", ")), true
		}
	}
	var width, height uint16
	if c.Size == "" {
		return message.Message{}, false
	}
	n, err := fmt.Sscanf(c.Size+"\n", "%dx%d\n", &width, &height)
	return message.M("usage-size", "flag", "--size"), n != 2 || err != nil
}

// Why there is no window: blocks 900, 901, 908 and 918.
const (
	NoDisplay = "app-no-display"
	NoOpenGL  = "app-no-opengl"
	NoWindow  = "app-no-window"  // the program with the window is not there
	NoLibrary = "app-no-library" // that program needs one; "file" is its name
)

// WithoutWindow answers in the terminal what the window would have shown: it says on stderr why there is
// none, pairs being the values of that sentence, then prints the health check, or the certificate in the file.
func WithoutWindow(ctx context.Context, a *app.App, st Streams, w Window, why string, pairs ...any) int {
	b := st.Printer(w).Terminal().Block(message.M(why, append(pairs, "variant", runtime.GOOS)...))
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
	args := append([]string{"check"}, w.Flags.args()...)
	if w.File != "" {
		args = slices.Concat([]string{"cert", "show"}, w.Flags.args(), []string{"--", w.File}) // it may be called -x.pem
	}
	return Run(ctx, func() (*app.App, error) { return a, nil }, args, st, nil)
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
