package probe

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"certviewer/cert"
	"certviewer/facts"
	"certviewer/task"
)

// now is when the tests take place.
var now = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

// anywhere may be asked in tests: their servers are on this computer.
var anywhere = web{func(netip.Addr) bool { return true }, perResponder}

// An authority issues certificates and speaks about them.
type authority struct {
	x   *x509.Certificate
	key crypto.Signer
}

func (a authority) certificate() *cert.Certificate { return cert.Parse(a.x.Raw) }

func newAuthority(t testing.TB, name string) authority {
	return authority{}.issue(t, &x509.Certificate{Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign})
}

// issue makes a certificate with a new key; the zero authority issues roots. What the template leaves out is filled.
func (a authority) issue(t testing.TB, template *x509.Certificate) authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if template.SerialNumber == nil {
		template.SerialNumber = big.NewInt(4711)
	}
	if template.NotAfter.IsZero() {
		template.NotBefore, template.NotAfter = now.AddDate(-1, 0, 0), now.AddDate(1, 0, 0)
	}
	parent, signer := a.x, a.key
	if parent == nil {
		parent, signer = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	x, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return authority{x, key}
}

// person is a certificate that names these places to ask.
func (a authority) person(t testing.TB, responder, list string) *cert.Certificate {
	template := &x509.Certificate{Subject: pkix.Name{CommonName: "j20-0001"}}
	if responder != "" {
		template.OCSPServer = []string{responder}
	}
	if list != "" {
		template.CRLDistributionPoints = []string{list}
	}
	return a.issue(t, template).certificate()
}

// answer is an OCSP answer about serial number 4711, with what differs from good and fresh.
func (a authority) answer(t testing.TB, change func(*ocsp.Response)) []byte {
	return a.answerBy(t, a, change)
}

// answerBy is an answer that another signs.
func (a authority) answerBy(t testing.TB, signer authority, change func(*ocsp.Response)) []byte {
	t.Helper()
	r := ocsp.Response{Status: ocsp.Good, SerialNumber: big.NewInt(4711), ThisUpdate: now.Add(-time.Hour), NextUpdate: now.Add(time.Hour)}
	if signer.x != a.x {
		r.Certificate = signer.x
	}
	if change != nil {
		change(&r)
	}
	der, err := ocsp.CreateResponse(a.x, signer.x, r, signer.key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// list is a revocation list with these serial numbers.
func (a authority) list(t testing.TB, change func(*x509.RevocationList), serials ...int64) []byte {
	t.Helper()
	l := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: now.Add(-time.Hour), NextUpdate: now.Add(time.Hour)}
	for _, n := range serials {
		l.RevokedCertificateEntries = append(l.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: big.NewInt(n), RevocationTime: now.AddDate(0, -1, 0), ReasonCode: 1})
	}
	if change != nil {
		change(l)
	}
	der, err := x509.CreateRevocationList(rand.Reader, l, a.x, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// A desk answers at /ocsp and /list, and keeps what it was asked.
type desk struct {
	*httptest.Server
	ocsp, list http.HandlerFunc

	mu       sync.Mutex
	requests []*http.Request
	bodies   [][]byte
}

func newDesk(t testing.TB) *desk {
	d := &desk{}
	d.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		d.mu.Lock()
		d.requests, d.bodies = append(d.requests, r), append(d.bodies, body)
		d.mu.Unlock()
		switch {
		case r.URL.Path == "/ocsp" && d.ocsp != nil:
			d.ocsp(w, r)
		case r.URL.Path == "/list" && d.list != nil:
			d.list(w, r)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(d.Close)
	return d
}

func says(data []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.Write(data) }
}

func ask(t testing.TB, c *cert.Certificate, issuer authority) facts.Revocation {
	t.Helper()
	return anywhere.revocation(t.Context(), task.Talk{}, c, issuer.certificate(), now)
}

// last is the last inquiry, the one that decides.
func last(r facts.Revocation) facts.Inquiry {
	if len(r.Asked) == 0 {
		return facts.Inquiry{Problem: r.Problem}
	}
	return r.Asked[len(r.Asked)-1]
}
