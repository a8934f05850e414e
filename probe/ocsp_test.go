package probe

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"certviewer/facts"
)

func TestOCSP(t *testing.T) {
	ca := newAuthority(t, "CA")
	same := authority{}.issue(t, &x509.Certificate{Subject: ca.x.Subject, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}) // by name, with another key
	appointed := func(by authority, change func(*x509.Certificate)) authority {
		x := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "responder"}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning}}
		if change != nil {
			change(x)
		}
		return by.issue(t, x)
	}
	with := func(change func(*ocsp.Response)) []byte { return ca.answer(t, change) }
	times := func(from, until time.Duration) []byte {
		return with(func(r *ocsp.Response) {
			r.ThisUpdate, r.NextUpdate = now.Add(from), time.Time{}
			if until != 0 {
				r.NextUpdate = now.Add(until)
			}
		})
	}
	for name, c := range map[string]struct {
		answer  []byte
		status  facts.RevocationStatus
		problem facts.RevocationProblem
	}{
		"good":    {with(nil), facts.Good, ""},
		"revoked": {with(func(r *ocsp.Response) { r.Status, r.RevokedAt = ocsp.Revoked, now.AddDate(0, -1, 0) }), facts.Revoked, ""},
		"unknown": {with(func(r *ocsp.Response) { r.Status = ocsp.Unknown }), facts.NotKnownToIt, ""},
		"never issued": {with(func(r *ocsp.Response) {
			r.Status, r.RevokedAt, r.RevocationReason = ocsp.Revoked, time.Unix(0, 0), ocsp.CertificateHold
		}), facts.NotKnownToIt, ""},

		"of an appointed responder":       {ca.answerBy(t, appointed(ca, nil), nil), facts.Good, ""},
		"of one without the purpose":      {ca.answerBy(t, appointed(ca, func(x *x509.Certificate) { x.ExtKeyUsage = nil }), nil), "", facts.WrongSigner},
		"of one for every purpose":        {ca.answerBy(t, appointed(ca, func(x *x509.Certificate) { x.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageAny} }), nil), "", facts.WrongSigner},
		"of one that ended":               {ca.answerBy(t, appointed(ca, func(x *x509.Certificate) { x.NotBefore, x.NotAfter = now.AddDate(-1, 0, 0), now.AddDate(0, 0, -1) }), nil), "", facts.WrongSigner},
		"of one that another appointed":   {ca.answerBy(t, appointed(same, nil), nil), "", facts.WrongSigner},
		"of one that a person appointed":  {ca.answerBy(t, appointed(ca.issue(t, &x509.Certificate{Subject: pkix.Name{CommonName: "j20-0001"}}), nil), nil), "", facts.WrongSigner},
		"of the same name, another key":   {ca.answerBy(t, same, nil), "", facts.WrongSigner},
		"signed by SHA-1":                 {with(func(r *ocsp.Response) { r.SignatureAlgorithm = x509.ECDSAWithSHA1 }), "", facts.NotSupported},
		"signed by SHA-512":               {with(func(r *ocsp.Response) { r.SignatureAlgorithm = x509.ECDSAWithSHA512 }), facts.Good, ""},
		"about another serial number":     {with(func(r *ocsp.Response) { r.SerialNumber = big.NewInt(4712) }), "", facts.AboutAnother},
		"about another issuer's":          {newAuthority(t, "other").answerBy(t, ca, func(r *ocsp.Response) { r.Certificate = nil }), "", facts.AboutAnother},
		"about it, by SHA-256":            {with(func(r *ocsp.Response) { r.IssuerHash = 5 }), facts.Good, ""},
		"about it, by SHA-512":            {with(func(r *ocsp.Response) { r.IssuerHash = 7 }), "", facts.AboutAnother},
		"out of date":                     {times(-48*time.Hour, -time.Hour), "", facts.Outdated},
		"out of date by some minutes":     {times(-48*time.Hour, -5*time.Minute), facts.Good, ""},
		"from the future":                 {times(time.Hour, 48*time.Hour), "", facts.FromFuture},
		"from the future by some minutes": {times(5*time.Minute, 48*time.Hour), facts.Good, ""},
		"open-ended":                      {times(-time.Hour, 0), facts.Good, ""},
		"open-ended and old":              {times(-48*time.Hour, 0), "", facts.Outdated},
		"with an extension":               {with(func(r *ocsp.Response) { r.ExtraExtensions = []pkix.Extension{{Id: []int{1, 2, 3}}} }), facts.Good, ""},
		"with one that is critical": {with(func(r *ocsp.Response) {
			r.ExtraExtensions = []pkix.Extension{{Id: []int{1, 2, 3}, Critical: true}}
		}), "", facts.NotSupported},

		"declined":            {ocsp.TryLaterErrorResponse, "", facts.Declined},
		"nothing":             {nil, "", facts.Unreadable},
		"a page":              {[]byte("<html>sign in to this network</html>"), "", facts.Unreadable},
		"with more behind it": {append(with(nil), 0), "", facts.Unreadable},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.ocsp = says(c.answer)
			got := last(ask(t, ca.person(t, d.URL+"/ocsp", ""), ca))
			if got.Status != c.status || got.Problem != c.problem {
				t.Errorf("%q %q (%s), want %q %q", got.Status, got.Problem, got.Detail, c.status, c.problem)
			}
			if got.Status == "" && !got.ThisUpdate.IsZero() {
				t.Error("an answer that does not count left its times")
			}
		})
	}
}

// All that an answer says is kept.
func TestOCSPSays(t *testing.T) {
	ca := newAuthority(t, "CA")
	d := newDesk(t)
	d.ocsp = says(ca.answer(t, func(r *ocsp.Response) {
		r.Status, r.RevokedAt, r.RevocationReason = ocsp.Revoked, now.AddDate(0, -1, 0), ocsp.KeyCompromise
	}))
	c := ca.person(t, d.URL+"/ocsp", d.URL+"/list")
	got := ask(t, c, ca)
	want := facts.Inquiry{Method: facts.OCSP, URL: d.URL + "/ocsp", Host: d.Listener.Addr().String(), Status: facts.Revoked,
		ThisUpdate: now.Add(-time.Hour), NextUpdate: now.Add(time.Hour), RevokedAt: now.AddDate(0, -1, 0), Reason: "keyCompromise"}
	if len(got.Asked) != 1 || got.Asked[0] != want || got.Certificate != c.SHA256 || !got.At.Equal(now) || got.Problem != "" {
		t.Errorf("%+v", got)
	}
}

// The question is what another reader of OCSP takes it for, and brings nothing of the person along.
func TestOCSPRequest(t *testing.T) {
	ca := newAuthority(t, "CA")
	d := newDesk(t)
	d.ocsp = says(ca.answer(t, nil))
	ask(t, ca.person(t, d.URL+"/ocsp", ""), ca)
	asked, err := ocsp.ParseRequest(d.bodies[0])
	if err != nil {
		t.Fatal(err)
	}
	want, err := ocsp.CreateRequest(&x509.Certificate{SerialNumber: big.NewInt(4711)}, ca.x, nil)
	if err != nil || !bytes.Equal(d.bodies[0], want) || asked.SerialNumber.Int64() != 4711 {
		t.Errorf("asked %x, want %x (%v)", d.bodies[0], want, err)
	}
	for name := range d.requests[0].Header {
		switch name {
		case "Accept", "Content-Length", "Content-Type", "User-Agent", "Connection":
		default:
			t.Errorf("the request has a header %s", name)
		}
	}
}
