// Package cli is the terminal's face: it parses a command line, calls one method of app, and prints the
// result. Results go to stdout; progress, questions, warnings and errors to stderr.
package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/alecthomas/kong"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// Exit codes, as docs and contract state them.
const (
	Done        = 0
	Action      = 1 // something needs action, or the answer is no
	Usage       = 2
	NotDone     = 3 // could not be done, or is not known
	Refused     = 4
	Interrupted = 130
)

// Streams are where a command reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	Data     io.Writer // Out for what is no text but data, where text may be encoded otherwise than in UTF-8; nil = Out
	Colour   bool      // whether Out is a terminal that shows colours
	Progress bool      // whether Err is a terminal
	System   string    // the language that the system asks for; "" = English
}

// Flags are understood by every command, and by the window.
type Flags struct {
	NSSDB   []string `name:"nssdb" sep:"none" placeholder:"PATH" help:"help.nssdb"` // a path may hold a comma
	Store   []string `sep:"none" placeholder:"ID" help:"help.store"`
	JSON    bool     `name:"json" help:"help.json"`
	Lang    string   `placeholder:"en|ja" help:"help.lang"`
	NoColor bool     `name:"no-color" help:"help.no_color"`
	Time    string   `placeholder:"RFC3339" help:"help.time"`
}

// Where turns the flags into the places to look at.
func (f Flags) Where() trust.Where {
	w := trust.Where{NSSDBs: f.NSSDB}
	for _, s := range f.Store {
		w.Only = append(w.Only, trust.StoreID(s))
	}
	return w
}

// A session is one run of one command.
type session struct {
	Streams
	ctx   context.Context
	begin func() (*app.App, error)
	app   *app.App
	p     *message.Printer
	flags Flags
	open  func(*app.App, Window) int
	code  int
	made  bool // a step of a change

	drawing sync.Mutex // held while progress is drawn
	asking  bool       // a question stands where progress would be

	written, data *output // Out, and Data or Out
}

// Run runs one command line and returns the exit code. begin makes the App, once the command line was understood. open
// shows the window; it is called when no command was given.
func Run(ctx context.Context, begin func() (*app.App, error), args []string, st Streams, open func(*app.App, Window) int) int {
	lang := "" // before parsing: it prints the help
	if v := flagValues(args, "--lang"); len(v) > 0 {
		lang = v[0]
	}
	s := &session{Streams: st, ctx: ctx, begin: begin, p: message.For(st.language(lang)), open: open, written: &output{w: st.Out}}
	s.Out, s.data = s.written, s.written
	if st.Data != nil && st.Data != st.Out {
		s.data = &output{w: st.Data}
	}
	if slices.Contains(args, "--no-color") || os.Getenv("NO_COLOR") != "" { // before parsing: it prints the help
		s.Colour = false
	}
	code := s.run(args)
	if err := cmp.Or(s.written.err, s.data.err); err != nil {
		s.complain(message.M("output-failed"))
		fmt.Fprintf(s.Err, "  (%v)\n", err)
		return NotDone
	}
	return code
}

// run is Run without a look at what became of the output.
func (s *session) run(args []string) int {
	g, flags := grammarOf(args)
	helped := false
	parser, err := kong.New(g, kong.Name("certviewer"),
		kong.Writers(s.Out, s.Err), kong.Exit(func(int) { helped = true }),
		kong.Help(s.help), kong.ConfigureHelp(kong.HelpOptions{}))
	if err != nil {
		panic(err) // the grammar is wrong: no user can cause it
	}
	kctx, err := parser.Parse(args)
	switch {
	case helped:
		return Done
	case err != nil:
		return s.usage(err)
	}
	if name, found := emptyWord(kctx); found {
		s.misused(message.M("usage-empty", "flag", name), kctx)
		return Usage
	}
	if s.app, err = s.begin(); err != nil {
		fmt.Fprintln(s.Err, "certviewer:", err) // the embedded data is broken: only a developer sees this
		return NotDone
	}
	s.flags = *flags
	s.Colour = s.Colour && !s.flags.NoColor && (!s.flags.JSON || s.Progress) // with --json text goes to Err alone
	if !s.validFlags() {
		return Usage
	}
	if err := kctx.Run(s); err != nil && s.written.err == nil && s.data.err == nil {
		return s.fail(err)
	}
	if s.ctx.Err() != nil {
		return Interrupted // whatever it came to until then
	}
	return s.code
}

// An output remembers the first failure to write: a list that was cut off by a full disk must not look like a
// whole one.
type output struct {
	w   io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// validFlags checks what kong cannot: the words that a flag takes, and the clock.
func (s *session) validFlags() bool {
	if l := s.flags.Lang; l != "" && !slices.Contains(message.Languages(), l) {
		s.complain(message.M("usage-word", "flag", "--lang", "words", strings.Join(message.Languages(), ", ")))
		return false
	}
	if t := s.flags.Time; t != "" {
		at, err := time.Parse(time.RFC3339, t)
		if err != nil {
			s.complain(message.M("usage-time"))
			return false
		}
		s.app = s.app.At(at)
	}
	return true
}

// talk reports progress where somebody watches.
func (s *session) talk() task.Talk {
	if !s.Progress {
		return task.Talk{}
	}
	return task.Talk{Progress: func(p task.Progress) {
		s.drawing.Lock()
		defer s.drawing.Unlock()
		if s.asking {
			return
		}
		fmt.Fprintf(s.Err, "\r\x1b[K%s", s.p.Print(p.Doing))
		if p.Done == p.Total {
			s.clearProgress()
		}
	}}
}

// quiet makes the line of progress free, and keeps it so until done is called: stores that are changed beside the one that a
// question is about go on to report.
func (s *session) quiet() (done func()) {
	s.drawing.Lock()
	defer s.drawing.Unlock()
	s.clearProgress()
	s.asking = true
	return func() {
		s.drawing.Lock()
		defer s.drawing.Unlock()
		s.asking = false
	}
}

// clearProgress makes the line free on which talk reports, before something else is said in the middle of a change.
func (s *session) clearProgress() {
	if s.Progress {
		fmt.Fprint(s.Err, "\r\x1b[K")
	}
}

// fail prints an error for a person and returns the exit code.
func (s *session) fail(err error) int {
	if errors.Is(err, context.Canceled) {
		return Interrupted
	}
	if u, ok := errors.AsType[*trust.UnknownStoreError](err); ok {
		s.complain(message.M("usage-unknown-store", "store", string(u.ID), "known", storeIDs(u.Known)))
		return Usage
	}
	if a, ok := errors.AsType[*trust.AmbiguousStoreError](err); ok {
		s.complain(message.M("usage-ambiguous-store", "store", string(a.ID), "known", storeIDs(a.Matches)))
		return Usage
	}
	p := message.AsProblem(err)
	f, isFile := errors.AsType[*cert.FileError](err)
	if isFile {
		p = app.FileProblem(f.Path, err)
	}
	s.complain(p.What)
	if p.Cause != nil && !isFile && p.What.ID != "unexpected" { // these blocks say it all
		fmt.Fprintf(s.Err, "  (%s)\n", printable(p.Cause.Error()))
	}
	for _, h := range p.Hints {
		fmt.Fprintf(s.Err, "  %s\n", s.p.Print(h))
	}
	return NotDone
}

// complain prints a block on stderr: the title as an error, the other lines as hints. Where a window's advice is of no use
// in a terminal, the block has another for it.
func (s *session) complain(m message.Message) {
	b := s.p.Terminal().Block(inTerminal(m))
	fmt.Fprintf(s.Err, "certviewer: %s\n", b.Title)
	for _, l := range b.Lines {
		fmt.Fprintf(s.Err, "  %s\n", l.Text)
	}
}

func inTerminal(m message.Message) message.Message {
	var variants message.List
	switch v := m.Args["variant"].(type) {
	case message.Text:
		variants = message.List{v}
	case message.List:
		variants = slices.Clone(v)
	}
	args := maps.Clone(m.Args)
	if args == nil {
		args = message.Args{}
	}
	args["variant"] = append(variants, message.Text("terminal"))
	return message.Message{ID: m.ID, Args: args}
}

func storeIDs(ids []trust.StoreID) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return strings.Join(out, "  ")
}

// language is the reader's: the flag, else the setting, else the system's. A flag that names no language of ours is told in
// the reader's.
func (st Streams) language(flag string) string {
	if slices.Contains(message.Languages(), flag) {
		return flag
	}
	chosen := make(chan string, 1)
	go func() { chosen <- app.LoadSettings().Language }()
	select {
	case l := <-chosen:
		if l != "" {
			return l
		}
	case <-time.After(time.Second / 2): // the home folder is on a network that is gone
	}
	return st.System
}

// Foresees reports whether a command line asks for a change, agreed to beforehand ("--yes"), of stores that it names. It is a
// guess from its words, for what takes time to start; whether it makes sense turns out later.
func Foresees(args []string) (w trust.Where, ok bool) {
	if len(args) == 0 || args[0] != "root" && args[0] != "client" || !slices.Contains(args, "--yes") || slices.Contains(args, "--dry-run") {
		return w, false
	}
	w.NSSDBs = flagValues(args, "--nssdb")
	for _, name := range slices.Concat(flagValues(args, "--store"), flagValues(args, "--to")) {
		w.Only = append(w.Only, trust.StoreID(name))
	}
	return w, len(w.Only) > 0
}

// flagValues finds a flag before the command line is parsed.
func flagValues(args []string, name string) (out []string) {
	for i, a := range args {
		if v, ok := strings.CutPrefix(a, name+"="); ok {
			out = append(out, v)
		} else if a == name && i+1 < len(args) {
			out = append(out, args[i+1])
		}
	}
	return out
}
