package probe

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/ocsp"

	"certviewer/facts"
)

// whole checks what must hold of any answer: one that is relied on has a status and was in time; any other left nothing.
func whole(t *testing.T, read func(*facts.Inquiry) error) {
	t.Helper()
	var q facts.Inquiry
	err := read(&q)
	if _, ok := err.(*failure); err != nil && !ok {
		t.Errorf("%v is no failure", err)
	}
	if (err == nil) != (q.Status != "") || err != nil && q != (facts.Inquiry{}) || err == nil && holds(q.ThisUpdate, q.NextUpdate, now) != nil {
		t.Errorf("%+v with %v", q, err)
	}
}

func FuzzOCSP(f *testing.F) {
	ca := newAuthority(f, "CA")
	p := pair{ca.person(f, "http://example.jp", "").X509(), ca.x, now}
	responder := ca.issue(f, &x509.Certificate{Subject: pkix.Name{CommonName: "r"}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning}})
	f.Add(ca.answer(f, nil))
	f.Add(ca.answerBy(f, responder, func(r *ocsp.Response) { r.Status, r.RevokedAt = ocsp.Revoked, now }))
	f.Add(ocsp.TryLaterErrorResponse)
	f.Fuzz(func(t *testing.T, data []byte) {
		start := time.Now()
		whole(t, func(q *facts.Inquiry) error { return readOCSP(data, p, q) })
		if a, err := parseOCSP(data); err == nil { // what lies behind the signature, as if it had been right
			var single, id cryptobyte.String
			for singles := a.singles; singles.ReadASN1(&single, tags.SEQUENCE) && single.ReadASN1(&id, tags.SEQUENCE); {
				isAbout(id, p)
				whole(t, func(q *facts.Inquiry) error { return readSingle(single, now, q) })
			}
		}
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%d bytes took %v", len(data), took)
		}
	})
}

func FuzzList(f *testing.F) {
	ca := newAuthority(f, "CA")
	x := ca.person(f, "", "http://example.jp/list").X509()
	p := pair{x, ca.x, now}
	f.Add(ca.list(f, nil, 1, 4711))
	f.Add(ca.list(f, func(l *x509.RevocationList) {
		l.ExtraExtensions = []pkix.Extension{{Id: []int{2, 5, 29, 28}, Critical: true, Value: []byte{0x30, 3, 0x81, 1, 0xff}}}
	}))
	f.Add(pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: ca.list(f, nil)}))
	f.Fuzz(func(t *testing.T, data []byte) {
		start := time.Now()
		whole(t, func(q *facts.Inquiry) error { return readList(data, p, q) })
		if l, err := parseList(data); err == nil {
			_ = l.covers(x)
			if found, err := l.find(big.NewInt(4711).Bytes()); found != nil && err != nil {
				t.Errorf("%+v with %v", found, err)
			}
		}
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%d bytes took %v", len(data), took)
		}
	})
}
