package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"certviewer/app"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

// changeFlags are understood by every command that changes a store.
type changeFlags struct {
	DryRun              bool   `help:"help.dry_run"`
	Yes                 bool   `help:"help.yes"`
	PrimaryPasswordFile string `placeholder:"FILE" help:"help.primary_password_file"`
}

// check reports a file that is not there, before anything is changed.
func (f changeFlags) check() error {
	if f.PrimaryPasswordFile == "" {
		return nil
	}
	file, err := os.Open(f.PrimaryPasswordFile)
	if err != nil {
		return secretFileProblem(f.PrimaryPasswordFile, err)
	}
	return file.Close()
}

// carryOut shows a plan, has it confirmed, makes it and tells what was read back.
func (s *session) carryOut(plan change.Plan, host *facts.Host, f changeFlags, apply func(task.Talk) (int, []change.Outcome, error)) error {
	if f.DryRun && s.flags.JSON {
		return s.printJSON(plan)
	}
	if err := f.check(); err != nil {
		return err
	}
	if !s.agreed(plan, host, f) {
		return nil
	}
	talk := s.talk()
	talk.Secret = s.primaryPassword(f.PrimaryPasswordFile, host)
	n, out, err := apply(talk)
	if err != nil && !anyMade(out) {
		return err
	}
	return cmp.Or(err, s.printOutcomes(n, out, host)) // of a change that ended early, too, what was made is told
}

// anyMade reports whether a store is not as it was.
func anyMade(out []change.Outcome) bool {
	return slices.ContainsFunc(out, func(o change.Outcome) bool { return o.Seen != nil })
}

// agreed shows a plan and has it confirmed. It is false after --dry-run, and where a person said no.
func (s *session) agreed(plan change.Plan, host *facts.Host, f changeFlags) bool {
	s.printPlan(s.aside(), plan, host)
	switch {
	case f.DryRun:
		return false
	case f.Yes || s.confirm():
		return true
	}
	s.cancelled()
	return false
}

// cancelled tells that the person wants no more. What was made before stays.
func (s *session) cancelled() {
	s.complain(s.noMore())
	s.code = Refused
}

func (s *session) noMore() message.Message {
	if s.made {
		return message.M("cancelled", "variant", "rest")
	}
	return message.M("cancelled")
}

// aside is where a person reads what is no result: with --json results alone go to standard output.
func (s *session) aside() io.Writer {
	if s.flags.JSON {
		return s.Err
	}
	return s.Out
}

// printPlan says what will be changed, a line for each step; of proofs alone, which change nothing, what will be checked.
func (s *session) printPlan(w io.Writer, plan change.Plan, host *facts.Host) {
	title := "change-preview.title"
	if provesOnly(plan) {
		title = "terminal.checks"
	}
	fmt.Fprintln(w, s.bold(s.p.Text(title)))
	for _, st := range plan.Steps {
		fmt.Fprintf(w, "  %s\n", s.p.Print(app.StepLine(s.app.Catalog, host, st)))
		if st.NeedsAdmin {
			fmt.Fprintf(w, "    %s\n", s.p.Block(message.M("change-needs-admin", "os", app.SystemName(host))).Title)
		}
		if m, ok := app.OSAsks(host, st); ok {
			b := s.p.Block(m)
			fmt.Fprintf(w, "    %s\n", b.Title)
			for _, l := range b.Lines {
				fmt.Fprintf(w, "    %s\n", l.Text)
			}
		}
	}
	if provesOnly(plan) {
		return // there is nothing to undo, and the lines say so
	}
	note := "change-preview.note"
	switch {
	case plan.TakesKey():
		note = "terminal.key-leaves"
	case plan.EndsKnownBad(s.app.Catalog):
		note = "change.known-bad-ends"
	}
	fmt.Fprintf(w, "  %s\n", s.p.Text(note))
	for _, m := range s.app.UndoNotes(host, plan) {
		b := s.p.Block(m)
		fmt.Fprintf(w, "  %s\n", b.Title)
		for _, l := range b.Lines {
			fmt.Fprintf(w, "    %s\n", l.Text)
		}
	}
}

func provesOnly(plan change.Plan) bool {
	return !slices.ContainsFunc(plan.Steps, func(st change.Step) bool { return st.Op != change.Prove })
}

// confirm asks on the terminal. Nobody there means no.
func (s *session) confirm() bool { return s.yes("terminal.confirm") }

// primaryPassword answers from the file the person named, once; after that, and without one, whoever is at the terminal
// is asked. No answer there means that this store is left out.
func (s *session) primaryPassword(file string, host *facts.Host) func(context.Context, message.Message, int) ([]byte, error) {
	if err := s.hold(); err != nil { // one that is remembered comes without being asked for here
		return func(context.Context, message.Message, int) ([]byte, error) { return nil, err }
	}
	return func(_ context.Context, what message.Message, attempt int) ([]byte, error) {
		if file != "" && attempt == 0 {
			return s.secretFile(file)
		}
		if !s.someone() {
			if attempt > 0 {
				return nil, trust.ErrWrongPassword
			}
			return nil, trust.ErrNeedPassword
		}
		defer s.quiet()()
		if attempt > 0 {
			s.complain(message.M("p12-primary-password-wrong", "app", s.storeArg(what, host)))
		}
		b := s.p.Block(message.M("p12-primary-password", "app", s.storeArg(what, host)))
		fmt.Fprintln(s.Err, b.Title)
		secret, err := s.askSecret("label.primary-password")
		if errors.Is(err, errNoAnswer) || err == nil && len(secret) == 0 {
			return nil, trust.ErrNeedPassword
		}
		return secret, err
	}
}

// storeArg is what the store that asks for its password is called.
func (s *session) storeArg(what message.Message, host *facts.Host) message.Arg {
	id, _ := what.Args["store"].(message.Text)
	return app.PlaceOf(host, trust.StoreID(id))
}

type outcomeJSON struct {
	Step    int           `json:"step"`
	OK      bool          `json:"ok"`
	Op      change.Op     `json:"op"`
	Store   trust.StoreID `json:"store"`
	SHA256  string        `json:"sha256"`
	Seen    *trust.State  `json:"seen"`
	Problem *faultJSON    `json:"problem"`
	Change  int           `json:"change"`
}

type faultJSON struct {
	Code  string   `json:"code"`
	Text  string   `json:"text"`
	Hints []string `json:"hints"`
}

// printOutcomes tells what became of each step. The exit code is 0 only when every step was made.
func (s *session) printOutcomes(n int, out []change.Outcome, host *facts.Host) error {
	shapes := s.tellOutcomes(n, out, host)
	if s.flags.JSON {
		return s.printJSON(shapes)
	}
	return nil
}

// tellOutcomes is printOutcomes for the first of several changes: with --json it prints nothing. Where no more than
// Primary Passwords were lacking, or the system was told No, it was the person who refused.
func (s *session) tellOutcomes(n int, out []change.Outcome, host *facts.Host) (shapes []outcomeJSON) {
	s.clearProgress() // where not every step was made, the last report still stands there
	brings := slices.ContainsFunc(out, func(o change.Outcome) bool { return o.Step.Op == change.Import })
	several := slices.ContainsFunc(out, func(o change.Outcome) bool { return o.Step.Store != out[0].Step.Store })
	named := slices.ContainsFunc(out, func(o change.Outcome) bool { // else the lines of two certificates in one place are the same
		own := o.Step.Op == change.Import || o.Step.Op == change.Prove || o.Step.Op == change.Restore
		return own && slices.ContainsFunc(out, func(p change.Outcome) bool { return p.Step.Op == o.Step.Op && p.Step.SHA256 != o.Step.SHA256 })
	})
	var made change.Plan
	for _, o := range out {
		if o.OK && o.Step.Op != change.Prove {
			made.Steps = append(made.Steps, o.Step)
		}
	}
	s.made = s.made || len(made.Steps) > 0
	for i, o := range out {
		m := app.OutcomeMessage(s.app.Catalog, host, o)
		stopped := slices.ContainsFunc(out, func(p change.Outcome) bool { return p.Step.Store == o.Step.Store && p.Fault != nil })
		if !o.OK && !stopped && s.ctx.Err() != nil {
			m = s.noMore()
		}
		if brings || several || named {
			m = app.AmongOthers(m)
		}
		if named && (m.ID == "p12-imported" || m.ID == "prove-done") {
			m.Args["variant"] = message.Text("named")
		}
		b := s.p.Block(m)
		shape := outcomeJSON{Step: i, OK: o.OK, Op: o.Step.Op, Store: o.Step.Store, SHA256: o.Step.SHA256, Seen: o.Seen, Change: n}
		if !o.OK {
			shape.Problem = &faultJSON{Code: m.ID, Text: b.Title, Hints: hints(b)}
			switch {
			case o.Fault != nil && (strings.HasPrefix(o.Fault.Code, "p12-primary-password") || o.Fault.Code == "change-refused-by-person"):
				if s.code == Done {
					s.code = Refused
				}
			case o.Fault != nil || s.code == Done:
				s.code = NotDone
			}
		}
		shapes = append(shapes, shape)
		link := brings && o.Step.Op == change.Add && len(o.Step.For) == 0
		if s.flags.JSON || link && (o.OK || o.Fault == nil) { // that it came along, or not with what it is for, is worth no line
			continue
		}
		if o.OK {
			fmt.Fprintf(s.Out, "%s %s\n", s.paint("32", "✔"), b.Title)
			continue
		}
		if o.Fault == nil && s.ctx.Err() != nil {
			continue // the person wants no more, which is told below
		}
		s.complain(m)
		if o.Fault == nil {
			continue
		}
		for _, line := range app.AdminLines(host, o.Step, o.Fault.Code) {
			fmt.Fprintf(s.Err, "    %s\n", line)
		}
	}
	if s.ctx.Err() != nil && !slices.ContainsFunc(out, func(o change.Outcome) bool { return o.Fault != nil }) {
		s.cancelled()
	}
	if !s.flags.JSON && made.CanBeUndone(s.app.Catalog) && !made.TakesKey() {
		fmt.Fprintln(s.Out, s.dim(s.p.Text("terminal.change-number", "n", n, "command", fmt.Sprint("certviewer history undo ", n))))
	}
	return shapes
}

func hints(b message.Block) []string {
	out := []string{}
	for _, l := range b.Lines {
		if strings.HasPrefix(l.Part, "do") {
			out = append(out, l.Text)
		}
	}
	return out
}
