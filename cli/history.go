package cli

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"certviewer/app"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/task"
)

type historyCommand struct {
	List   historyList   `cmd:"" help:"help.history_list"`
	Finish historyFinish `cmd:"" help:"help.history_finish"`
	Undo   historyUndo   `cmd:"" help:"help.history_undo"`
}

type historyList struct{}

// Run lists the changes that were made, the newest first.
func (historyList) Run(s *session) error {
	records, unknown := s.app.History(s.ctx, s.flags.Where())
	if unknown != nil && len(records) == 0 {
		return unknown
	}
	if s.flags.JSON {
		return cmp.Or(s.printJSON(nonNil(records)), unknown)
	}
	if len(records) == 0 {
		fmt.Fprintln(s.Out, s.p.Text("terminal.history-empty"))
	}
	var plans []change.Plan
	for _, r := range records {
		plans = append(plans, r.Plan)
	}
	t, places := table{}, s.places(plans...)
	for _, r := range records {
		what := s.p.Text("terminal.history-unreadable")
		if len(r.Plan.Steps) > 0 {
			first := app.StepLine(s.app.Catalog, places, r.Plan.Steps[0])
			what = s.p.Print(first)
			if more := len(r.Plan.Steps) - 1; more > 0 {
				what = s.p.Text("terminal.history-more", "what", first, "count", more)
			}
		}
		when := ""
		if !r.Time.IsZero() { // of a record that cannot be read
			when = r.Time.Local().Format("2006-01-02 15:04")
		}
		t.add(fmt.Sprint(r.N), when, s.p.Print(app.RecordState(r)), what)
	}
	t.print(s.Out)
	return unknown
}

// places are the stores by name, those folders too that only plans of the history name.
func (s *session) places(plans ...change.Plan) *facts.Host {
	w := s.flags.Where()
	for _, p := range plans {
		for _, st := range p.Steps {
			w.Only = append(w.Only, st.Store)
		}
	}
	return s.app.Places(s.ctx, w)
}

// A changeNumber is the number of a change, as history list shows it; full-width digits are as good as others.
type changeNumber int

// UnmarshalText reads it. The error is a *message.Problem, for usage to tell.
func (n *changeNumber) UnmarshalText(text []byte) error {
	digits := strings.Map(func(r rune) rune {
		if '０' <= r && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, strings.TrimSpace(string(text)))
	v, err := strconv.ParseUint(digits, 10, 31)
	if err != nil {
		return &message.Problem{What: message.M("usage-number", "word", string(text))}
	}
	*n = changeNumber(v)
	return nil
}

type historyUndo struct {
	N changeNumber `arg:"" help:"help.history_number"`
	changeFlags
}

// Run takes one change back.
func (c *historyUndo) Run(s *session) error {
	plan, err := s.app.UndoPlan(s.ctx, s.flags.Where(), int(c.N))
	if err != nil {
		return s.refused(err)
	}
	return s.carryOut(plan, s.places(plan), c.changeFlags, func(talk task.Talk) (int, []change.Outcome, error) {
		return s.app.ApplyUndo(s.ctx, talk, plan, int(c.N))
	})
}

type historyFinish struct {
	N changeNumber `arg:"" help:"help.history_number"`
	changeFlags
}

// Run makes what is left of a change whose run was interrupted, as a change of its own that finishes it.
func (c *historyFinish) Run(s *session) error {
	plan, err := s.app.RestPlan(s.ctx, s.flags.Where(), int(c.N))
	if err != nil {
		return s.refused(err)
	}
	return s.carryOut(plan, s.places(plan), c.changeFlags, func(talk task.Talk) (int, []change.Outcome, error) {
		return s.app.ApplyRest(s.ctx, talk, plan, int(c.N))
	})
}
