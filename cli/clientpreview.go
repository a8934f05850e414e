package cli

import (
	"fmt"
	"io"
	"strings"

	"certviewer/app"
	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/change"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// printContents says what is in a file, what is to be known about it, and how each destination stands.
func (s *session) printContents(in *incoming) {
	w := s.aside()
	note := ""
	for _, c := range s.app.Contents(in.host, in.file) {
		b := s.p.Block(app.ContentsMessage(in.host, c.Certificate))
		if !in.file.IsFile() {
			b.Title = s.p.Text("terminal.swap-here", "name", c.Certificate.Holder())
		}
		fmt.Fprintln(w, s.bold(b.Title))
		lines := []string{b.Lines[0].Text}
		if len(c.Purposes) > 0 {
			lines = append(lines, s.p.Text("client.for", "purposes", catalog.PurposeNames(c.Purposes)))
		}
		for _, l := range append(lines, s.way(c, in.file.IsFile())) {
			fmt.Fprintf(w, "  %s\n", l)
		}
		note = b.Lines[1].Text
	}
	fmt.Fprintf(w, "  %s\n", note)
	for _, m := range in.notes(s) {
		s.printBlock(w, m)
		if m.ID == "p12-root-inside" && len(in.file.Trust) == 0 && len(app.RootsOffered(in.asked)) > 0 {
			s.printRootCommand(w, in)
		}
	}
	t := table{}
	for _, d := range in.asked {
		t.add("  "+s.p.Arg(d.Place), printable(string(d.Store.ID)), s.destinationState(in, d))
	}
	t.print(w)
}

// notes are what is to be said of the file beside what is in it.
func (in *incoming) notes(s *session) []message.Message {
	return append(s.app.ImportNotes(in.host, in.file), in.told...)
}

// way says whether the way up from a certificate, of a file or not, is complete.
func (s *session) way(c app.Content, inFile bool) string {
	switch {
	case c.Missing != nil && inFile:
		return s.p.Text("import.chain-missing", "issuer", catalog.NameOf(*c.Missing))
	case c.Missing != nil:
		return s.p.Text("terminal.chain-not-here", "issuer", catalog.NameOf(*c.Missing))
	}
	return s.p.Text("terminal.chain-complete")
}

// printRootCommand says how a root in the file comes along for whoever wants it. Its fingerprint is not shown: it has to come
// from somewhere else.
func (s *session) printRootCommand(w io.Writer, in *incoming) {
	line := "certviewer client import " + quote(in.path) + s.sameStores() + flagEach("--to", in.names) + " --with-root"
	for _, root := range app.RootsOffered(in.asked) {
		if change.Vouched(s.app.Catalog, root, "") != nil {
			line += " --fingerprint SHA256"
		}
	}
	fmt.Fprintf(w, "    %s\n", line)
}

// sameStores writes back the flags that say where to look, for a further command that is to look there, and nowhere else.
func (s *session) sameStores() string {
	return flagEach("--nssdb", s.flags.NSSDB) + flagEach("--store", s.flags.Store)
}

// flagEach writes a flag with each of these values.
func flagEach[S ~string](flag string, values []S) (line string) {
	for _, v := range values {
		line += " " + flag + " " + quote(string(v))
	}
	return line
}

// quote writes a name so that a shell takes it for one word.
func quote(name string) string {
	if strings.HasPrefix(name, "-") {
		name = "./" + name // else it is taken for a flag
	}
	return "'" + strings.ReplaceAll(printable(name), "'", `'\''`) + "'"
}

func (s *session) destinationState(in *incoming, d app.Destination) string {
	switch {
	case d.Problem != nil && !d.Has:
		return s.p.Print(s.whyLeft(in, []app.Destination{d})[0])
	case d.Has:
		return s.p.Text("terminal.has-it")
	case d.Running:
		return s.p.Text("terminal.close-first")
	case d.Absent:
		return s.p.Text("import.would-make")
	}
	return s.p.Text("terminal.goes-in")
}

func (s *session) lastDay(host *facts.Host, x *cert.Certificate) message.Arg {
	return message.Day(x.NotAfter.In(host.Computer.Clock.Location()))
}

// printBlock prints the sentences of a block as a result: with capitals and full stops.
func (s *session) printBlock(w io.Writer, m message.Message) {
	b := s.p.Block(inTerminal(m))
	fmt.Fprintln(w, b.Title)
	for _, l := range b.Lines {
		fmt.Fprintf(w, "  %s\n", l.Text)
	}
}

// importJSON is client import and client swap with --dry-run --json: a plan, and what a person sees beside it.
type importJSON struct {
	Steps        []change.Step     `json:"steps"`
	Certificates []contentJSON     `json:"certificates"`
	Destinations []destinationJSON `json:"destinations"`
	Notes        []noteJSON        `json:"notes"`
	Leave        []leavingJSON     `json:"leave,omitempty"` // client swap
}

type contentJSON struct {
	SHA256        string         `json:"sha256"`
	Subject       string         `json:"subject"`
	Issuer        string         `json:"issuer"`
	NotBefore     string         `json:"not_before"`
	NotAfter      string         `json:"not_after"`
	Purposes      []cert.Purpose `json:"purposes"`
	ChainComplete bool           `json:"chain_complete"`
}

type destinationJSON struct {
	Store   trust.StoreID `json:"store"`
	Name    string        `json:"name"`
	Has     bool          `json:"has"`
	Absent  bool          `json:"absent"`
	Running bool          `json:"running"`
	Replace []string      `json:"replace"` // SHA-256 of the old certificates there
	Refuses []string      `json:"refuses"` // and of those in the file whose kind of key it cannot hold
	Problem *problemJSON  `json:"problem"`
}

type noteJSON struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

func (s *session) importJSON(in *incoming) importJSON {
	out := importJSON{Steps: nonNil(in.plan.Steps), Certificates: []contentJSON{}, Destinations: []destinationJSON{}, Notes: []noteJSON{}}
	for _, c := range s.app.Contents(in.host, in.file) {
		x := c.Certificate
		out.Certificates = append(out.Certificates, contentJSON{x.SHA256.String(), x.Subject.String(), x.Issuer.String(),
			stamp(x.NotBefore), stamp(x.NotAfter), nonNil(c.Purposes), c.Missing == nil})
	}
	for _, d := range in.asked {
		j := destinationJSON{Store: d.Store.ID, Name: s.p.Arg(d.Place), Has: d.Has, Absent: d.Absent, Running: d.Running, Replace: fingerprints(d.Replace), Refuses: fingerprints(d.Refuses)}
		if d.Problem != nil && !d.Has { // what a person brought there by hand is left out for no reason
			j.Problem = &problemJSON{d.Problem.Code, s.p.Print(s.whyLeft(in, []app.Destination{d})[0]), d.Problem.Detail}
		}
		out.Destinations = append(out.Destinations, j)
	}
	for _, m := range in.notes(s) {
		out.Notes = append(out.Notes, noteJSON{m.ID, s.p.Print(m)})
	}
	return out
}

func fingerprints(cc []*cert.Certificate) []string {
	out := make([]string, 0, len(cc))
	for _, x := range cc {
		out = append(out, x.SHA256.String())
	}
	return out
}
