package app

import (
	"slices"

	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/message"
)

// An Ability is a button or page that a face offers now; its name is the ID of the label. A line that tells a
// person to press it is shown only where it can be pressed.
type Ability string

// Note is the state of a card that only tells something: nothing is wrong and nothing is asked.
const Note diagnose.Verdict = "note"

// A Card is one block of sentences as both faces show it, with the steps a person can take by hand.
type Card struct {
	ID      string
	Number  int // to be read aloud; 0 when it has none
	State   diagnose.Verdict
	Title   string
	Lines   []message.Line
	Steps   []Step
	Button  Ability           // the primary one, where this face can do it
	Fix     *diagnose.Fix     // what Button changes; nil where it changes nothing
	Label   string            // of Button
	Subject *cert.Certificate // what the finding is about; nil where it is none
	Details []Card            // the findings behind a topic's card, the one that is its headline left out
}

// Actions is how many of the findings behind the card need action.
func (c Card) Actions() int {
	n := 0
	for _, d := range c.Details {
		if d.State == diagnose.Action {
			n++
		}
	}
	return n
}

// A Step is something to do by hand, with the terminal's line that does it.
type Step struct {
	Text    string
	Command string // "" where there is none
}

// AnswerCard is the card of one topic.
func AnswerCard(p *message.Printer, a diagnose.Answer, can []Ability) Card {
	c := card(p, a.Headline, can)
	c.State = a.Verdict
	for i, f := range a.Findings {
		if i == 0 && a.Headline.ID == string(f.Code) {
			c.offer(p, f, can)
			c.Subject = f.Subject
			continue
		}
		if f.Quiet {
			continue
		}
		c.Details = append(c.Details, FindingCard(p, f, can))
	}
	return c
}

// FindingCard is the card of one finding.
func FindingCard(p *message.Printer, f diagnose.Finding, can []Ability) Card {
	c := card(p, f.Message(), can)
	c.offer(p, f, can)
	c.State, c.Subject = Note, f.Subject
	if f.Severity != diagnose.Info {
		c.State = diagnose.Action
	}
	return c
}

func card(p *message.Printer, m message.Message, can []Ability) Card {
	b := p.Block(m)
	c := Card{ID: b.ID, Number: b.Number, Title: b.Title}
	for _, l := range b.Lines {
		if need, ok := needs[b.ID+"."+l.Part]; !ok || slices.Contains(can, need) {
			c.Lines = append(c.Lines, l)
		}
	}
	if len(b.Buttons) > 0 {
		for _, x := range can {
			if p.Text(string(x)) == b.Buttons[0] {
				c.Button, c.Label = x, b.Buttons[0]
			}
		}
	}
	return c
}

// offer fills what a person can do: the block's own button for the first change, and the terminal's lines for the rest. A
// block whose button only shows something gets no button that changes: whether an employer's root is blocked is to be
// thought about. A button that would change something is not there when nothing can be changed.
func (c *Card) offer(p *message.Printer, f diagnose.Finding, can []Ability) {
	for _, r := range f.Remedies {
		if r.Fix != nil && c.Fix == nil && (c.Button == fix || c.Button == block) {
			c.Fix = r.Fix
			continue
		}
		c.Steps = append(c.Steps, Step{p.Print(r.Message()), r.Command})
	}
	if c.Fix != nil {
		return
	}
	if c.Button == fix || c.Button == block {
		c.Button, c.Label = "", ""
	}
	c.Lines = slices.DeleteFunc(c.Lines, func(l message.Line) bool {
		need := needs[c.ID+"."+l.Part]
		return need == fix || need == block
	})
}

// The pages and buttons that lines mention. A line that is not here can always be followed.
const (
	fix       Ability = "button.fix"
	showSteps Ability = "button.steps"
	again     Ability = "button.again"
	details   Ability = "button.details"
	swap      Ability = "button.swap"
	imports   Ability = "button.import"
	block     Ability = "button.block"
	mail      Ability = "page.mail"
	clients   Ability = "page.clients"
)

var needs = map[string]Ability{
	"webex-tsa-absent.do":                    fix,
	"webex-tsa-absent-policy.do-2":           fix,
	"webex-tsa-purpose-off.do":               fix,
	"webex-tsa-unknown.do":                   showSteps,
	"webex-tsa-wrong-place.do":               fix,
	"secure-mail-id-absent.do":               mail,
	"secure-mail-id-purpose-off.do":          mail,
	"secure-mail-id-distrusted-since.do":     mail,
	"secure-mail-id-intermediate-revoked.do": mail,
	"secure-mail-id-too-wide.do":             fix,
	"secure-mail-id-unknown.do":              again,
	"upki-client-old.do-2":                   swap,
	"upki-client-not-everywhere.do":          imports,
	"upki-client-old-still-offered.do":       swap,
	"upki-client-expired.do":                 swap,
	"upki-client-not-needed.why":             clients,
	"upki-client-not-needed.note":            imports,
	"upki-client-unknown.do":                 again,
	"client-superseded.do":                   swap,
	"stores-known-bad.do":                    block,
	"stores-app-differs.do":                  fix,
	"stores-trust-record-damaged.do":         fix,
	"stores-root-wrong-list.do":              fix,
	"stores-unknown.do":                      again,
	"stores-unreadable.do":                   details,
	"clock-before-build.do":                  again,
	"store-locked.do":                        again,
	"store-no-answer.do":                     again,
	"store-not-awaited.do":                   again,
}
