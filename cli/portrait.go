package cli

import (
	"fmt"
	"strings"
	"time"

	"certviewer/app"
	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/trust"
)

// showJSON is cert show --json.
func (s *session) showJSON(p *app.Portrait, host *facts.Host, inFile int, v *diagnose.SystemView) showJSON {
	c := p.Certificate
	out := showJSON{
		certJSON: certificateJSON(c, p.Programmes), Stores: []trust.StoreID{}, Chain: []chainJSON{}, TrustedBy: []trustedByJSON{},
		Sources: []catalog.Source{}, CheckCode: c.CheckCode(), Purposes: nonNil(c.Purposes()), DNSNames: nonNil(c.DNSNames()), Emails: nonNil(c.Emails()),
	}
	out.System = systemViewJSON(v)
	if len(p.Places) > 0 {
		out.certJSON = rowJSON(p.Places[0])
	}
	if inFile > 1 {
		out.InFile = inFile
	}
	if p.Bad != nil {
		out.KnownBad = p.Bad.Name
	}
	if p.Misplaced != nil {
		out.Misplaced = p.Misplaced.Stores
	}
	if p.Revoked != nil {
		out.Revoked = p.Revoked.Date.Format(time.DateOnly)
	}
	for _, r := range p.Places {
		out.Stores = append(out.Stores, r.Store.ID)
		if r.Entry.Standing != "" {
			out.Records = append(out.Records, standingJSON(r))
		}
	}
	for _, x := range p.Chain {
		out.Chain = append(out.Chain, chainJSON{x.SHA256.String(), x.Subject.String(), x.Kind()})
	}
	for _, t := range p.TrustedBy {
		out.TrustedBy = append(out.TrustedBy, s.trustedByJSON(t, host))
	}
	if p.Known != nil {
		out.Sources = append(out.Sources, p.Known.Sources...)
	}
	return out
}

func (s *session) trustedByJSON(t app.Sighting, host *facts.Host) trustedByJSON {
	j := trustedByJSON{
		Application: s.p.Arg(catalog.AppName(t.Application, host.Applications)), ApplicationID: t.Application.ID, Purpose: t.Purpose,
		Verdict: t.Verdict, Why: t.Why, Text: s.whyText(t, host), IssuedBefore: timeJSON(t.IssuedBefore),
	}
	if t.Store != "" {
		j.Store = &t.Store
	}
	if t.Via != nil {
		fp := t.Via.SHA256.String()
		j.Via = &fp
	}
	if pr := s.app.Catalog.Program(t.Application.Program); pr != nil && pr.Note != "" {
		j.Note = s.p.Text(pr.Note+".note", "app", catalog.AppName(t.Application, host.Applications))
	}
	return j
}

// whyText is a phrase for what decided.
func (s *session) whyText(t app.Sighting, host *facts.Host) string {
	var date message.Arg = message.Text("")
	if t.IssuedBefore != nil {
		date = message.Day(*t.IssuedBefore)
	}
	text := s.p.Text("why."+string(t.Why), "date", date)
	if t.Store != "" {
		text = s.placeName(t.Store, infosOf(host)) + s.p.Text("terminal.colon") + text
	}
	if t.Via != nil {
		text += s.p.Text("terminal.via", "issuer", t.Via.Subject.Display())
	}
	return text
}

// printPortrait prints a certificate for a person.
func (s *session) printPortrait(p *app.Portrait, host *facts.Host, v *diagnose.SystemView, r *diagnose.Revocation) {
	c := p.Certificate
	fmt.Fprintln(s.Out, s.bold(printable(c.Subject.Display())))
	if c.Err() != nil {
		fmt.Fprintln(s.Out, s.p.Text("terminal.refused-by-parser", "reason", printable(c.Err().Error())))
	}
	if p.Bad != nil {
		fmt.Fprintln(s.Out, s.p.Text("terminal.known-bad", "date", message.Day(p.Bad.Date)))
	}
	if p.Revoked != nil {
		fmt.Fprintln(s.Out, s.p.Text("terminal.revoked", "date", message.Day(p.Revoked.Date)))
	}
	t := table{}
	line := func(label, value string) {
		if value != "" {
			t.add("  "+s.p.Text(label), printable(value))
		}
	}
	line("label.kind", s.p.Text("kind."+string(c.Kind())))
	line("label.issued-to", c.Subject.String())
	line("label.issuer", c.Issuer.String())
	if !c.NotBefore.IsZero() && !c.NotAfter.IsZero() {
		zone := host.Computer.Clock.Location()
		line("label.valid", s.p.Range(c.NotBefore.In(zone), c.NotAfter.In(zone))+"  "+s.validity(c, host))
	}
	line("label.serial", c.SerialHex())
	line("label.serial-decimal", c.SerialDecimal())
	line("label.key", c.Key)
	line("label.signature", c.Signature)
	line("label.purposes", s.purposeList(c.Purposes()))
	line("label.alternative-names", strings.Join(alternativeNames(c), ", "))
	line("label.fingerprint-sha256", group(c.SHA256.String(), 8))
	line("label.fingerprint-sha1", group(c.SHA1Hex(), 8))
	line("label.check-code", c.CheckCode())
	if c.IsCA() && (c.SelfIssued() || p.Programmes.Known()) { // no list is about anything else
		line("label.programmes", s.programmes(p.Programmes))
	}
	for _, r := range p.Places {
		line("label.place", s.placeName(r.Store.ID, infosOf(host))+"  "+r.Entry.Native)
	}
	t.print(s.Out)
	for _, f := range p.Damaged {
		s.printCard(app.FindingCard(s.p, f, nil), "  ")
	}
	if p.Misplaced != nil {
		s.printCard(app.FindingCard(s.p, *p.Misplaced, nil), "  ")
	}
	for _, text := range s.revocationLines(r, false) {
		fmt.Fprintln(s.Out, "  "+text)
	}
	s.printChain(p.Chain)
	s.printTrustedBy(p, host)
	s.printSystemView(v, c)
}

// alternativeNames are the hosts, addresses and mail addresses that a certificate names.
func alternativeNames(c *cert.Certificate) []string {
	out := c.DNSNames()
	for _, ip := range c.IPAddresses() {
		out = append(out, ip.String())
	}
	return append(out, c.Emails()...)
}

func (s *session) validity(c *cert.Certificate, host *facts.Host) string {
	now := host.Computer.Clock
	switch {
	case now.After(c.NotAfter):
		return s.p.Text("mark.expired")
	case now.Before(c.NotBefore):
		return s.p.Text("mark.not-yet")
	}
	return s.p.Text("mark.days-left", "days", diagnose.DaysLeft(now, c.NotAfter))
}

func (s *session) programmes(m catalog.Membership) string {
	var out message.All
	for _, p := range catalog.Programmes {
		st := m[p]
		if st.State == "" || st.State == catalog.NotIn {
			continue
		}
		text := s.p.Text("programme."+string(p)) + s.p.Text("terminal.colon") + s.p.Text("standing."+string(st.State))
		if !st.Since.IsZero() {
			text += " " + st.Since.Format(time.DateOnly)
		}
		out = append(out, message.Text(text))
	}
	if len(out) == 0 {
		return s.p.Text("mark.no-public-list")
	}
	return s.p.Arg(out)
}

func (s *session) printChain(chain []*cert.Certificate) {
	if len(chain) < 2 {
		return
	}
	fmt.Fprintln(s.Out, "  "+s.p.Text("label.chain"))
	for i, c := range chain {
		fmt.Fprintf(s.Out, "  %s└ %s  %s\n", strings.Repeat("  ", i+1), printable(c.Subject.Display()), s.dim(c.SHA256.String()[:16]))
	}
}

func (s *session) printTrustedBy(p *app.Portrait, host *facts.Host) {
	if len(p.TrustedBy) == 0 {
		return
	}
	fmt.Fprintln(s.Out, "  "+s.p.Text("label.trust"))
	t := table{}
	for _, x := range p.TrustedBy {
		t.add("    "+s.p.Arg(catalog.AppName(x.Application, host.Applications)), s.p.Text("purpose."+string(x.Purpose)), s.p.Text("verdict."+string(x.Verdict)), printable(s.whyText(x, host)))
	}
	t.print(s.Out)
}

// group puts a space after every n characters.
func group(t string, n int) string {
	var b strings.Builder
	for i, r := range t {
		if i > 0 && i%n == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
