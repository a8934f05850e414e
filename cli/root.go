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
	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/task"
	"certviewer/trust"
)

type rootCommand struct {
	Add      rootAdd      `cmd:"" help:"help.root_add"`
	Trust    rootTrust    `cmd:"" help:"help.root_trust"`
	Distrust rootDistrust `cmd:"" help:"help.root_distrust"`
	Remove   rootRemove   `cmd:"" help:"help.root_remove"`
}

// changeFlags are understood by every command that changes a store.
type changeFlags struct {
	DryRun              bool   `help:"help.dry_run"`
	Yes                 bool   `help:"help.yes"`
	PrimaryPasswordFile string `placeholder:"FILE" help:"help.primary_password_file"`
}

type rootAdd struct {
	What        string `arg:"" help:"help.root_what"`
	For         string `placeholder:"PURPOSES" help:"help.for"`
	Fingerprint string `placeholder:"SHA256" help:"help.fingerprint"`
	changeFlags
}

// Run adds a root.
func (c *rootAdd) Run(s *session) error {
	return s.change(change.Add, c.What, c.For, c.Fingerprint, c.changeFlags)
}

type rootTrust struct {
	What        string `arg:"" help:"help.show_what"`
	For         string `required:"" placeholder:"PURPOSES" help:"help.for"`
	Fingerprint string `placeholder:"SHA256" help:"help.fingerprint"`
	changeFlags
}

// Run sets what a certificate is trusted for.
func (c *rootTrust) Run(s *session) error {
	return s.change(change.Trust, c.What, c.For, c.Fingerprint, c.changeFlags)
}

type rootDistrust struct {
	What string `arg:"" help:"help.show_what"`
	changeFlags
}

// Run blocks a certificate.
func (c *rootDistrust) Run(s *session) error {
	return s.change(change.Distrust, c.What, "", "", c.changeFlags)
}

type rootRemove struct {
	What string `arg:"" help:"help.show_what"`
	changeFlags
}

// Run removes a certificate.
func (c *rootRemove) Run(s *session) error {
	return s.change(change.Remove, c.What, "", "", c.changeFlags)
}

// change makes one change, from the words of the command line to what was read back.
func (s *session) change(op change.Op, what, purposes, fingerprint string, f changeFlags) error {
	if len(s.flags.Store) == 0 {
		s.complain(message.M("usage-need-store"))
		s.code = Usage
		return nil
	}
	pp, ok := s.parsePurposes(purposes)
	if !ok {
		s.code = Usage
		return nil
	}
	x, err := s.one(what)
	if err != nil || x == nil {
		return err
	}
	w := s.flags.Where()
	plan, host, err := s.app.Propose(s.ctx, w, change.Request{Op: op, Certificate: x, Stores: w.Only, For: pp, Fingerprint: fingerprint})
	if err != nil {
		return s.refused(err)
	}
	return s.carryOut(plan, host, f, func(talk task.Talk) (int, []change.Outcome, error) { return s.app.Apply(s.ctx, talk, plan) })
}

// one is the one certificate that a person named: a root of the catalogue, a file that is there, or else one that some
// store has. It is nil when it was told why there is none.
func (s *session) one(what string) (*cert.Certificate, error) {
	if root := s.app.Catalog.RootByID(what); root != nil && root.Certificate() != nil {
		return root.Certificate(), nil
	}
	cc, err := s.inFile(what)
	if cc == nil && err == nil {
		where := s.flags
		s.flags.Store = nil // a root to be added is in no store, or in another one
		cc, _, err = s.certificates(what)
		s.flags = where
	}
	switch {
	case err != nil || len(cc) == 0:
		return nil, err
	case len(cc) > 1:
		s.complain(message.M("root-several", "file", what, "count", len(cc)))
		s.code = Usage
		return nil, nil
	}
	return cc[0], nil
}

// inFile returns the certificates of the file of that name; nil when there is none.
func (s *session) inFile(name string) ([]*cert.Certificate, error) {
	f, err := app.ReadFile(s.ctx, name)
	if isMissing(err) || name == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s.warnSkipped(f)
	return f.Certificates, nil
}

func (s *session) parsePurposes(text string) ([]cert.Purpose, bool) {
	if text == "" {
		return nil, true
	}
	var out []cert.Purpose
	for _, w := range strings.Split(text, ",") {
		p := cert.Purpose(strings.TrimSpace(w))
		if !slices.Contains(cert.Purposes, p) {
			s.complain(message.M("usage-word", "flag", "--for", "words", "server, client, email, code, timestamp"))
			return nil, false
		}
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out, true
}

// refused tells why a plan was not made. That the store holds it already is good news.
func (s *session) refused(err error) error {
	p := message.AsProblem(err)
	if p.What.ID == "root-already-trusted" {
		b := s.p.Block(p.What)
		fmt.Fprintln(s.Out, b.Title)
		return nil
	}
	if strings.HasPrefix(p.What.ID, "root-") || strings.HasPrefix(p.What.ID, "undo-") {
		s.complain(p.What)
		s.code = Refused
		return nil
	}
	return err
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

type historyCommand struct {
	List historyList `cmd:"" help:"help.history_list"`
	Undo historyUndo `cmd:"" help:"help.history_undo"`
}

type historyList struct{}

// Run lists the changes that were made, the newest first.
func (historyList) Run(s *session) error {
	records, err := s.app.History(s.ctx, s.flags.Where())
	if err != nil {
		return err
	}
	if s.flags.JSON {
		return s.printJSON(nonNil(records))
	}
	if len(records) == 0 {
		fmt.Fprintln(s.Out, s.p.Text("terminal.history-empty"))
	}
	t := table{}
	for _, r := range records {
		what := s.p.Text("terminal.history-unreadable")
		if len(r.Plan.Steps) > 0 {
			what = s.p.Print(app.StepLine(s.app.Catalog, nil, r.Plan.Steps[0]))
		}
		t.add(fmt.Sprint(r.N), r.Time.Local().Format("2006-01-02 15:04"), s.p.Print(app.RecordState(r)), what)
	}
	t.print(s.Out)
	return nil
}

type historyUndo struct {
	N int `arg:"" help:"help.history_number"`
	changeFlags
}

// Run takes one change back.
func (c *historyUndo) Run(s *session) error {
	w := s.flags.Where()
	plan, err := s.app.UndoPlan(s.ctx, w, c.N)
	if err != nil {
		return s.refused(err)
	}
	return s.carryOut(plan, &facts.Host{}, c.changeFlags, func(talk task.Talk) (int, []change.Outcome, error) {
		return s.app.ApplyUndo(s.ctx, talk, plan, c.N)
	})
}
