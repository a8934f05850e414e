package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"certviewer/app"
	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/trust"
)

type clientCommand struct {
	List   clientList   `cmd:"" help:"help.client_list"`
	Import clientImport `cmd:"" help:"help.client_import"`
	Swap   clientSwap   `cmd:"" help:"help.client_swap"`
}

type clientList struct {
	CSV   bool   `name:"csv" help:"help.csv"`
	ICS   string `name:"ics" placeholder:"FILE" xor:"online" help:"help.ics"`
	Force bool   `help:"help.force"`

	Online bool `xor:"online" help:"help.online_client"`
}

// Run lists a person's own certificates, or writes when they end.
func (c *clientList) Run(s *session) error {
	host, err := s.app.Gather(s.ctx, s.talk(), s.flags.Where())
	if err != nil {
		return err
	}
	s.warnUnread(host.Stores)
	cc := s.app.Clients(host)
	if c.Online {
		if cc, err = s.askIssuers(cc); err != nil {
			return err
		}
	}
	switch {
	case c.ICS != "":
		return c.writeCalendar(s, cc, c.ICS)
	case c.CSV:
		return s.writeClientsCSV(cc)
	case s.flags.JSON:
		out := make([]clientJSON, 0, len(cc.List))
		for _, x := range cc.List {
			out = append(out, s.clientJSON(x, cc))
		}
		return s.printJSON(out)
	}
	for _, f := range cc.More {
		s.complain(f.Message())
	}
	if len(cc.List) == 0 {
		fmt.Fprintf(s.Out, "%s\n%s\n", s.p.Print(cc.None()), s.p.Text("client.what"))
		return nil
	}
	s.printClients(cc)
	return nil
}

func (c *clientList) writeCalendar(s *session, cc *app.Clients, file string) error {
	b, err := s.app.Calendar(s.p, cc)
	if err != nil {
		return err
	}
	if file == "-" {
		_, err := s.data.Write(b)
		return err
	}
	if err := app.WriteNew(file, b, c.Force); err != nil {
		return err
	}
	fmt.Fprintln(s.Out, s.p.Text("terminal.written", "file", file))
	return nil
}

// printClients prints a line for each certificate, and below it one for each place.
func (s *session) printClients(cc *app.Clients) {
	now, infos := cc.Host.Computer.Clock, infosOf(cc.Host)
	t := table{}
	t.add(s.p.Text("label.fingerprint-sha256"), s.p.Text("window.column-state"), s.p.Text("label.issued-to"), s.p.Text("label.issuer"),
		s.p.Text("label.valid-until"), s.p.Text("label.days-left"), s.p.Text("label.superseded-by"))
	urgent := 0
	for _, c := range cc.List {
		x := c.Certificate
		if c.Action() && c.State != diagnose.ClientRevoked { // the check does not know that, and the line says it
			urgent++
		}
		successor := ""
		if c.Successor != nil {
			successor = c.Successor.SHA256.String()[:16]
		}
		t.add(x.SHA256.String()[:16], s.p.Print(app.ClientState(c, now)), printable(x.Holder()), printable(s.p.Arg(catalog.NameOf(x.Issuer))),
			s.day(x.NotAfter), daysLeft(x, now), successor)
		for _, p := range c.Places {
			t.below("    " + s.placeName(p.Store.ID, infos) + s.p.Text("terminal.colon") + s.p.Print(app.ClientPlace(p, now)))
		}
		for _, line := range s.revocationLines(c.Revocation, true) {
			t.below("    " + line)
		}
	}
	t.print(s.Out)
	if urgent > 0 {
		fmt.Fprintln(s.Err, s.p.Terminal().Text("terminal.clients-action", "count", urgent, "command", "certviewer check upki-client"+s.sameStores()))
	}
}

func (s *session) clientJSON(c diagnose.Client, cc *app.Clients) clientJSON {
	x, now, infos := c.Certificate, cc.Host.Computer.Clock, infosOf(cc.Host)
	out := clientJSON{
		SHA256: x.SHA256.String(), SHA1: x.SHA1Hex(), Name: x.Holder(), Subject: x.Subject.String(), Issuer: x.Issuer.String(),
		Serial: x.SerialHex(), SerialDecimal: x.SerialDecimal(), NotBefore: stamp(x.NotBefore), NotAfter: stamp(x.NotAfter), Key: x.Key,
		Emails: nonNil(x.Emails()), State: c.State, StateText: s.p.Print(app.ClientState(c, now)), Action: c.Action(), University: c.University,
		Purposes: nonNil(c.Purposes), HasKey: c.HasKey(), OfferedBy: []trust.StoreID{}, Places: []clientPlaceJSON{}, Findings: []diagnose.Code{},
	}
	if !x.NotAfter.IsZero() {
		n := app.DaysLeft(x, now)
		out.DaysLeft = &n
	}
	for _, p := range c.Places {
		out.Places = append(out.Places, clientPlaceJSON{p.Store.ID, s.placeName(p.Store.ID, infos), p.Name, p.HasKey, p.Offer, printOf(p.Before), p.Programs, p.Unasked, nonNil(p.Accounts), nonNil(p.Sites), s.p.Print(app.ClientPlace(p, now))})
	}
	for _, p := range c.OfferedIn() {
		out.OfferedBy = append(out.OfferedBy, p.Store.ID)
	}
	for _, f := range c.Findings {
		out.Findings = append(out.Findings, f.Code)
	}
	out.SupersededBy, out.Revocation = printOf(c.Successor), s.revocationJSON(c.Revocation)
	return out
}

// daysLeft is a number for a column; "" where the last day cannot be read.
func daysLeft(x *cert.Certificate, now time.Time) string {
	if x.NotAfter.IsZero() {
		return ""
	}
	return strconv.Itoa(app.DaysLeft(x, now))
}

func printOf(c *cert.Certificate) *string {
	if c == nil {
		return nil
	}
	print := c.SHA256.String()
	return &print
}

// writeClientsCSV writes a line for each certificate. Places are named by their IDs, as in cert list.
func (s *session) writeClientsCSV(cc *app.Clients) error {
	rows := [][]string{{"sha256", "state", "action", "days_left", "subject", "issuer", "serial", "serial_decimal", "not_before", "not_after",
		"purposes", "has_key", "stores", "offered_by", "superseded_by", "revocation"}}
	for _, c := range cc.List {
		x := c.Certificate
		var purposes, stores, offered []string
		for _, p := range c.Purposes {
			purposes = append(purposes, string(p))
		}
		for _, p := range c.Places {
			stores = append(stores, string(p.Store.ID))
		}
		for _, p := range c.OfferedIn() {
			offered = append(offered, string(p.Store.ID))
		}
		successor := ""
		if c.Successor != nil {
			successor = c.Successor.SHA256.String()
		}
		revocation := ""
		if c.Revocation != nil {
			revocation = string(app.RevocationStatus(*c.Revocation))
		}
		rows = append(rows, []string{x.SHA256.String(), string(c.State), strconv.FormatBool(c.Action()), daysLeft(x, cc.Host.Computer.Clock),
			x.Subject.String(), x.Issuer.String(), x.SerialHex(), x.SerialDecimal(), s.day(x.NotBefore), s.day(x.NotAfter),
			strings.Join(purposes, " "), strconv.FormatBool(c.HasKey()), strings.Join(stores, " "), strings.Join(offered, " "), successor, revocation})
	}
	return s.printCSV(rows)
}
