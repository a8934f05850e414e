package app

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"sync"
	"testing"
	"time"

	"certviewer/cert"
	"certviewer/diagnose"
	"certviewer/facts"
	"certviewer/task"
	"certviewer/trust"
)

// staff is a computer with its issuer's certificate in one store, and in another three certificates of a person: of this
// issuer, of one that is not here, and one that ended.
func staff(t *testing.T) (a *App, host *facts.Host, issuer, here, away, ended *cert.Certificate) {
	a = gatherer(t)
	now := a.Now()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	serial := int64(0)
	make := func(template *x509.Certificate, by string) *cert.Certificate {
		serial++
		template.SerialNumber, template.NotBefore = big.NewInt(serial), now.AddDate(-1, 0, 0)
		if template.NotAfter.IsZero() {
			template.NotAfter = now.AddDate(1, 0, 0)
		}
		parent := &x509.Certificate{Subject: pkix.Name{CommonName: by}}
		der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), key)
		if err != nil {
			t.Fatal(err)
		}
		return cert.Parse(der)
	}
	person := func(responder, by string, end time.Time) *cert.Certificate {
		return make(&x509.Certificate{Subject: pkix.Name{CommonName: fmt.Sprint("person ", serial)}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
			OCSPServer: []string{responder}, NotAfter: end}, by)
	}
	issuer = make(&x509.Certificate{Subject: pkix.Name{CommonName: "CA"}, IsCA: true, BasicConstraintsValid: true}, "CA")
	here, away = person("http://ocsp.example.jp/a", "CA", time.Time{}), person("http://ocsp.example.com/", "Other CA", time.Time{})
	ended = person("http://old.example.jp/", "CA", now.AddDate(0, 0, -1))
	host = &facts.Host{Computer: facts.Computer{OS: "linux", Clock: now}, Stores: []facts.Store{
		{Info: trust.Info{ID: "system"}, Entries: []trust.Entry{{Certificate: issuer}}},
		{Info: trust.Info{ID: "chromium", Scope: trust.ScopeUser, Application: "chromium"}, Entries: []trust.Entry{
			{Certificate: here, HasKey: true}, {Certificate: away, HasKey: true}, {Certificate: ended, HasKey: true}}},
	}}
	return a, host, issuer, here, away, ended
}

// All that are in use are asked about, each with the issuer that is here, and the answers stand with the certificates; a
// later answer takes the place of an earlier one, and of no other.
func TestCheckRevocation(t *testing.T) {
	a, host, issuer, here, away, ended := staff(t)
	var mu sync.Mutex
	asked := map[cert.Fingerprint]*cert.Certificate{}
	status := facts.Good
	a.Revocation = func(_ context.Context, talk task.Talk, c, issuer *cert.Certificate, now time.Time) facts.Revocation {
		mu.Lock()
		defer mu.Unlock()
		asked[c.SHA256] = issuer
		if issuer == nil {
			return facts.Revocation{Certificate: c.SHA256, At: now, Problem: facts.NoIssuer}
		}
		talk.Report(task.Progress{Done: 1, Total: 7})
		return facts.Revocation{Certificate: c.SHA256, At: now, Asked: []facts.Inquiry{{Status: status, RevokedAt: now, NextUpdate: now}}}
	}
	cc := a.Clients(host)
	if got := fmt.Sprint(a.RevocationHosts(cc)); got != "[ocsp.example.jp]" {
		t.Errorf("hosts %s", got)
	}
	if got := a.RevocationHosts(cc, ended.SHA256, away.SHA256); got != nil {
		t.Errorf("hosts %s", got)
	}
	if len(asked) > 0 {
		t.Fatal("naming the hosts asked somebody")
	}
	var reports []task.Progress
	got, err := a.CheckRevocation(t.Context(), task.Talk{Progress: func(p task.Progress) { reports = append(reports, p) }}, cc)
	if err != nil {
		t.Fatal(err)
	}
	if len(asked) != 2 || asked[here.SHA256] == nil || asked[here.SHA256].SHA256 != issuer.SHA256 || asked[away.SHA256] != nil {
		t.Errorf("asked about %v", asked)
	}
	if len(reports) != 1 || reports[0].Total != 2 {
		t.Errorf("progress %+v", reports)
	}
	states := func(cc *Clients) map[cert.Fingerprint]string {
		out := map[cert.Fingerprint]string{}
		for _, c := range cc.List {
			out[c.Certificate.SHA256] = string(c.State)
			if c.Revocation != nil {
				out[c.Certificate.SHA256] += " " + string(RevocationStatus(*c.Revocation)) + string(c.Revocation.Answer.Problem)
			}
		}
		return out
	}
	if s := states(got); s[here.SHA256] != "good good" || s[away.SHA256] != "good unknownno-issuer" || s[ended.SHA256] != "ended" {
		t.Errorf("%v", s)
	}
	status = facts.Revoked
	if got, err = a.CheckRevocation(t.Context(), task.Talk{}, got, here.SHA256); err != nil {
		t.Fatal(err)
	}
	if s := states(got); s[here.SHA256] != "revoked revoked" || s[away.SHA256] != "good unknownno-issuer" {
		t.Errorf("%v", s)
	}
	if len(host.Revocations) > 0 || cc.List[0].Revocation != nil {
		t.Error("what was gathered has changed")
	}
	if got.List[0].State != diagnose.ClientRevoked || ClientState(got.List[0], a.Now()).ID != "mark.revoked" {
		t.Errorf("first is %+v", got.List[0])
	}
}

func TestCheckRevocationCancelled(t *testing.T) {
	a, host, _, _, _, _ := staff(t)
	ctx, cancel := context.WithCancel(t.Context())
	a.Revocation = func(ctx context.Context, _ task.Talk, c, _ *cert.Certificate, now time.Time) facts.Revocation {
		cancel()
		<-ctx.Done()
		return facts.Revocation{Certificate: c.SHA256, At: now}
	}
	if cc, err := a.CheckRevocation(ctx, task.Talk{}, a.Clients(host)); cc != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%v %v", cc, err)
	}
}
