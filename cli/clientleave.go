package cli

import (
	"errors"
	"fmt"
	"slices"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// leave is the second half of a swap: what becomes of the old certificates, now that the new one is where it could go.
func (c *clientSwap) leave(s *session, in *incoming, old []*cert.Certificate) error {
	var err error
	if in.host, err = s.app.Gather(s.ctx, s.talk(), in.where); err != nil {
		return err
	}
	leavings := c.leavings(s, in, in.host)
	gone := c.printLeavings(s, in, leavings)
	if len(gone) > 0 && c.RemoveOld {
		if err := c.remove(s, in, gone); err != nil {
			return err
		}
		if in.host, err = s.app.Gather(s.ctx, s.talk(), in.where); err != nil {
			return err
		}
	}
	s.printRest(in, old)
	return nil
}

// leavings are what is to be decided in the stores that have part in the swap.
func (c *clientSwap) leavings(s *session, in *incoming, host *facts.Host) []app.Leaving {
	return slices.DeleteFunc(s.app.SwapLeavings(host, in.file, in.outcomes), func(l app.Leaving) bool { return !in.within(l.Store.ID) })
}

// printLeavings says of each store whether the old certificate stays there and why, and returns those that --remove-old
// takes away.
func (c *clientSwap) printLeavings(s *session, in *incoming, leavings []app.Leaving) (gone []app.Leaving) {
	w := s.aside()
	fmt.Fprintln(w, s.bold(s.p.Text("swap-step-choose")))
	for _, l := range leavings {
		named := slices.Contains(c.also, l.Store.ID)
		switch {
		case !l.May:
			s.complain(l.Why)
			s.code = NotDone
			continue
		case !l.Keep && l.First:
			fmt.Fprintln(w, s.p.Text("terminal.swap-first", "app", l.Place))
		case !l.Keep:
			fmt.Fprintln(w, s.p.Text("terminal.swap-removable", "app", l.Place))
		case named:
			fmt.Fprintln(w, s.p.Text("terminal.swap-removed-too", "app", l.Place))
		default:
			s.printBlock(w, l.Why)
		}
		if !l.Keep || named {
			gone = append(gone, l)
		} else {
			fmt.Fprintf(w, "  %s\n", s.p.Text("terminal.swap-may-remove", "store", quote(string(l.Store.ID))))
		}
	}
	if len(gone) > 0 && !c.RemoveOld {
		fmt.Fprintln(w, s.p.Text("terminal.swap-stays"))
		next := in.file.Certificates()[0].SHA256.String()
		where := s.sameStores() + flagEach("--to", in.names) + flagEach("--old", c.Old)
		fmt.Fprintf(w, "  certviewer client swap %s%s --remove-old --backup old.p12\n", next[:16], where)
	}
	return gone
}

// remove shows the plan that takes the old certificates away, has it confirmed and makes it. --yes goes without asking
// because --remove-old was said too, and where the backup goes.
func (c *clientSwap) remove(s *session, in *incoming, gone []app.Leaving) error {
	plan, host, err := s.app.ProposeRemoval(s.ctx, in.where, gone)
	if err != nil {
		return err
	}
	if c.NoBackup && plan.TakesKey() {
		fmt.Fprintln(s.aside(), s.p.Text("terminal.swap-no-backup"))
	}
	s.tellLinks(plan)
	if !s.agreed(plan, host, c.changeFlags) {
		return nil
	}
	backup, err := c.backup(s, host)
	if errors.Is(err, errNoAnswer) {
		s.cancelled()
		return nil
	}
	if err != nil {
		return err
	}
	if backup != nil {
		defer clear(backup.Password)
	}
	talk := s.talk()
	talk.Secret = s.primaryPassword(c.PrimaryPasswordFile, host)
	n, out, err := s.app.ApplyRemoval(s.ctx, talk, plan, backup)
	return s.removed(in, host, n, out, backup, err)
}

// removed tells what became of a removal, which may have ended early by err; it returns that. A key that was kept is in its
// file even where it did not leave after all.
func (s *session) removed(in *incoming, host *facts.Host, n int, out []change.Outcome, backup *app.Backup, err error) error {
	if err == nil || anyMade(out) {
		in.shapes = append(in.shapes, s.tellOutcomes(n, out, host)...)
	}
	if backup != nil {
		for _, file := range backup.Files {
			fmt.Fprintln(s.aside(), s.p.Text("swap.backup-saved")+s.p.Text("terminal.colon")+file)
		}
	}
	return err
}

// tellLinks says why certificates leave along with the old ones.
func (s *session) tellLinks(plan change.Plan) {
	if slices.ContainsFunc(plan.Steps, func(st change.Step) bool { return !st.Key }) {
		fmt.Fprintln(s.aside(), s.p.Text("swap.links-too"))
	}
}

// backup is where the old keys are kept; nil where the person wants none.
func (c *clientSwap) backup(s *session, host *facts.Host) (b *app.Backup, err error) {
	if c.NoBackup {
		return nil, nil
	}
	b = &app.Backup{Path: c.Backup}
	for _, st := range host.Stores {
		for _, e := range st.Entries {
			b.With = append(b.With, e.Certificate)
		}
	}
	if c.BackupPasswordFile != "" {
		b.Password = c.password
	} else {
		b.Password, err = s.askTwice()
	}
	if err != nil {
		return nil, err
	}
	return b, b.Check()
}

// askTwice asks for a new password until it is typed the same twice.
func (s *session) askTwice() ([]byte, error) {
	for {
		first, err := s.askSecret("swap.backup-password")
		if err != nil {
			return nil, err
		}
		again, err := s.askSecret("swap.backup-again")
		same := string(first) == string(again)
		clear(again)
		if err == nil && same && len(first) > 0 {
			return first, nil
		}
		clear(first)
		switch {
		case err != nil:
			return nil, err
		case !same:
			fmt.Fprintln(s.Err, s.p.Text("swap.differs"))
		default:
			s.complain(message.M("backup-no-password"))
		}
	}
}

// printRest is the checklist at the end.
func (s *session) printRest(in *incoming, old []*cert.Certificate) {
	w := s.aside()
	next := in.file.Certificates()[0]
	rest := s.app.SwapRest(in.host, next, old)
	if len(rest) > 0 {
		fmt.Fprintln(w, s.bold(s.p.Text("swap-step-finish")))
	}
	for _, m := range rest {
		s.printBlock(w, m)
	}
	if s.code == Done {
		s.printBlock(w, s.app.SwapDone(in.host, next, old))
	}
}

// leavingJSON is what client swap would do with an old certificate in one store.
type leavingJSON struct {
	Store  trust.StoreID `json:"store"`
	SHA256 string        `json:"sha256"`
	Keep   bool          `json:"keep"`
	May    bool          `json:"may"` // whether --remove-from may say otherwise
	Why    string        `json:"why"`
	Text   string        `json:"text"`
}

// foresee is the second half of --dry-run: what would be left to decide, and what --remove-old would take away.
func (c *clientSwap) foresee(s *session, in *incoming) error {
	shape := s.importJSON(in)
	after := app.Foresee(in.host, in.plan)
	leavings := c.leavings(s, in, after)
	for _, l := range leavings {
		shape.Leave = append(shape.Leave, leavingJSON{l.Store.ID, l.Certificate.SHA256.String(), l.Keep, l.May, l.Why.ID, s.p.Print(l.Why)})
	}
	gone := c.printLeavings(s, in, leavings)
	if c.RemoveOld && len(gone) > 0 {
		plan, err := s.app.PreviewRemoval(after, gone)
		if err != nil {
			return err
		}
		s.tellLinks(plan)
		s.printPlan(s.aside(), plan, after)
		shape.Steps = append(shape.Steps, plan.Steps...)
	}
	if s.flags.JSON {
		return s.printJSON(shape)
	}
	return nil
}
