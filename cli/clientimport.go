package cli

import (
	"cmp"
	"fmt"
	"slices"

	"certviewer/app"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

type clientImport struct {
	File string   `arg:"" help:"help.p12_file"`
	To   []string `sep:"none" placeholder:"ID" help:"help.to"`
	rootFlags
	pinFlags
	changeFlags
}

// Run imports what is in a .p12 file.
func (c *clientImport) Run(s *session) error {
	if err := c.changeFlags.check(); err != nil {
		return err
	}
	if !c.rootFlags.check(s) {
		return nil
	}
	f, pin, err := s.unlock(c.File, c.pinFlags)
	if f == nil || err != nil {
		return err
	}
	defer clear(pin)
	defer f.Close()
	in, err := s.whereTo(c.File, f, c.To)
	if err != nil {
		return err
	}
	if ok, err := c.rootFlags.want(s, in); !ok || err != nil {
		return err
	}
	s.printContents(in)
	if err := s.bring(in, c.changeFlags); err != nil || s.code == Refused && in.outcomes == nil {
		return s.endedEarly(in, err)
	}
	if c.DryRun && s.flags.JSON {
		return s.printJSON(s.importJSON(in))
	}
	if c.RememberPin && !c.DryRun && len(pin) > 0 && in.there() {
		s.remember(f, pin)
	}
	if s.flags.JSON {
		return s.printJSON(nonNil(in.shapes))
	}
	return nil
}

// An incoming is a certificate on its way into stores.
type incoming struct {
	path     string // of the file, as the person wrote it
	file     *app.P12
	where    trust.Where
	names    []trust.StoreID // that the person said
	host     *facts.Host
	asked    []app.Destination // where it was asked to be
	told     []message.Message // beside what app.ImportNotes says
	plan     change.Plan
	outcomes []change.Outcome
	shapes   []outcomeJSON
}

// whereTo looks at this computer and finds where a file is to go.
func (s *session) whereTo(path string, f *app.P12, to []string) (*incoming, error) {
	where, names, err := s.app.Named(s.ctx, s.flags.Where(), to)
	if err != nil {
		return nil, err
	}
	in := &incoming{path: path, file: f, where: where, names: names}
	if in.host, err = s.app.GatherOwn(s.ctx, s.talk(), where, f); err != nil {
		return nil, err
	}
	in.asked, err = s.app.Choose(in.host, f, names)
	return in, err
}

// open returns the destinations that can be changed now.
func (in *incoming) open() (out []trust.StoreID) {
	for _, d := range in.asked {
		if d.Problem == nil && !d.Running {
			out = append(out, d.Store.ID)
		}
	}
	return out
}

// there reports whether some store has what is in the file.
func (in *incoming) there() bool {
	return slices.ContainsFunc(in.asked, func(d app.Destination) bool { return d.Has }) ||
		slices.ContainsFunc(in.outcomes, func(o change.Outcome) bool { return o.Step.Op == change.Import && o.OK })
}

// bring shows the plan that puts a file where it was asked to be, has it confirmed and makes it. What is left out for a
// running program or a store that cannot be read is told, and the exit code says it too.
func (s *session) bring(in *incoming, flags changeFlags) error {
	if len(in.asked) == 0 {
		s.complain(message.M("import.none"))
		s.code = NotDone
	}
	s.tellLeft(in, in.asked)
	var err error
	in.plan, err = s.app.PreviewImport(in.host, in.file, in.open())
	switch {
	case err == nil:
	case !isNothingToDo(err):
		return s.refused(err)
	default:
		if have := in.have(); len(have) > 0 {
			s.printBlock(s.aside(), change.AlreadyThere(have))
		}
		return nil
	}
	if in.file.Prove && !provesOnly(in.plan) {
		fmt.Fprintln(s.aside(), s.bold(s.p.Text("swap-step-import")))
	}
	if !s.agreed(in.plan, in.host, flags) {
		return nil
	}
	if in.file.Prove {
		fmt.Fprintln(s.aside(), s.bold(s.p.Text("swap-step-prove")))
	}
	talk := s.talk()
	talk.Secret = s.primaryPassword(flags.PrimaryPasswordFile, in.host)
	n, out, err := s.app.ApplyImport(s.ctx, talk, in.file, in.plan)
	return s.brought(in, n, out, err)
}

// brought tells what became of an import, which may have ended early by err; it returns that.
func (s *session) brought(in *incoming, n int, out []change.Outcome, err error) error {
	if err != nil && !anyMade(out) {
		return err
	}
	in.outcomes, in.shapes = out, s.tellOutcomes(n, out, in.host)
	cancelled := s.ctx.Err() != nil && !anyMade(out) // which was told, and leaves nothing to sum up
	if err == nil && !cancelled && slices.ContainsFunc(out, func(o change.Outcome) bool { return o.Step.Op == change.Import }) {
		s.printSummary(in)
	}
	return err
}

// endedEarly prints with --json what was made until a command ended by err, or by the person; it returns err.
func (s *session) endedEarly(in *incoming, err error) error {
	if s.flags.JSON && in.shapes != nil {
		return cmp.Or(err, s.printJSON(in.shapes))
	}
	return err
}

// printSummary sums up what became of an import, and says what to do where it could not come.
func (s *session) printSummary(in *incoming) {
	w := s.aside()
	lack := slices.DeleteFunc(slices.Clone(in.asked), func(d app.Destination) bool { return !d.Left() })
	if m := app.ImportSummary(in.host, in.outcomes, lack, in.asked); !in.file.Prove || m.ID != "p12-imported-all" { // a swap goes on
		s.printBlock(w, m)
	}
	for _, m := range s.whyLeft(in, in.asked) {
		b := s.p.Block(inTerminal(m))
		fmt.Fprintf(w, "  %s\n", b.Title)
		for _, hint := range hints(b) {
			fmt.Fprintf(w, "    %s\n", hint)
		}
	}
}

// tellLeft tells which destinations are left out, why, and what to do.
func (s *session) tellLeft(in *incoming, dd []app.Destination) {
	for _, m := range s.whyLeft(in, dd) {
		s.complain(m)
		s.code = NotDone
	}
}

// whyLeft is why destinations are left out, and what to do.
func (s *session) whyLeft(in *incoming, dd []app.Destination) []message.Message {
	out := app.LeftOut(s.app.Catalog, in.host, dd)
	for _, d := range dd {
		if d.Problem == nil && d.Running && (!d.Has || in.file.Prove || in.file.Trusts(d)) {
			out = append(out, message.M("p12-app-running", "app", d.Place))
		}
	}
	return out
}

// have names the programs that have all of it.
func (in *incoming) have() (out message.List) {
	for _, d := range in.asked {
		if d.Has {
			out = append(out, d.Place)
		}
	}
	return out
}

func isNothingToDo(err error) bool {
	return err != nil && message.AsProblem(err).What.ID == "p12-already-there"
}
