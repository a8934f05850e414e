package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"certviewer/message"
)

// usageErrors is what package kong says of a wrong command line, in English only and as text alone, and which of our
// sentences says the same. The groups of a pattern are the sentence's values, in the order of args. TestUsageOfEveryCommand
// shows that nothing that kong can say of our grammar is missing.
var usageErrors = []struct {
	said string // a regular expression
	id   string
	args []string
}{
	{`(?s)^unknown flag (--.+), did you mean (?:one of )?(.+)\?$`, "usage-flag-like", []string{"flag", "known"}},
	{`(?s)^unknown flag (-.+), did you mean .+\?$`, "usage-flag", []string{"flag"}}, // any letter is like -h
	{`(?s)^unknown flag (.+)$`, "usage-flag", []string{"flag"}},
	{`(?s)^unexpected argument (.+), did you mean (?:one of )?(.+)\?$`, "usage-argument-like", []string{"word", "known"}},
	{`(?s)^unexpected argument (.+)$`, "usage-argument", []string{"word"}},
	{`^expected one of (.+)$`, "usage-command", []string{"known"}},
	{`^(?:expected|missing positional arguments) (<.+|"<.+)$`, "usage-missing", []string{"known"}},
	{`^missing flags: (.+)$`, "usage-missing", []string{"known"}},
	{`(?s)^(--\S+) must be one of (.+) but got`, "usage-word", []string{"flag", "words"}},
	{`(?s)^(--[^\s=:]+).*: expected \S+ value but got`, "usage-empty", []string{"flag"}},
	{`^(--[^\s=:]+).*: missing value`, "usage-empty", []string{"flag"}},
	{`^(--\S+) and (--\S+) can't be used together$`, "usage-together", []string{"flag", "known"}},
	{`(?s)^(--[^\s=:]+).*: bool value must be`, "usage-no-value", []string{"flag"}},
	{`^flag (--\S+) applies to the default command "\S+", not "(\S+)"$`, "usage-window-flag", []string{"flag", "word"}},
}

// usage says what is wrong with a command line, and where its command is explained.
func (s *session) usage(err error) int {
	m := usageMessage(err)
	e, ok := errors.AsType[*kong.ParseError](err)
	if !ok {
		s.misused(m, nil)
		return Usage
	}
	if word, ok := mistyped(e.Context); ok {
		m = noCommand(word, e.Context.Model.Node)
	} else if node := e.Context.Selected(); node != nil && len(node.Children) > 0 && m.ID == "usage-argument" {
		m.ID, m.Args["known"] = "usage-argument-like", names(node) // kong names those alone that are spelt alike
	}
	s.misused(m, e.Context)
	return Usage
}

func names(n *kong.Node) message.Arg {
	var out []string
	for _, c := range n.Children {
		out = append(out, c.Name)
	}
	return message.Text(strings.Join(out, ", "))
}

// misused tells what is wrong with the words of a command, and where it is explained.
func (s *session) misused(m message.Message, ctx *kong.Context) {
	command := "certviewer"
	if ctx != nil && ctx.Selected() != nil && ctx.Selected() != ctx.Model.DefaultCmd {
		command += " " + ctx.Selected().Path()
	}
	s.complain(m)
	fmt.Fprintf(s.Err, "  %s\n", s.p.Terminal().Text("terminal.usage-help", "command", command))
	s.code = Usage
}

// usageMessage is our sentence for an error of kong's. A value that reads itself has its own.
func usageMessage(err error) message.Message {
	if p, ok := errors.AsType[*message.Problem](err); ok {
		return p.What
	}
	for _, u := range usageErrors {
		groups := regexp.MustCompile(u.said).FindStringSubmatch(err.Error())
		if groups == nil {
			continue
		}
		m := message.Message{ID: u.id, Args: message.Args{}}
		for i, name := range u.args {
			value := groups[i+1]
			if name == "known" || name == "words" {
				value = listed(value)
			}
			m.Args[name] = message.Text(value)
		}
		return m
	}
	return message.M("usage")
}

// listed writes a list of kong's as we do: it has quotation marks, "=" before a value, and "..." behind what may be repeated.
func listed(said string) string {
	said = strings.NewReplacer(`"`, "", "=", " ", " ...", "", ", ", ",").Replace(said)
	return strings.ReplaceAll(said, ",", ", ")
}

// mistyped is the first word of a command line that is neither a command nor a file that is there: without a command the
// window is opened on it, and what is wrong with the rest is of no help.
func mistyped(ctx *kong.Context) (string, bool) {
	if ctx.Selected() == nil || ctx.Selected() != ctx.Model.DefaultCmd {
		return "", false
	}
	for _, p := range ctx.Path {
		if p.Positional == nil {
			continue
		}
		word := ctx.Value(p).String()
		return word, word != "" && absent(word)
	}
	return "", false
}

// absent reports whether there is certainly no file of that name. Why another cannot be looked at, whoever reads it tells.
func absent(name string) bool {
	_, err := os.Stat(name)
	return errors.Is(err, fs.ErrNotExist)
}

// noCommand says that a word is no command, and which one it resembles.
func noCommand(word string, top *kong.Node) message.Message {
	m := message.M("usage-unknown-command", "word", word)
	var like []string
	for _, c := range top.Children {
		if c != top.DefaultCmd && (strings.HasPrefix(c.Name, word) || slips(word, c.Name) <= min(2, len(c.Name)/2)) {
			like = append(like, c.Name)
		}
	}
	if len(like) > 0 {
		m.ID, m.Args["known"] = "usage-unknown-command-like", message.Text(strings.Join(like, ", "))
	}
	return m
}

// slips counts what has to be put in, left out or changed to make b of a: the Levenshtein distance.
func slips(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			changed := diagonal
			if a[i] != b[j] {
				changed++
			}
			diagonal = row[j+1]
			row[j+1] = min(changed, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// emptyWord finds the first flag or argument of a command line that was given and is empty: an empty variable in a script. It
// must not mean everything, nor a file of no name.
func emptyWord(ctx *kong.Context) (name string, found bool) {
	for _, p := range ctx.Path {
		switch {
		case p.Flag != nil && blank(p.Flag.Target):
			return "--" + p.Flag.Name, true
		case p.Positional != nil && blank(p.Positional.Target):
			return "<" + p.Positional.Name + ">", true
		}
	}
	return "", false
}

func blank(v reflect.Value) bool {
	if words, ok := v.Interface().([]string); ok {
		return len(words) == 0 || slices.Contains(words, "")
	}
	return v.Kind() == reflect.String && v.Len() == 0
}
