package cli

import (
	"fmt"
	"strings"

	"certviewer/app"
	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/message"
)

// A revocationJSON is what the issuer said when it was asked. Status is "unknown" where there is no answer that counts, and
// when the issuer does not know the certificate; only then it has no problem.
type revocationJSON struct {
	Status     facts.RevocationStatus `json:"status"`
	Code       diagnose.Code          `json:"code"`
	Number     int                    `json:"number"`
	Text       string                 `json:"text"`
	AskedAt    string                 `json:"asked_at"`
	Method     facts.RevocationMethod `json:"method,omitempty"`
	Host       string                 `json:"host,omitempty"`
	ThisUpdate string                 `json:"this_update,omitempty"`
	NextUpdate string                 `json:"next_update,omitempty"`
	RevokedAt  string                 `json:"revoked_at,omitempty"`
	Reason     string                 `json:"reason,omitempty"` // as RFC 5280 5.3.1 names it
	Problem    *problemJSON           `json:"problem"`
}

// askIssuers has the issuers of all certificates asked that have not ended. Which hosts that are is said before.
func (s *session) askIssuers(cc *app.Clients) (*app.Clients, error) {
	if hosts := s.app.RevocationHosts(cc); len(hosts) > 0 {
		s.sayWhoIsAsked(hosts)
	}
	cc, err := s.app.CheckRevocation(s.ctx, s.talk(), cc)
	if s.Progress {
		fmt.Fprint(s.Err, "\r\x1b[K")
	}
	return cc, err
}

// askIssuer has the issuer of one certificate asked, whoever's it is. more are the certificates that came with it.
func (s *session) askIssuer(host *facts.Host, c *cert.Certificate, more []*cert.Certificate) (*diagnose.Revocation, error) {
	r, err := s.app.CertificateRevocation(s.ctx, s.talk(), host, c, more, s.sayWhoIsAsked)
	if s.Progress {
		fmt.Fprint(s.Err, "\r\x1b[K")
	}
	return r, err
}

func (s *session) sayWhoIsAsked(hosts []string) {
	fmt.Fprintln(s.Err, s.p.Text("terminal.online", "hosts", printable(strings.Join(hosts, ", "))))
}

// revocationLines are what the issuer said, or why it did not, with what its holder can do.
func (s *session) revocationLines(r *diagnose.Revocation, holders bool) (lines []string) {
	if r == nil {
		return nil
	}
	b := s.p.Block(r.Finding.Message())
	lines = append(lines, b.Title)
	for _, l := range b.Lines {
		if holders || strings.HasPrefix(l.Part, "why") {
			lines = append(lines, "  "+l.Text)
		}
	}
	return lines
}

func (s *session) revocationJSON(r *diagnose.Revocation) *revocationJSON {
	if r == nil {
		return nil
	}
	a := r.Answer
	out := &revocationJSON{
		Status: app.RevocationStatus(*r), Code: r.Finding.Code, Number: s.p.Block(r.Finding.Message()).Number, Text: s.p.Print(r.Finding.Message()),
		AskedAt: stamp(r.At), Method: a.Method, Host: a.Host, Reason: a.Reason,
		ThisUpdate: stamp(a.ThisUpdate), NextUpdate: stamp(a.NextUpdate), RevokedAt: stamp(a.RevokedAt),
	}
	if a.Problem != "" {
		out.Problem = &problemJSON{Code: "revocation-" + string(a.Problem), Text: s.p.Print(message.M("revocation." + string(a.Problem))), Detail: a.Detail}
	}
	return out
}
