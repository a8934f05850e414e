package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"certviewer/app"
	"certviewer/diagnose"
	"certviewer/message"
)

type checkCommand struct {
	Topics []string `arg:"" optional:"" name:"topic" help:"help.topic"`
}

// abilities is what a line in the terminal may tell a person to press: nothing but to run the command again.
var abilities = []app.Ability{"button.again"}

// Run answers the health check.
func (c *checkCommand) Run(s *session) error {
	topics := make([]diagnose.Topic, len(c.Topics))
	for i, t := range c.Topics {
		topics[i] = diagnose.Topic(strings.ToLower(t))
		if !slices.Contains(diagnose.Topics, topics[i]) {
			s.complain(message.M("usage-unknown-topic", "word", t, "known", topicNames()))
			s.code = Usage
			return nil
		}
	}
	h, err := s.app.Health(s.ctx, s.talk(), s.flags.Where(), topics)
	if err != nil {
		return err
	}
	switch h.Verdict {
	case diagnose.Action:
		s.code = Action
	case diagnose.Unknown:
		s.code = NotDone
	}
	if s.flags.JSON {
		return s.printJSON(s.checkJSON(h))
	}
	s.printHealth(h)
	return nil
}

func topicNames() string {
	out := make([]string, len(diagnose.Topics))
	for i, t := range diagnose.Topics {
		out[i] = string(t)
	}
	return strings.Join(out, ", ")
}

// printHealth prints the overall verdict, then a card for each topic.
func (s *session) printHealth(h *app.Health) {
	s.printOverall(h)
	for _, a := range app.ByImportance(h.Answers) {
		c := app.AnswerCard(s.p, a, abilities)
		fmt.Fprintln(s.Out)
		s.printCard(c, "")
		for _, d := range c.Details {
			s.printCard(d, "    ")
		}
	}
	fmt.Fprintf(s.Out, "\n%s\n", s.dim(s.p.Text("terminal.footer", "version", h.Version, "os", h.Host.Computer.Name, "catalog_date", message.Day(h.Knowledge))))
}

func (s *session) printOverall(h *app.Health) {
	m := app.Overall(h, 0)
	b := s.p.Block(m)
	fmt.Fprintln(s.Out, s.bold(b.Title))
	for _, l := range b.Lines {
		fmt.Fprintln(s.Out, l.Text)
	}
	if h.Old() {
		old := s.p.Block(message.M("check-knowledge-old", "catalog_date", message.Day(h.Knowledge)))
		fmt.Fprintf(s.Out, "\n%s %s  %s\n", s.mark(diagnose.Unknown), s.dim(number(old.Number)), s.bold(old.Title))
		for _, l := range old.Lines {
			fmt.Fprintf(s.Out, "       %s\n", l.Text)
		}
	}
}

// printCard prints "✔ 110 Webex meetings: ready." with its lines indented below.
func (s *session) printCard(c app.Card, indent string) {
	fmt.Fprintf(s.Out, "%s%s %s  %s\n", indent, s.mark(c.State), s.dim(number(c.Number)), s.bold(c.Title))
	for _, l := range c.Lines {
		fmt.Fprintf(s.Out, "%s       %s\n", indent, l.Text)
	}
	for _, st := range c.Steps {
		fmt.Fprintf(s.Out, "%s       %s\n", indent, st.Text)
		if st.Command != "" {
			fmt.Fprintf(s.Out, "%s         %s\n", indent, printable(s.command(st.Command)))
		}
	}
}

// command is the line of a remedy, which looks where this command looked: what it shows may be nowhere else. A change names
// its stores itself.
func (s *session) command(line string) string {
	if strings.HasPrefix(line, "certviewer cert show ") {
		line += s.sameStores()
	}
	return line
}

func number(n int) string {
	if n == 0 {
		return "   "
	}
	return fmt.Sprintf("%03d", n)
}

func (s *session) checkJSON(h *app.Health) checkJSON {
	out := checkJSON{
		Version: h.Version, Time: stamp(h.Host.Computer.Clock), OS: h.Host.Computer.OS,
		CatalogDate: h.Knowledge.Format(time.DateOnly), Verdict: string(h.Verdict), Topics: []topicJSON{},
	}
	for _, a := range h.Answers {
		b := s.p.Block(a.Headline)
		t := topicJSON{
			ID: string(a.Topic), Title: b.Title, Verdict: string(a.Verdict), Summary: reasons(b), Code: b.ID,
			Number: b.Number, Findings: []findingJSON{},
		}
		for _, f := range a.Findings {
			t.Findings = append(t.Findings, s.findingJSON(f))
		}
		out.Topics = append(out.Topics, t)
	}
	return out
}

func (s *session) findingJSON(f diagnose.Finding) findingJSON {
	b := s.p.Block(f.Message())
	out := findingJSON{
		Code: string(f.Code), Number: b.Number, Severity: string(f.Severity), Stores: nonNil(f.Stores), Args: f.Args,
		Text: strings.TrimSpace(b.Title + " " + reasons(b)), Remedies: []remedyJSON{},
	}
	if f.Args == nil {
		out.Args = message.Args{}
	}
	if f.Subject != nil {
		out.Subject = &subjectJSON{f.Subject.SHA256.String(), f.Subject.Subject.Display()}
	}
	for i, st := range app.FindingCard(s.p, f, nil).Steps {
		r := remedyJSON{ID: f.Remedies[i].ID, Text: st.Text}
		if st.Command != "" {
			command := s.command(st.Command)
			r.Command = &command
		}
		out.Remedies = append(out.Remedies, r)
	}
	return out
}

// reasons is the lines of a block that say why, without those that say what to do.
func reasons(b message.Block) string {
	var out []string
	for _, l := range b.Lines {
		if strings.HasPrefix(l.Part, "why") || strings.HasPrefix(l.Part, "note") {
			out = append(out, l.Text)
		}
	}
	return strings.Join(out, " ")
}
