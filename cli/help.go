package cli

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// help prints the help of a command, in the reader's language; kong's own speaks English only. The help tags of the
// grammar are IDs of the locale: they become sentences here, so that a command that needs no help loads none.
func (s *session) help(_ kong.HelpOptions, ctx *kong.Context) error {
	node := ctx.Selected()
	if node == nil {
		node = ctx.Model.Node
	}
	w := ctx.Stdout
	if node == ctx.Model.Node {
		fmt.Fprintf(w, "%s\n\n", s.p.Text("help.about"))
	} else {
		fmt.Fprintf(w, "%s\n\n", s.p.Text(node.Help))
	}
	fmt.Fprintf(w, "%s\n  %s\n", s.bold(s.p.Text("help.usage")), usageLine(ctx.Model.Name, node))
	t := table{}
	for _, leaf := range node.Leaves(true) {
		if leaf != node && leaf.Name != "window" {
			t.add("  "+usageLine(ctx.Model.Name, leaf), s.p.Text(leaf.Help))
		}
	}
	s.section(w, "help.commands", t)
	t = table{}
	for _, a := range node.Positional {
		t.add("  "+a.Summary(), s.p.Text(a.Help))
	}
	s.section(w, "help.arguments", t)
	t = table{}
	for _, group := range node.AllFlags(true) {
		for _, f := range group {
			name, id := "--"+f.Name, f.Help
			switch {
			case f.Name == "help": // kong's own
				id = "help.help"
			case !f.IsBool():
				name += " " + f.PlaceHolder
			}
			t.add("  "+name, s.p.Text(id))
		}
	}
	s.section(w, "help.flags", t)
	if node == ctx.Model.Node {
		fmt.Fprintf(w, "\n%s\n", s.p.Text("help.exit"))
	}
	return nil
}

func (s *session) section(w interface{ Write([]byte) (int, error) }, title string, t table) {
	if len(t.rows) > 0 {
		fmt.Fprintf(w, "\n%s\n", s.bold(s.p.Text(title)))
		t.print(w)
	}
}

func usageLine(program string, n *kong.Node) string {
	var words []string
	for x := n; x != nil && x.Type != kong.ApplicationNode; x = x.Parent {
		words = append([]string{x.Name}, words...)
	}
	words = append([]string{program}, words...)
	for _, a := range n.Positional {
		words = append(words, a.Summary())
	}
	return strings.Join(words, " ")
}
