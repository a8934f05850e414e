package cli

import (
	"fmt"
	"regexp"
	"strings"

	"certviewer/message"
)

// usageErrors is what package kong says of a wrong command line, in English only, and which of our sentences says the
// same. The groups of a pattern are the sentence's values, in the order of args.
var usageErrors = []struct {
	said *regexp.Regexp
	id   string
	args []string
}{
	{regexp.MustCompile(`^unknown flag (\S+), did you mean (?:one of )?(.+)\?$`), "usage-flag-like", []string{"flag", "known"}},
	{regexp.MustCompile(`^unknown flag (\S+)$`), "usage-flag", []string{"flag"}},
	{regexp.MustCompile(`^unexpected argument (.+), did you mean (?:one of )?(.+)\?$`), "usage-argument-like", []string{"word", "known"}},
	{regexp.MustCompile(`^unexpected argument (.+)$`), "usage-argument", []string{"word"}},
	{regexp.MustCompile(`^expected one of (.+)$`), "usage-command", []string{"known"}},
	{regexp.MustCompile(`^(?:expected|missing positional arguments) (<.+|"<.+)$`), "usage-missing", []string{"known"}},
	{regexp.MustCompile(`^(--\S+) must be one of (.+) but got`), "usage-word", []string{"flag", "words"}},
	{regexp.MustCompile(`^(--[^\s=]+).*: expected string value but got`), "usage-empty", []string{"flag"}},
	{regexp.MustCompile(`^(--\S+) and (--\S+) can't be used together$`), "usage-together", []string{"flag", "known"}},
	{regexp.MustCompile(`^(--[^\s=]+).*: bool value must be`), "usage-no-value", []string{"flag"}},
}

// usage says what is wrong with a command line. What kong says that we do not know stands there as it is.
func (s *session) usage(err error) int {
	s.complain(usageMessage(err.Error()))
	fmt.Fprintf(s.Err, "  %s\n", s.p.Terminal().Text("terminal.usage-help"))
	return Usage
}

func usageMessage(said string) message.Message {
	for _, u := range usageErrors {
		groups := u.said.FindStringSubmatch(said)
		if groups == nil {
			continue
		}
		m := message.Message{ID: u.id, Args: message.Args{}}
		for i, name := range u.args {
			list := strings.ReplaceAll(strings.ReplaceAll(groups[i+1], `"`, ""), ", ", ",")
			m.Args[name] = message.Text(strings.ReplaceAll(list, ",", ", "))
		}
		return m
	}
	return message.M("usage", "reason", said)
}
