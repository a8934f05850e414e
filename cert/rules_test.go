package cert

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"net"
	"slices"
	"testing"
)

// netscapeType is a netscape-cert-type extension.
func netscapeType(t *testing.T, bits byte) []pkix.Extension {
	return []pkix.Extension{extension(t, "2.16.840.1.113730.1.1", asn1.BitString{Bytes: []byte{bits}, BitLength: 8})}
}

func TestLeafRules(t *testing.T) {
	const (
		sign    = x509.KeyUsageDigitalSignature
		wrap    = x509.KeyUsageKeyEncipherment
		agreeTo = x509.KeyUsageKeyAgreement
		commit  = x509.KeyUsageContentCommitment
	)
	eku := func(u ...x509.ExtKeyUsage) []x509.ExtKeyUsage { return u }
	const (
		client = x509.ExtKeyUsageClientAuth
		server = x509.ExtKeyUsageServerAuth
		mail   = x509.ExtKeyUsageEmailProtection
		code   = x509.ExtKeyUsageCodeSigning
		stamp  = x509.ExtKeyUsageTimeStamping
		any    = x509.ExtKeyUsageAny
	)
	person := pkix.Name{CommonName: "j20-0001"}
	address := []string{"taro@example.jp"}
	hosts := []string{"www.example.jp"}
	for _, test := range []struct {
		name     string
		template x509.Certificate
		kind     Kind
		purposes []Purpose
	}{
		{"client", x509.Certificate{ExtKeyUsage: eku(client), KeyUsage: sign}, ClientKind, []Purpose{Client}},
		{"client by key agreement", x509.Certificate{ExtKeyUsage: eku(client), KeyUsage: agreeTo}, ClientKind, []Purpose{Client}},
		{"client that may only encipher", x509.Certificate{ExtKeyUsage: eku(client), KeyUsage: wrap}, OtherKind, nil},
		{"client and mail", x509.Certificate{ExtKeyUsage: eku(mail, client), KeyUsage: sign | wrap}, ClientKind, []Purpose{Client, Email}},
		{"client and server", x509.Certificate{ExtKeyUsage: eku(server, client), KeyUsage: sign, DNSNames: hosts}, ServerKind, []Purpose{Server, Client}},
		{"mail", x509.Certificate{ExtKeyUsage: eku(mail), KeyUsage: commit}, MailKind, []Purpose{Email}},
		{"mail for enciphering", x509.Certificate{ExtKeyUsage: eku(mail), KeyUsage: wrap}, MailKind, []Purpose{Email}},
		{"server", x509.Certificate{ExtKeyUsage: eku(server), KeyUsage: wrap}, ServerKind, []Purpose{Server}},
		{"server that may only commit", x509.Certificate{ExtKeyUsage: eku(server), KeyUsage: commit}, OtherKind, nil},
		{"code", x509.Certificate{ExtKeyUsage: eku(code), KeyUsage: sign}, OtherKind, []Purpose{Code}},
		{"time stamps", x509.Certificate{ExtKeyUsage: eku(stamp), KeyUsage: sign}, OtherKind, []Purpose{Timestamp}},
		{"another use", x509.Certificate{UnknownExtKeyUsage: []asn1.ObjectIdentifier{{1, 2, 3}}, Subject: person}, OtherKind, nil},
		{"any, person", x509.Certificate{ExtKeyUsage: eku(any), Subject: person}, ClientKind, []Purpose{Server, Client, Email, Code}},
		{"any, host", x509.Certificate{ExtKeyUsage: eku(any), DNSNames: hosts}, ServerKind, []Purpose{Server, Client, Email, Code}},
		{"unlimited, host", x509.Certificate{DNSNames: hosts}, ServerKind, []Purpose{Server, Client, Email, Code}},
		{"unlimited, address", x509.Certificate{IPAddresses: []net.IP{{192, 0, 2, 1}}}, ServerKind, []Purpose{Server, Client, Email, Code}},
		{"unlimited, host as common name", x509.Certificate{Subject: pkix.Name{CommonName: "*.example.jp"}}, ServerKind, []Purpose{Server, Client, Email, Code}},
		{"unlimited, person with mail", x509.Certificate{Subject: person, EmailAddresses: address}, ClientKind, []Purpose{Server, Client, Email, Code}},
		{"unlimited, enciphering with mail", x509.Certificate{Subject: person, EmailAddresses: address, KeyUsage: wrap}, MailKind, []Purpose{Server, Email}},
		{"unlimited, enciphering", x509.Certificate{Subject: person, KeyUsage: wrap}, ServerKind, []Purpose{Server, Email}},
		{"unlimited, revocation lists", x509.Certificate{Subject: person, KeyUsage: x509.KeyUsageCRLSign}, OtherKind, nil},
		{"Netscape client", x509.Certificate{Subject: person, ExtraExtensions: netscapeType(t, netscapeClient)}, ClientKind, []Purpose{Client}},
		{"Netscape server", x509.Certificate{Subject: person, ExtraExtensions: netscapeType(t, netscapeServer)}, ServerKind, []Purpose{Server}},
		{"Netscape mail", x509.Certificate{Subject: person, EmailAddresses: address, ExtraExtensions: netscapeType(t, netscapeMail)}, MailKind, []Purpose{Email}},
		{"Netscape against EKU", x509.Certificate{ExtKeyUsage: eku(client), ExtraExtensions: netscapeType(t, netscapeServer)}, OtherKind, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := leaf(t, test.template)
			if c.Err() != nil || c.IsCA() {
				t.Fatal(c.Err(), "or a CA")
			}
			if got := c.Kind(); got != test.kind {
				t.Errorf("kind %s, want %s", got, test.kind)
			}
			if got := c.Purposes(); !slices.Equal(got, test.purposes) {
				t.Errorf("purposes %q, want %q", got, test.purposes)
			}
		})
	}
	if leaf(t, x509.Certificate{}).Permits("nonsense") {
		t.Error("an unknown purpose is permitted")
	}
}

func TestCA(t *testing.T) {
	root := ca(t, "Root", nil, nil)
	usage := x509.KeyUsageCertSign
	for _, test := range []struct {
		name     string
		template x509.Certificate
		issuer   *authority
		isCA     bool
		kind     Kind
		purposes []Purpose
	}{
		{"root", x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: usage}, nil, true, Root, Purposes},
		{"intermediate", x509.Certificate{IsCA: true, BasicConstraintsValid: true}, root, true, Intermediate, Purposes},
		{"CA that may not sign", x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCRLSign}, root, true, Intermediate, nil},
		{"for mail and signing in", x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: usage, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection, x509.ExtKeyUsageClientAuth}},
			root, true, Intermediate, []Purpose{Client, Email}},
		{"key usage alone", x509.Certificate{KeyUsage: usage}, root, true, Intermediate, Purposes},
		{"basic constraints against key usage", x509.Certificate{BasicConstraintsValid: true, KeyUsage: usage, DNSNames: []string{"a.example"}}, root, false, OtherKind, nil},
		{"Netscape SSL CA", x509.Certificate{ExtraExtensions: netscapeType(t, netscapeServerCA)}, root, true, Intermediate, []Purpose{Server, Client, Timestamp}},
		{"Netscape mail CA alone", x509.Certificate{ExtraExtensions: netscapeType(t, netscapeMailCA)}, root, false, OtherKind, nil},
		{"nothing said", x509.Certificate{Subject: pkix.Name{CommonName: "x"}}, nil, false, ClientKind, []Purpose{Server, Client, Email, Code}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := issue(t, test.template, test.issuer, newKey()).Certificate
			if c.IsCA() != test.isCA || c.Kind() != test.kind || !slices.Equal(c.Purposes(), test.purposes) {
				t.Errorf("CA %v, %s, %q", c.IsCA(), c.Kind(), c.Purposes())
			}
		})
	}
}

// versionOne is a certificate of version 1, which Go does not make: without extensions, signed with key.
func versionOne(t *testing.T, algorithm string, signature []byte) *Certificate {
	t.Helper()
	name := encodeName(rdn(oidO, tagUTF8, "Old Authority")).Raw
	spki, err := x509.MarshalPKIXPublicKey(anyKey().Public())
	if err != nil {
		t.Fatal(err)
	}
	id := tlv(tagSequence, tlv(tagOID, []byte(content(algorithm))))
	validity := tlv(tagSequence, tlv(tagUTCTime, []byte("960129000000Z")), tlv(tagUTCTime, []byte("280801235959Z")))
	tbs := tlv(tagSequence, tlv(tagInteger, []byte{1}), id, name, validity, name, spki)
	return Parse(tlv(tagSequence, tbs, id, tlv(tagBitString, []byte{0}, signature)))
}

func TestVersionOne(t *testing.T) {
	md2 := versionOne(t, "1.2.840.113549.1.1.2", []byte{1, 2, 3})
	if !md2.SelfSigned() || !md2.IsCA() || md2.Kind() != Root || md2.Signature != "MD2-RSA" || md2.version != 1 {
		t.Errorf("a root of 1996, whose signature nobody verifies any more: %s %s", md2.Kind(), md2.Signature)
	}
	forged := versionOne(t, "1.2.840.10045.4.3.2", []byte{1, 2, 3})
	if forged.SelfSigned() || forged.IsCA() {
		t.Error("a signature that can be verified and does not fit counts")
	}
}

func TestUsageNames(t *testing.T) {
	c := leaf(t, x509.Certificate{
		KeyUsage:           x509.KeyUsageDigitalSignature | x509.KeyUsageDecipherOnly,
		ExtKeyUsage:        []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageEmailProtection},
		UnknownExtKeyUsage: []asn1.ObjectIdentifier{{1, 3, 6, 1, 4, 1, 311, 20, 2, 2}, {1, 2, 392, 5}},
	})
	if got := c.KeyUsages(); !slices.Equal(got, []string{"digitalSignature", "decipherOnly"}) {
		t.Errorf("%q", got)
	}
	if got := c.ExtKeyUsages(); !slices.Equal(got, []string{"clientAuth", "emailProtection", "msSmartcardLogon", "1.2.392.5"}) {
		t.Errorf("%q", got)
	}
}
