package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"certviewer/app"
	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/message"
)

type certCommand struct {
	List   certList   `cmd:"" help:"help.cert_list"`
	Show   certShow   `cmd:"" help:"help.cert_show"`
	Find   certFind   `cmd:"" help:"help.cert_find"`
	Export certExport `cmd:"" help:"help.cert_export"`
}

type certList struct {
	Filter string `placeholder:"TEXT" help:"help.filter"`
	CSV    bool   `name:"csv" help:"help.csv"`
}

// Run lists certificates.
func (c *certList) Run(s *session) error {
	rows, stores, err := s.app.Rows(s.ctx, s.talk(), s.flags.Where(), c.Filter)
	if err != nil {
		return err
	}
	s.warnUnread(stores)
	return s.printRows(rows, c.CSV)
}

// warnUnread says on stderr which stores the list lacks.
func (s *session) warnUnread(stores []facts.Store) {
	h := &facts.Host{Stores: stores}
	for _, st := range stores {
		if st.Problem != nil {
			fmt.Fprintf(s.Err, "certviewer: %s: %s\n", printable(string(st.ID)), s.p.Terminal().Print(diagnose.StoreProblem(s.app.Catalog, h, st)))
		}
	}
}

func (s *session) printRows(rows []app.Row, asCSV bool) error {
	switch {
	case asCSV:
		return s.writeCSV(rows)
	case s.flags.JSON:
		return s.printRowsJSON(rows)
	}
	t := table{}
	t.add(s.p.Text("label.fingerprint-sha256"), s.p.Text("label.place"), s.p.Text("label.issued-to"), s.p.Text("label.valid-until"), s.p.Text("label.trust"))
	for _, r := range rows {
		if r.Folded {
			continue
		}
		places := []string{string(r.Store.ID)}
		for _, s := range r.Also {
			places = append(places, string(s.ID))
		}
		c := r.Entry.Certificate
		words := s.purposeList(r.Entry.TrustedFor())
		if d := r.Entry.DistrustedFor(); len(d) > 0 {
			words = strings.TrimSpace(words + " " + s.p.Text("terminal.blocked-for", "purposes", catalog.PurposeNames(d)))
		}
		if r.Entry.HasKey {
			words = strings.TrimSpace(words + " " + s.p.Text("mark.has-key"))
		}
		t.add(c.SHA256.String()[:16], printable(strings.Join(places, ", ")), printable(c.Holder()), s.day(c.NotAfter), words)
	}
	t.print(s.Out)
	return nil
}

type certShow struct {
	What string `arg:"" help:"help.show_what"`
	Text bool   `xor:"text" help:"help.text"`
	PEM  bool   `name:"pem" xor:"pem" help:"help.pem"`

	Online bool `xor:"text,pem" help:"help.online"`
}

// Run shows one certificate.
func (c *certShow) Run(s *session) error {
	cc, host, err := s.certificates(c.What)
	if err != nil || len(cc) == 0 {
		return err
	}
	switch {
	case c.PEM:
		_, err := s.data.Write(cc[0].PEM())
		return err
	case c.Text:
		t, err := cc[0].Text()
		fmt.Fprintln(s.Out, printableLines(t))
		return err
	case s.flags.JSON:
		p := s.app.Portrait(host, cc[0])
		out := s.showJSON(p, host, len(cc), s.app.SystemView(s.ctx, host, p))
		if c.Online {
			r, err := s.askIssuer(host, cc[0], cc)
			if err != nil {
				return err
			}
			out.Revocation = s.revocationJSON(r)
		}
		return s.printJSON(out)
	}
	for i, x := range cc {
		var r *diagnose.Revocation
		if c.Online {
			if r, err = s.askIssuer(host, x, cc); err != nil {
				return err
			}
		}
		if i > 0 {
			fmt.Fprintln(s.Out)
		}
		p := s.app.Portrait(host, x)
		var v *diagnose.SystemView
		if len(cc) <= askedAbout {
			v = s.app.SystemView(s.ctx, host, p)
		}
		s.printPortrait(p, host, v, r)
	}
	return nil
}

// certificates returns what a person named: a file's certificates, a catalogue root, or those in the stores
// with that fingerprint or serial number. When there are none it says so and sets the exit code.
func (s *session) certificates(what string) ([]*cert.Certificate, *facts.Host, error) {
	host, err := s.app.Gather(s.ctx, s.talk(), s.flags.Where())
	if err != nil {
		return nil, nil, err
	}
	s.warnUnread(host.Stores)
	if root := s.app.Catalog.RootByID(what); root != nil && root.Certificate() != nil {
		return []*cert.Certificate{root.Certificate()}, host, nil
	}
	rows, named := s.app.Find(host, what)
	if root := s.app.KnownRoot(what); len(rows) == 0 && root != nil {
		return []*cert.Certificate{root}, host, nil
	}
	if len(rows) > 0 {
		cc := app.Distinct(rows)
		if len(cc) > 1 {
			s.complain(message.M("find-several", "count", len(cc), "text", what))
			for _, c := range cc {
				fmt.Fprintf(s.Err, "  %s  %s\n", c.SHA256, printable(c.Holder()))
			}
			s.code = Usage
			return nil, host, nil
		}
		return cc, host, nil
	}
	f, err := app.ReadFile(s.ctx, what)
	switch {
	case named && isMissing(err):
		s.complain(message.M("find-nothing", "text", what))
		s.code = notFound(host)
		return nil, host, nil
	case err != nil:
		return nil, host, err
	}
	s.warnSkipped(f)
	return f.Certificates, host, nil
}

// notFound is the exit code when no store has a certificate: no, or not known as long as one could not be read.
func notFound(h *facts.Host) int {
	if slices.ContainsFunc(h.Stores, func(st facts.Store) bool { return st.Problem != nil && st.Problem.LeavesOpen() }) {
		return NotDone
	}
	return Action
}

// isMissing reports whether there is no such file: then the text may have meant something else.
func isMissing(err error) bool {
	f, ok := errors.AsType[*cert.FileError](err)
	return ok && f.Code == cert.FileMissing
}

// warnSkipped says which parts of a file were no certificate.
func (s *session) warnSkipped(f *cert.File) {
	for _, k := range f.Skipped {
		where := "skip.where-byte"
		if f.Format == cert.FormatPEM {
			where = "skip.where-line"
		}
		fmt.Fprintf(s.Err, "certviewer: %s\n", s.p.Terminal().Text("terminal.skipped", "where", message.M(where, "n", k.Where), "what", message.M(k.What)))
	}
}

type certFind struct {
	What string `arg:"" help:"help.find_what"`
}

// Run answers "is this certificate in my stores?".
func (c *certFind) Run(s *session) error {
	host, err := s.app.GatherStored(s.ctx, s.talk(), s.flags.Where())
	if err != nil {
		return err
	}
	s.warnUnread(host.Stores)
	rows, named := s.app.Find(host, c.What)
	if len(rows) == 0 {
		f, err := app.ReadFile(s.ctx, c.What)
		switch {
		case err == nil:
			s.warnSkipped(f)
			rows = s.app.FindThese(host, f.Certificates)
		case !named || !isMissing(err):
			return err
		}
	}
	if len(rows) == 0 {
		s.code = notFound(host)
		if !s.flags.JSON {
			fmt.Fprintln(s.Out, s.p.Block(message.M("find-nothing", "text", c.What)).Title)
			return nil
		}
	}
	return s.printRows(rows, false)
}

type certExport struct {
	What   []string `arg:"" help:"help.export_what"`
	Out    string   `placeholder:"FILE" help:"help.out"`
	Format string   `placeholder:"pem|der|p7b" default:"pem" enum:"pem,der,p7b" help:"help.format"`
	Force  bool     `help:"help.force"`
}

// Run writes certificates to a file or to stdout.
func (c *certExport) Run(s *session) error {
	var all []*cert.Certificate
	for _, w := range spread(c.What) {
		cc, _, err := s.certificates(w)
		if err != nil || len(cc) == 0 {
			return err
		}
		all = append(all, cc...)
	}
	b, err := app.Encode(all, app.Format(c.Format))
	if err != nil {
		return err
	}
	if c.Out == "" || c.Out == "-" {
		_, err := s.data.Write(b)
		return err
	}
	if err := app.WriteNew(c.Out, b, c.Force); err != nil {
		return err
	}
	fmt.Fprintln(s.Out, s.p.Text("terminal.written", "file", c.Out))
	return nil
}

// printableLines keeps line breaks and tabs.
func printableLines(t string) string {
	lines := strings.Split(t, "\n")
	for i, l := range lines {
		lines[i] = printable(strings.ReplaceAll(l, "\t", "    "))
	}
	return strings.Join(lines, "\n")
}
