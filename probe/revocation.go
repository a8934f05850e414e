// Package probe gathers facts over the network, and is the only one that does: it asks whether an issuer has revoked a
// certificate. It judges nothing, and is called only once a person has said yes.
package probe

import (
	"context"
	"crypto/x509"
	"errors"
	"net/url"
	"slices"
	"time"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/message"
	"certviewer/task"
)

const (
	patience       = 10 * time.Second // with all that is asked about one certificate
	perResponder   = 4 * time.Second  // of it, with one OCSP responder: the lists come after it
	maxResponders  = 2
	maxLists       = 3
	maxOCSPAnswer  = 256 << 10
	maxList        = 32 << 20
	clockTolerance = 15 * time.Minute // between the issuer's clocks and this one
	openEnded      = 24 * time.Hour   // how long an answer counts that does not say until when it holds
)

// Revocation asks whether the issuer of c has revoked it: the OCSP responders that c names (RFC 6960), and after them, as
// long as none has said good or revoked, its revocation lists (RFC 5280 6.3). Answers count that were signed by issuer, or
// by a responder that issuer appointed, and that hold at now. issuer may be nil when it is not known.
//
// It ends after ten seconds, or with ctx. Nothing is kept.
func Revocation(ctx context.Context, talk task.Talk, c, issuer *cert.Certificate, now time.Time) facts.Revocation {
	return web{public, perResponder}.revocation(ctx, talk, c, issuer, now)
}

// RevocationHosts returns the hosts that Revocation with the same arguments may ask, each once, with their ports where they
// are unusual. A host may point to one other.
func RevocationHosts(c, issuer *cert.Certificate, now time.Time) (hosts []string) {
	p, problem := pairOf(c, issuer, now)
	if problem != "" {
		return nil
	}
	for _, q := range questions(p.leaf) {
		if !slices.Contains(hosts, q.Host) {
			hosts = append(hosts, q.Host)
		}
	}
	return hosts
}

// A pair is a certificate and its issuer, as Go reads them.
type pair struct {
	leaf, issuer *x509.Certificate
	now          time.Time
}

func (w web) revocation(ctx context.Context, talk task.Talk, c, issuer *cert.Certificate, now time.Time) facts.Revocation {
	out := facts.Revocation{Certificate: c.SHA256, At: now}
	p, problem := pairOf(c, issuer, now)
	asks := questions(p.leaf)
	switch {
	case problem != "":
		out.Problem = problem
		return out
	case len(asks) == 0:
		out.Problem = facts.NoResponder
		return out
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for i, q := range asks {
		talk.Report(task.Progress{Doing: message.M("revocation.asking", "host", q.Host), Done: i, Total: len(asks)})
		if err := w.ask(ctx, p, &q); err != nil {
			f, ok := errors.AsType[*failure](err)
			if !ok {
				f = &failure{facts.Unreadable, err.Error()}
			}
			q.Problem, q.Detail = f.problem, f.detail
		}
		out.Asked = append(out.Asked, q)
		if q.Status == facts.Good || q.Status == facts.Revoked || ctx.Err() != nil {
			break
		}
	}
	return out
}

// pairOf returns c and its issuer, or why nobody can be asked about c. What issuer did not sign it cannot speak about.
func pairOf(c, issuer *cert.Certificate, now time.Time) (pair, facts.RevocationProblem) {
	p := pair{leaf: c.X509(), now: now}
	if p.leaf == nil {
		return p, facts.NotSupported
	}
	if now.After(p.leaf.NotAfter) {
		return p, facts.PastItsEnd
	}
	if issuer == nil || !issuer.Subject.Equal(c.Issuer) {
		return p, facts.NoIssuer
	}
	if p.issuer = issuer.X509(); p.issuer == nil {
		return p, facts.NotSupported
	}
	err := p.issuer.CheckSignature(p.leaf.SignatureAlgorithm, p.leaf.RawTBSCertificate, p.leaf.Signature)
	_, insecure := errors.AsType[x509.InsecureAlgorithmError](err)
	switch {
	case insecure, errors.Is(err, x509.ErrUnsupportedAlgorithm):
		return p, facts.NotSupported
	case err != nil:
		return p, facts.NoIssuer
	}
	return p, ""
}

// questions are the addresses by HTTP that a certificate names, in the order in which they are asked. LDAP is not spoken.
func questions(x *x509.Certificate) (out []facts.Inquiry) {
	if x == nil {
		return nil
	}
	add := func(method facts.RevocationMethod, addresses []string, most int) {
		for _, a := range addresses {
			u, err := url.Parse(a)
			known := slices.ContainsFunc(out, func(q facts.Inquiry) bool { return q.Method == method && q.URL == a })
			if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || known || most == 0 {
				continue
			}
			most--
			out = append(out, facts.Inquiry{Method: method, URL: a, Host: cert.Printable(u.Host)})
		}
	}
	add(facts.OCSP, x.OCSPServer, maxResponders)
	add(facts.CRL, x.CRLDistributionPoints, maxLists)
	return out
}

// ask asks one question and fills in the answer. The error is a *failure.
func (w web) ask(ctx context.Context, p pair, q *facts.Inquiry) error {
	if q.Method == facts.CRL {
		data, err := w.fetch(ctx, q.URL, nil, maxList)
		if err != nil {
			return err
		}
		return readList(data, p, q)
	}
	request, err := ocspRequest(p)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, w.each)
	defer cancel()
	data, err := w.fetch(ctx, q.URL, request, maxOCSPAnswer)
	if err != nil {
		return err
	}
	return readOCSP(data, p, q)
}

// holds says whether an answer of these times counts at now.
func holds(from, until, now time.Time) error {
	if until.IsZero() {
		until = from.Add(openEnded)
	}
	switch {
	case from.After(now.Add(clockTolerance)):
		return &failure{facts.FromFuture, from.UTC().Format(time.RFC3339)}
	case until.Before(now.Add(-clockTolerance)):
		return &failure{facts.Outdated, until.UTC().Format(time.RFC3339)}
	}
	return nil
}

// A failure is why there is no answer.
type failure struct {
	problem facts.RevocationProblem
	detail  string
}

// Error returns the problem and its detail, for logs.
func (f *failure) Error() string { return string(f.problem) + ": " + f.detail }
