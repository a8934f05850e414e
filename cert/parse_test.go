package cert

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"time"
)

// agree compares what our walk says of a certificate with what Go's parser says.
func agree(t *testing.T, c *Certificate) {
	t.Helper()
	x := c.X509()
	check := func(what string, ours, theirs any) {
		t.Helper()
		if fmt.Sprint(ours) != fmt.Sprint(theirs) {
			t.Errorf("%s: ours %v, Go's %v", what, ours, theirs)
		}
	}
	check("subject", c.Subject.Raw, x.RawSubject)
	check("issuer", c.Issuer.Raw, x.RawIssuer)
	check("serial", c.SerialDecimal(), x.SerialNumber)
	check("not before", c.NotBefore.UTC(), x.NotBefore.UTC())
	check("not after", c.NotAfter.UTC(), x.NotAfter.UTC())
	check("public key", c.SPKI, x.RawSubjectPublicKeyInfo)
	check("tbs", c.tbs, x.RawTBSCertificate)
	check("signature", c.signature, x.Signature)
	check("version", c.version, x.Version)
	check("subject key ID", c.SubjectKeyID(), x.SubjectKeyId)
	check("authority key ID", c.AuthorityKeyID(), x.AuthorityKeyId)
	check("basic constraints", c.extensions.has(hasBasic), x.BasicConstraintsValid)
	if x.BasicConstraintsValid {
		check("CA", c.IsCA(), x.IsCA)
	}
	check("key usage", c.extensions.usage, x.KeyUsage)
	check("extended key usages", len(c.ExtKeyUsages()), len(x.ExtKeyUsage)+len(x.UnknownExtKeyUsage))
	check("DNS names", len(c.DNSNames()), len(x.DNSNames))
	for i, name := range c.DNSNames() {
		check("DNS name", name, Printable(x.DNSNames[i]))
	}
	check("addresses", c.IPAddresses(), x.IPAddresses)
	for _, mail := range x.EmailAddresses {
		if !slices.ContainsFunc(c.Emails(), func(m string) bool { return strings.EqualFold(m, mail) }) {
			t.Errorf("mail address %s is not among %q", mail, c.Emails())
		}
	}
	if x.SignatureAlgorithm != x509.UnknownSignatureAlgorithm {
		check("signature algorithm", c.Signature, x.SignatureAlgorithm)
	}
	if key, ok := x.PublicKey.(*rsa.PublicKey); ok {
		check("key", c.Key, fmt.Sprintf("RSA-%d", key.N.BitLen()))
	}
	var cns []string
	for _, a := range x.Subject.Names {
		if s, ok := a.Value.(string); ok && a.Type.String() == "2.5.4.3" && s != "" {
			cns = append(cns, Printable(s))
		}
	}
	check("common names", c.Subject.Get("CN"), cns)
}

func TestAgreesWithGo(t *testing.T) {
	refused := 0
	for name, c := range corpusCertificates(t) {
		t.Run(name, func(t *testing.T) {
			if c.Err() != nil {
				refused++
				if c.Subject.Raw == nil || c.SPKI == nil || c.X509() != nil || len(c.Serial) == 0 || c.Key == "" {
					t.Errorf("refused by Go (%v), and hardly read by us: %+v", c.Err(), c)
				}
			} else {
				agree(t, c)
			}
			c.Kind()
			c.Purposes()
			if text, err := c.Text(); err != nil || text == "" || strings.ContainsFunc(strings.ReplaceAll(text, "\n", ""), unsafeRune) {
				t.Errorf("text: %v", err)
			}
		})
	}
	if refused == 0 {
		t.Error("the corpora hold certificates that Go refuses, and none was seen")
	}
	t.Logf("%d were refused by Go", refused)
}

func TestAgreesWithGoOnThisComputer(t *testing.T) {
	for _, c := range systemBundle(t) {
		t.Run(c.Subject.Display(), func(t *testing.T) {
			if c.Err() != nil {
				t.Skip(c.Err())
			}
			agree(t, c)
		})
	}
}

func TestParseRefused(t *testing.T) {
	good := issue(t, x509.Certificate{Subject: pkix.Name{CommonName: "Old Root"}, IsCA: true, BasicConstraintsValid: true}, nil, nil)
	tests := []struct {
		name     string
		old, new []byte
		check    func(*Certificate) bool
	}{
		{"negative serial number", []byte{2, 2, 0x12, 0x67}, []byte{2, 2, 0x92, 0x67},
			func(c *Certificate) bool { return c.SerialDecimal() == "-28057" && c.SerialHex() == "9267" }},
		{"month 13", []byte("200102030405Z"), []byte("201302030405Z"),
			func(c *Certificate) bool { return c.NotBefore.IsZero() && !c.NotAfter.IsZero() }},
		{"minutes cut short", []byte("200102030405Z"), []byte("200102030+090"),
			func(c *Certificate) bool { return c.NotBefore.IsZero() }},
		{"no seconds and half an offset", []byte("200102030405Z"), []byte("2001020304+05"),
			func(c *Certificate) bool { return c.NotBefore.Equal(time.Date(2020, 1, 2, 3, 4, 0, 0, time.UTC)) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := Parse(patch(t, good.Raw, test.old, test.new))
			if c.Err() == nil || c.X509() != nil || errors.Is(c.Err(), ErrNotCertificate) {
				t.Fatalf("Go took it: %v", c.Err())
			}
			if !test.check(c) {
				t.Errorf("serial %s, %v – %v", c.SerialDecimal(), c.NotBefore, c.NotAfter)
			}
			if c.Subject.CommonName() != "Old Root" || c.Key != "EC-P256" || c.Signature != "ECDSA-SHA256" || !c.IsCA() {
				t.Errorf("%s %s %s %v", c.Subject, c.Key, c.Signature, c.IsCA())
			}
			if c.SelfSigned() {
				t.Error("the signature no longer fits, yet it counts as self-signed")
			}
			text, err := c.Text()
			if err != nil || !strings.Contains(text, "CN=Old Root") || !strings.Contains(text, c.Err().Error()) {
				t.Errorf("text %q, %v", text, err)
			}
		})
	}
}

// A length in more octets than needed is BER, which Go refuses as a whole.
func TestParseLongLength(t *testing.T) {
	good := ca(t, "BER", nil, nil)
	e, _, _ := readElement(good.Raw)
	long := append([]byte{tagSequence, 0x83, 0, byte(len(e.content) >> 8), byte(len(e.content))}, e.content...)
	c := Parse(append(long, "rubbish"...))
	if c.Err() == nil || c.Subject.CommonName() != "BER" || !bytes.Equal(c.Raw, long) {
		t.Errorf("%v %s", c.Err(), c.Subject)
	}
	if !c.SelfSigned() || c.Kind() != Root {
		t.Error("its signature verifies, for the signed part is as it was")
	}
	indefinite := append(append([]byte{tagSequence, 0x80}, e.content...), 0, 0)
	if c := Parse(append(indefinite, 1, 2, 3)); !bytes.Equal(c.Raw, indefinite) || c.Kind() != Root {
		t.Errorf("indefinite length: %v %s", c.Err(), c.Kind())
	}
}

func TestParseNoCertificate(t *testing.T) {
	key, err := x509.MarshalPKCS8PrivateKey(anyKey())
	if err != nil {
		t.Fatal(err)
	}
	request, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: pkix.Name{CommonName: "x"}}, anyKey())
	if err != nil {
		t.Fatal(err)
	}
	root := ca(t, "x", nil, nil)
	for name, der := range map[string][]byte{
		"nothing": nil, "text": []byte("hello"), "key": key, "request": request, "empty sequence": {0x30, 0},
		"cut off": root.Raw[:len(root.Raw)-1], "PEM": root.PEM(), "PKCS #7": EncodePKCS7([]*Certificate{root.Certificate}),
	} {
		t.Run(name, func(t *testing.T) {
			c := Parse(der)
			if !errors.Is(c.Err(), ErrNotCertificate) || !bytes.Equal(c.Raw, der) || c.SHA256 != sha256.Sum256(der) || c.SHA1 != sha1.Sum(der) {
				t.Errorf("%+v", c)
			}
			if c.Subject.Raw != nil || c.Serial != nil || c.SPKI != nil || c.Key != "" || c.X509() != nil {
				t.Errorf("filled: %+v", c)
			}
			if c.IsCA() || c.SelfIssued() || c.SelfSigned() || c.Kind() != OtherKind || c.Purposes() != nil || c.Emails() != nil {
				t.Error("it has properties of a certificate")
			}
			if _, err := c.Text(); !errors.Is(err, ErrNotCertificate) {
				t.Error(err)
			}
			if got := Chain(c, []*Certificate{root.Certificate}); len(got) != 1 {
				t.Errorf("chain of %d", len(got))
			}
		})
	}
}

func TestParseKeepsNothingOfItsInput(t *testing.T) {
	der := slices.Clone(ca(t, "kept", nil, nil).Raw)
	c := Parse(der)
	clear(der)
	if c.Subject.String() != "CN=kept" || string(c.Subject.Raw) != string(c.X509().RawSubject) || len(c.Raw) == 0 || c.Raw[0] == 0 {
		t.Errorf("%s", c.Subject)
	}
}

func TestKeyNames(t *testing.T) {
	r, _ := rsa.GenerateKey(rand.Reader, 1024)
	p384, _ := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	_, ed, _ := ed25519.GenerateKey(rand.Reader)
	for _, test := range []struct {
		made           *authority
		key, signature string
	}{
		{ca(t, "r", nil, r), "RSA-1024", "SHA256-RSA"},
		{ca(t, "e", nil, p384), "EC-P384", "ECDSA-SHA384"},
		{ca(t, "d", nil, ed), "Ed25519", "Ed25519"},
		{issue(t, x509.Certificate{SignatureAlgorithm: x509.SHA384WithRSAPSS}, nil, r), "RSA-1024", "SHA384-RSAPSS"},
	} {
		if test.made.Key != test.key || test.made.Signature != test.signature {
			t.Errorf("%s %s, want %s %s", test.made.Key, test.made.Signature, test.key, test.signature)
		}
	}
}

func TestParseTime(t *testing.T) {
	at := func(y, mo, d, h, mi, s, ns int) time.Time {
		return time.Date(y, time.Month(mo), d, h, mi, s, ns, time.UTC)
	}
	for _, test := range []struct {
		tag  byte
		text string
		want time.Time
	}{
		{tagUTCTime, "491231235959Z", at(2049, 12, 31, 23, 59, 59, 0)},
		{tagUTCTime, "500101000000Z", at(1950, 1, 1, 0, 0, 0, 0)},
		{tagUTCTime, "9701011200Z", at(1997, 1, 1, 12, 0, 0, 0)},
		{tagUTCTime, "970101120000+0900", at(1997, 1, 1, 3, 0, 0, 0)},
		{tagUTCTime, "970101120000-0130", at(1997, 1, 1, 13, 30, 0, 0)},
		{tagGeneralize, "99991231235959Z", at(9999, 12, 31, 23, 59, 59, 0)},
		{tagGeneralize, "20200102030405.25Z", at(2020, 1, 2, 3, 4, 5, 250e6)},
		{tagGeneralize, "2020010203", at(2020, 1, 2, 3, 0, 0, 0)},
		{tagGeneralize, "20200230000000Z", at(2020, 3, 1, 0, 0, 0, 0)}, // 30 February
		{tagGeneralize, "20201301000000Z", time.Time{}},
		{tagGeneralize, "2020", time.Time{}},
		{tagUTCTime, "97010a120000Z", time.Time{}},
		{tagUTCTime, "", time.Time{}},
		{tagOctetString, "970101120000Z", time.Time{}},
	} {
		if got := parseTime(element{tag: test.tag, content: []byte(test.text)}); !got.Equal(test.want) {
			t.Errorf("%q: %v, want %v", test.text, got, test.want)
		}
	}
}

func TestNames(t *testing.T) {
	c := leaf(t, x509.Certificate{
		Subject:        pkix.Name{ExtraNames: []pkix.AttributeTypeAndValue{{Type: []int{1, 2, 840, 113549, 1, 9, 1}, Value: "Taro@EXAMPLE.jp"}}},
		EmailAddresses: []string{"Taro@example.JP", "hanako@example.jp"},
		DNSNames:       []string{"www.example.jp", "*.example.jp"},
		IPAddresses:    []net.IP{net.IPv4(192, 0, 2, 1)},
	})
	if got := c.Emails(); !slices.Equal(got, []string{"Taro@example.jp", "hanako@example.jp"}) {
		t.Errorf("%q", got)
	}
	if got := c.DNSNames(); !slices.Equal(got, []string{"www.example.jp", "*.example.jp"}) {
		t.Errorf("%q", got)
	}
	if got := fmt.Sprint(c.IPAddresses()); got != "[192.0.2.1]" {
		t.Error(got)
	}
	// otherName SmtpUTF8Mailbox, RFC 9598
	mailbox := []byte("\x30\x22\xa0\x20\x06\x08" + smtpUTF8Mailbox + "\xa0\x14\x0c\x12医生@大学.example")
	mailbox[1], mailbox[3] = byte(len(mailbox)-2), byte(len(mailbox)-4)
	mailbox[15], mailbox[17] = byte(len(mailbox)-16), byte(len(mailbox)-18)
	c = leaf(t, x509.Certificate{ExtraExtensions: []pkix.Extension{{Id: []int{2, 5, 29, 17}, Value: mailbox}}})
	if got := c.Emails(); !slices.Equal(got, []string{"医生@大学.example"}) {
		t.Errorf("%q of %x", got, mailbox)
	}
}

func BenchmarkParse(b *testing.B) {
	bundle := systemBundle(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Parse(bundle[i%len(bundle)].Raw)
	}
}

func BenchmarkParse5000(b *testing.B) {
	bundle := systemBundle(b)
	for b.Loop() {
		for i := range 5000 {
			Parse(bundle[i%len(bundle)].Raw)
		}
	}
}

func BenchmarkKind5000(b *testing.B) {
	bundle := systemBundle(b)
	for b.Loop() {
		for i := range 5000 {
			bundle[i%len(bundle)].Kind()
		}
	}
}
