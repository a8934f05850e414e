package app

import (
	"context"
	"slices"
	"sync"

	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/probe"
	"certviewer/task"
)

// askedAtOnce is how many certificates are asked about side by side.
const askedAtOnce = 4

// RevocationHosts returns the hosts that CheckRevocation would ask about these certificates of cc; about all that have not
// ended, when none is named.
func (a *App) RevocationHosts(cc *Clients, which ...cert.Fingerprint) (hosts []string) {
	pool := everyCertificate(cc.Host)
	for _, c := range a.toAsk(cc, which) {
		for _, h := range probe.RevocationHosts(c, issuerOf(c, pool), a.Now()) {
			if !slices.Contains(hosts, h) {
				hosts = append(hosts, h)
			}
		}
	}
	return hosts
}

// CheckRevocation has the issuers of these certificates of cc asked whether they were revoked, or of all that have not
// ended, when none is named. This uses the network: the person must have said so. It returns cc with the answers, those
// to earlier questions among them; the error is ctx's.
//
// The issuer's certificate is looked for in all stores. Nothing is kept beyond the result.
func (a *App) CheckRevocation(ctx context.Context, talk task.Talk, cc *Clients, which ...cert.Fingerprint) (*Clients, error) {
	asks, pool := a.toAsk(cc, which), everyCertificate(cc.Host)
	answers := make([]facts.Revocation, len(asks))
	var wg sync.WaitGroup
	var mu sync.Mutex
	done, seats := 0, make(chan struct{}, askedAtOnce)
	for i, c := range asks {
		wg.Go(func() {
			seats <- struct{}{}
			defer func() { <-seats }()
			report := func(p task.Progress) {
				mu.Lock()
				defer mu.Unlock()
				talk.Report(task.Progress{Doing: p.Doing, Done: done, Total: len(asks)})
			}
			answers[i] = a.Revocation(ctx, task.Talk{Progress: report}, c, issuerOf(c, pool), a.Now())
			mu.Lock()
			done++
			mu.Unlock()
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	host := *cc.Host
	host.Revocations = slices.Clone(answers)
	for _, before := range cc.Host.Revocations {
		if !slices.ContainsFunc(answers, func(r facts.Revocation) bool { return r.Certificate == before.Certificate }) {
			host.Revocations = append(host.Revocations, before)
		}
	}
	for _, r := range answers {
		for _, q := range r.Asked {
			if q.Problem != "" {
				a.Log.Info("no answer about revocation", "method", q.Method, "code", q.Problem)
			}
		}
	}
	return a.Clients(&host), nil
}

// CertificateRevocation has the issuer of any certificate asked, as CheckRevocation does; nil when nobody could ever revoke
// it, for it is its own issuer. The issuer's certificate may be among more, such as the others of its file. hosts is told
// whom it asks, before it does.
func (a *App) CertificateRevocation(ctx context.Context, talk task.Talk, host *facts.Host, c *cert.Certificate, more []*cert.Certificate, hosts func([]string)) (*diagnose.Revocation, error) {
	if c.SelfSigned() {
		return nil, nil
	}
	issuer := issuerOf(c, slices.Concat(more, everyCertificate(host)))
	if asked := probe.RevocationHosts(c, issuer, a.Now()); len(asked) > 0 {
		hosts(asked)
	}
	r := a.Revocation(ctx, talk, c, issuer, a.Now())
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return diagnose.JudgeRevocation(diagnose.Input{Host: host, Catalog: a.Catalog, Now: a.Now()}, c, r), nil
}

// toAsk are the certificates of cc that are asked about.
func (a *App) toAsk(cc *Clients, which []cert.Fingerprint) (out []*cert.Certificate) {
	for _, c := range cc.List {
		if slices.Contains(which, c.Certificate.SHA256) || len(which) == 0 && !a.Now().After(c.Certificate.NotAfter) {
			out = append(out, c.Certificate)
		}
	}
	return out
}

// issuerOf returns the certificate that issued c; nil when it is not in pool.
func issuerOf(c *cert.Certificate, pool []*cert.Certificate) *cert.Certificate {
	if chain := cert.Chain(c, pool); len(chain) > 1 {
		return chain[1]
	}
	return nil
}

func everyCertificate(host *facts.Host) (out []*cert.Certificate) {
	for _, s := range host.Stores {
		for _, e := range s.Entries {
			out = append(out, e.Certificate)
		}
	}
	return out
}

// RevocationStatus is what was found out in one word: good, revoked or unknown.
func RevocationStatus(r diagnose.Revocation) facts.RevocationStatus {
	if r.Answer.Status == "" {
		return facts.NotKnownToIt
	}
	return r.Answer.Status
}
