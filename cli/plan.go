package cli

import (
	"bufio"
	"bytes"
	"context"
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

// carryOut shows a plan, has it confirmed, makes it and tells what was read back.
func (s *session) carryOut(plan change.Plan, host *facts.Host, f changeFlags, apply func(task.Talk) (int, []change.Outcome, error)) error {
	if f.DryRun && s.flags.JSON {
		return s.printJSON(plan)
	}
	preview := s.Out
	if s.flags.JSON {
		preview = s.Err
	}
	s.printPlan(preview, plan, host)
	if f.DryRun {
		return nil
	}
	if !f.Yes && !s.confirm() {
		s.complain(message.M("cancelled"))
		s.code = Refused
		return nil
	}
	talk := s.talk()
	talk.Secret = s.primaryPassword(f.PrimaryPasswordFile)
	n, out, err := apply(talk)
	if err != nil {
		return err
	}
	return s.printOutcomes(n, out, host)
}

// printPlan says what will be changed, a line for each step.
func (s *session) printPlan(w io.Writer, plan change.Plan, host *facts.Host) {
	b := s.p.Block(message.M("change-preview", "apps", ""))
	fmt.Fprintln(w, s.bold(b.Title))
	for _, st := range plan.Steps {
		fmt.Fprintf(w, "  %s\n", s.p.Print(app.StepLine(s.app.Catalog, host, st)))
		if st.NeedsAdmin {
			fmt.Fprintf(w, "    %s\n", s.p.Block(message.M("change-needs-admin", "os", message.M("os.linux"))).Title)
		}
	}
	fmt.Fprintf(w, "  %s\n", s.p.Text("change-preview.note"))
}

// confirm asks on the terminal. Nobody there means no.
func (s *session) confirm() bool {
	if !s.Progress || s.In == nil {
		return false
	}
	fmt.Fprint(s.Err, s.p.Text("terminal.confirm")+" ")
	answer, _ := bufio.NewReader(s.In).ReadString('\n')
	switch strings.ToLower(strings.TrimSpace(answer)) {
	case "y", "yes", "はい":
		return true
	}
	return false
}

// primaryPassword answers from the file the person named, once; without one nobody answers.
func (s *session) primaryPassword(file string) func(context.Context, message.Message, int) ([]byte, error) {
	return func(_ context.Context, what message.Message, attempt int) ([]byte, error) {
		if file == "" {
			return nil, trust.ErrNeedPassword
		}
		if attempt > 0 {
			return nil, trust.ErrWrongPassword
		}
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		b, err := io.ReadAll(io.LimitReader(f, 4096))
		first, _, _ := bytes.Cut(b, []byte("\n"))
		return bytes.TrimSuffix(first, []byte("\r")), err
	}
}

type outcomeJSON struct {
	Step    int          `json:"step"`
	OK      bool         `json:"ok"`
	Seen    *trust.State `json:"seen"`
	Problem *faultJSON   `json:"problem"`
	Change  int          `json:"change"`
}

type faultJSON struct {
	Code  string   `json:"code"`
	Text  string   `json:"text"`
	Hints []string `json:"hints"`
}

// printOutcomes tells what became of each step. The exit code is 0 only when every step was made.
func (s *session) printOutcomes(n int, out []change.Outcome, host *facts.Host) error {
	var shapes []outcomeJSON
	for i, o := range out {
		m := app.OutcomeMessage(s.app.Catalog, host, o)
		b := s.p.Block(m)
		shape := outcomeJSON{Step: i, OK: o.OK, Seen: o.Seen, Change: n}
		if !o.OK {
			s.code = NotDone
			shape.Problem = &faultJSON{Code: m.ID, Text: b.Title, Hints: hints(b)}
			if o.Fault != nil && (o.Fault.Code == "p12-primary-password" || o.Fault.Code == "p12-primary-password-wrong") {
				s.code = Refused
			}
		}
		shapes = append(shapes, shape)
		if s.flags.JSON {
			continue
		}
		if o.OK {
			fmt.Fprintf(s.Out, "%s %s\n", s.paint("32", "✔"), b.Title)
			continue
		}
		s.complain(m)
		if o.Fault == nil {
			continue
		}
		for _, line := range app.AdminLines(host, o.Step, o.Fault.Code) {
			fmt.Fprintf(s.Err, "    %s\n", line)
		}
	}
	if s.flags.JSON {
		return s.printJSON(shapes)
	}
	if slices.ContainsFunc(out, func(o change.Outcome) bool { return o.OK }) {
		fmt.Fprintln(s.Out, s.dim(s.p.Text("terminal.change-number", "n", n)))
	}
	return nil
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
