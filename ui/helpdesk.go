package ui

import (
	"fmt"
	"strings"

	"certviewer/app"
	"certviewer/change"
	"certviewer/diagnose"
	"certviewer/message"
)

// helpdeskLines is how long a text for the helpdesk may be: it is pasted into a mail, and read on
// the phone.
const helpdeskLines = 25

// helpdeskText is what a person sends to the helpdesk: what the window says, with the numbers
// to find it by, and without anything about the person. Codes and sentences' titles are in it; names of
// certificates, profiles and folders are not, and the words of hide are blotted out. The answer
// to first stands at the top; before it, the changes that wait to be finished.
func helpdeskText(p *message.Printer, r *app.Health, stopped []change.Record, first diagnose.Topic, hide []string) string {
	head := p.Block(app.Overall(r, len(stopped)))
	lines := []string{
		p.Text("window.helpdesk-head", "version", message.Text(r.Version)),
		fmt.Sprintf("%s: %s (%s)", p.Text("window.helpdesk-result"), p.Text("state."+string(overallVerdict(r, stopped))), threeDigits(head.Number)),
		fmt.Sprintf("%s: %s", p.Text("window.helpdesk-os"), system(p, r)),
		fmt.Sprintf("%s: %s", p.Text("label.knowledge"), p.Date(r.Knowledge.Local())),
		fmt.Sprintf("%s: %s", p.Text("window.helpdesk-time"), p.Arg(message.Moment(r.Host.Computer.Clock.Local()))),
	}
	for _, c := range stopped {
		b := p.Block(app.InterruptedMessage(c))
		lines = append(lines, fmt.Sprintf("[%s] %s", threeDigits(b.Number), b.Title))
	}
	for _, a := range app.ByImportance(r.Answers) {
		if a.Topic == first {
			lines = append(lines, answerLines(p, a)...)
		}
	}
	for _, a := range app.ByImportance(r.Answers) {
		if a.Topic != first {
			lines = append(lines, answerLines(p, a)...)
		}
	}
	for _, s := range r.Host.Stores {
		if s.Problem != nil {
			lines = append(lines, fmt.Sprintf("%s: %s", s.Application, s.Problem.Code))
		}
	}
	if len(lines) > helpdeskLines {
		lines = append(lines[:helpdeskLines-1], "…")
	}
	return without(strings.Join(lines, "\n")+"\n", hide)
}

// without is a text with words in it made unreadable.
func without(text string, hide []string) string {
	for _, word := range hide {
		if len([]rune(word)) > 2 { // shorter words are part of others
			text = strings.ReplaceAll(text, word, "***")
		}
	}
	return text
}

// answerLines are one line for an answer, and one for each further finding.
func answerLines(p *message.Printer, a diagnose.Answer) []string {
	c := app.AnswerCard(p, a, abilities)
	out := []string{fmt.Sprintf("[%s] %s: %s (%s)", threeDigits(c.Number), p.Text("topic."+string(a.Topic)), p.Text("state."+string(c.State)), c.ID)}
	for i, f := range a.Findings {
		code := string(f.Code)
		if i == 0 && code == c.ID {
			if tail := checkCode(f); tail != "" {
				out[0] += " " + tail
			}
			continue
		}
		out = append(out, strings.TrimRight(fmt.Sprintf("  [%s] %s %s", threeDigits(p.Block(f.Message()).Number), code, checkCode(f)), " "))
	}
	return out
}

// checkCode names the certificate of a finding without naming anybody.
func checkCode(f diagnose.Finding) string {
	if f.Subject == nil || !f.Subject.IsCA() {
		return ""
	}
	return f.Subject.CheckCode()
}

func system(p *message.Printer, r *app.Health) string {
	c := r.Host.Computer
	if c.Name != "" {
		return c.Name
	}
	return p.Text("os." + c.OS)
}

// threeDigits is a block's number as it is read aloud.
func threeDigits(n int) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprintf("%03d", n)
}

// problemText is a problem to copy, with its cause.
func problemText(p *message.Printer, problem *message.Problem) string {
	b := p.Block(problem.What)
	lines := []string{fmt.Sprintf("[%s] %s", threeDigits(b.Number), b.Title)}
	for _, l := range b.Lines {
		lines = append(lines, l.Text)
	}
	if problem.Cause != nil {
		lines = append(lines, problem.Cause.Error())
	}
	return strings.Join(lines, "\n") + "\n"
}
