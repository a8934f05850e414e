package diagnose

import (
	"cmp"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"certviewer/catalog"
	"certviewer/cert"
	"certviewer/facts"
	"certviewer/trust"
)

// now is when the tests happen; certificates are made around it.
var now = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func theCatalog(t *testing.T) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// known is a catalogue root's certificate.
func known(t *testing.T, id string) *cert.Certificate {
	t.Helper()
	r := theCatalog(t).RootByID(id)
	if r == nil || r.Certificate() == nil {
		t.Fatalf("the catalogue has no certificate of %s", id)
	}
	return r.Certificate()
}

// knownOnlyByPrint stands for a certificate of which the catalogue has nothing but the fingerprint.
func knownOnlyByPrint(t *testing.T, id string, m made) *cert.Certificate {
	t.Helper()
	c := *issue(t, m)
	c.SHA256 = theCatalog(t).RootByID(id).SHA256[0]
	return &c
}

// public reads a public certificate from testdata. Its end does not matter: the time is an argument.
func public(t *testing.T, name string) *cert.Certificate {
	t.Helper()
	f, err := cert.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return f.Certificates[0]
}

// made is how a test certificate differs from the usual.
type made struct {
	subject, issuer pkix.RDNSequence
	from, to        time.Time
	ca              bool
	eku             []x509.ExtKeyUsage
	usage           x509.KeyUsage // else digitalSignature and keyEncipherment
	email           string
	key             any      // the public key of another certificate
	serial          *big.Int // else a random one
}

// issue makes a certificate. Its signature is worthless: nothing here depends on it.
func issue(t *testing.T, m made) *cert.Certificate {
	t.Helper()
	return issueRaw(t, rawName(t, m.subject), m)
}

// issueRaw is issue for a subject whose bytes matter; without an issuer it is issued by itself.
func issueRaw(t *testing.T, subject []byte, m made) *cert.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	issuer := subject
	if m.issuer != nil {
		issuer = rawName(t, m.issuer)
	}
	serial := m.serial
	if serial == nil {
		serial, _ = rand.Int(rand.Reader, big.NewInt(1<<62))
	}
	tmpl := &x509.Certificate{
		SerialNumber: serial, RawSubject: subject, NotBefore: m.from, NotAfter: m.to, IsCA: m.ca,
		BasicConstraintsValid: true, KeyUsage: cmp.Or(m.usage, x509.KeyUsageDigitalSignature|x509.KeyUsageKeyEncipherment), ExtKeyUsage: m.eku,
	}
	if m.ca {
		tmpl.KeyUsage = x509.KeyUsageCertSign
	}
	if m.email != "" {
		tmpl.EmailAddresses = []string{m.email}
	}
	parent, public := &x509.Certificate{RawSubject: issuer}, any(key.Public())
	if m.key != nil {
		public = m.key
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, parent, public, key)
	if err != nil {
		t.Fatal(err)
	}
	return cert.Parse(der)
}

func rawName(t *testing.T, n pkix.RDNSequence) []byte {
	t.Helper()
	b, err := asn1.Marshal(n)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func name(parts ...string) (out pkix.RDNSequence) {
	oid := map[string]asn1.ObjectIdentifier{"C": {2, 5, 4, 6}, "L": {2, 5, 4, 7}, "O": {2, 5, 4, 10}, "OU": {2, 5, 4, 11}, "CN": {2, 5, 4, 3}}
	for i := 0; i < len(parts); i += 2 {
		out = append(out, pkix.RelativeDistinguishedNameSET{{Type: oid[parts[i]], Value: parts[i+1]}})
	}
	return out
}

var (
	niiG4    = name("C", "JP", "L", "Academe", "O", "National Institute of Informatics", "CN", "NII Open Domain CA - G4")
	niiG5    = name("C", "JP", "O", "National Institute of Informatics", "CN", "NII Open Domain CA - G5") // servers
	company  = name("C", "JP", "O", "Example Co.", "CN", "Example CA")
	person   = name("C", "JP", "O", "Example University", "CN", "j20-0001")
	signIn   = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	mailOnly = []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}
)

// all five purposes by being there, as in a bundle.
func flattened(c *cert.Certificate, o trust.Origin) trust.Entry {
	e := trust.Entry{Certificate: c, Origin: o, Trust: map[cert.Purpose]trust.Judgement{}}
	for _, p := range cert.Purposes {
		e.Trust[p] = trust.Judgement{Verdict: trust.Trusted, How: trust.Flattened}
	}
	return e
}

// nss is an entry as an NSS database has it: trusted for some purposes, distrusted for others, and a record
// that says "decide by the chain" for the rest. Without either it has no record at all.
func nss(c *cert.Certificate, trusted, distrusted []cert.Purpose) trust.Entry {
	e := trust.Entry{Certificate: c, Name: "test", Native: ",,", Trust: map[cert.Purpose]trust.Judgement{}}
	for _, p := range []cert.Purpose{cert.Server, cert.Client, cert.Email, cert.Code} {
		j := trust.Judgement{Verdict: trust.Unstated, How: trust.Explicit}
		if slices.Contains(trusted, p) {
			j.Verdict = trust.Trusted
		}
		if slices.Contains(distrusted, p) {
			j.Verdict = trust.Distrusted
		}
		e.Trust[p] = j
	}
	return e
}

func keyed(c *cert.Certificate) trust.Entry {
	e := nss(c, nil, nil)
	e.HasKey, e.Native = true, "u,u,u"
	return e
}

// itself is an entry of certutil's flags P,P,P: it is trusted, and what it issued is not.
func itself(c *cert.Certificate) trust.Entry {
	e := nss(c, []cert.Purpose{cert.Server, cert.Client, cert.Email, cert.Code}, nil)
	for p, j := range e.Trust {
		j.How = trust.Itself
		e.Trust[p] = j
	}
	return e
}

func system(ee ...trust.Entry) facts.Store {
	return facts.Store{Info: trust.Info{ID: "system", Scope: trust.ScopeComputer, Path: "/etc/ssl/certs/ca-certificates.crt"}, Entries: ee}
}

// damaged is e as programs see it that do not believe its record.
func damaged(e trust.Entry) trust.Entry {
	e.Ignored, e.Trust, e.Standing = e.Trust, nss(e.Certificate, nil, nil).Trust, trust.Damaged
	return e
}

func confirmed(e trust.Entry) trust.Entry {
	e.Standing = trust.Confirmed
	return e
}

// folder is a database that a person named.
func folder(ee ...trust.Entry) facts.Store {
	return facts.Store{Info: trust.Info{ID: "nssdb:/home/a/db", Scope: trust.ScopeUser, Path: "/home/a/db"}, Entries: ee}
}

func firefox(profile string, ee ...trust.Entry) facts.Store {
	return facts.Store{Info: trust.Info{ID: trust.StoreID("firefox:" + profile), Scope: trust.ScopeUser, Application: "firefox", Profile: profile, Path: "/home/a/" + profile}, Entries: ee}
}

func thunderbird(ee ...trust.Entry) facts.Store {
	return facts.Store{Info: trust.Info{ID: "thunderbird:x", Scope: trust.ScopeUser, Application: "thunderbird", Profile: "x", Path: "/home/a/x"}, Entries: ee}
}

func builtins(ee ...trust.Entry) facts.Store {
	for i := range ee {
		ee[i].Origin = trust.Vendor
	}
	return facts.Store{Info: trust.Info{ID: "nss-builtin", Scope: trust.ScopeApplication}, Entries: ee}
}

// broken is a store that could not be read.
func broken(s facts.Store, code string) facts.Store {
	s.Problem = &trust.Problem{Code: code}
	return s
}

func chromium(ee ...trust.Entry) facts.Store {
	return facts.Store{Info: trust.Info{ID: "chromium", Scope: trust.ScopeUser, Application: "chromium", Path: "/home/a/.pki/nssdb"}, Entries: ee}
}

// codes lists the findings of an answer as verdict.codes has them.
func codes(a Answer) (out []string) {
	for _, f := range a.Findings {
		letter := string(f.Severity[0])
		if f.Quiet {
			letter = strings.ToUpper(letter)
		}
		out = append(out, letter+":"+string(f.Code))
	}
	return out
}
