package cert

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"os/exec"
	"strings"
	"testing"
)

// encodeName returns a Name of RDNs given as dotted OID, tag and value.
func encodeName(rdns ...[]encodedAttribute) Name {
	var body []byte
	for _, rdn := range rdns {
		var set []byte
		for _, a := range rdn {
			set = append(set, tlv(tagSequence, tlv(tagOID, []byte(content(a.oid))), tlv(a.tag, []byte(a.value)))...)
		}
		body = append(body, tlv(tagSet, set)...)
	}
	e, _, ok := readElement(tlv(tagSequence, body))
	if !ok {
		panic("not DER")
	}
	return parseName(e)
}

type encodedAttribute struct {
	oid   string
	tag   byte
	value string
}

// rdn is an RDN of one attribute.
func rdn(oid string, tag byte, value string) []encodedAttribute {
	return []encodedAttribute{{oid, tag, value}}
}

// tlv encodes an element of up to 65,535 octets.
func tlv(tag byte, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	switch n := len(body); {
	case n < 0x80:
		return append([]byte{tag, byte(n)}, body...)
	default:
		return append([]byte{tag, 0x82, byte(n >> 8), byte(n)}, body...)
	}
}

const (
	oidCN = "2.5.4.3"
	oidC  = "2.5.4.6"
	oidO  = "2.5.4.10"
	oidOU = "2.5.4.11"
)

func TestNameString(t *testing.T) {
	for _, test := range []struct {
		name string
		in   Name
		want string
	}{
		{"order", encodeName(rdn(oidC, tagPrintable, "JP"), rdn(oidO, tagUTF8, "国立情報学研究所"), rdn(oidCN, tagUTF8, "x")), "CN=x,O=国立情報学研究所,C=JP"},
		{"nothing", encodeName(), ""},
		{"several attributes", encodeName([]encodedAttribute{{oidOU, tagUTF8, "Sales"}, {oidCN, tagUTF8, "J. Smith"}}), "OU=Sales+CN=J. Smith"},
		{"comma", encodeName(rdn(oidO, tagPrintable, "VeriSign, Inc.")), `O=VeriSign\, Inc.`},
		{"specials", encodeName(rdn(oidCN, tagUTF8, `a"b+c;d<e>f\g=h`)), `CN=a\"b\+c\;d\<e\>f\\g=h`},
		{"sharp and space in front", encodeName(rdn(oidCN, tagUTF8, "#1"), rdn(oidO, tagUTF8, " a ")), `O=\ a\ ,CN=\#1`},
		{"only a space", encodeName(rdn(oidCN, tagUTF8, " ")), `CN=\ `},
		{"escape sequence", encodeName(rdn(oidCN, tagUTF8, "a\x1b[31mb\r\n\x00")), `CN=a\1B[31mb\0D\0A\00`},
		{"direction and C1", encodeName(rdn(oidCN, tagUTF8, "a\u202egnp\u009b")), `CN=a\E2\80\AEgnp\C2\9B`},
		{"broken UTF-8", encodeName(rdn(oidCN, tagUTF8, "a\xff\xfeb")), "CN=a\ufffdb"},
		{"T61", encodeName(rdn(oidCN, tagT61, "Z\xfcrich")), "CN=Zürich"},
		{"BMP", encodeName(rdn(oidCN, tagBMP, "\x65\xe5\x67\x2c\xd8\x3d\xde\x00")), "CN=日本😀"},
		{"BMP of odd length", encodeName(rdn(oidCN, tagBMP, "\x00a\x00")), "CN=a"},
		{"Universal", encodeName(rdn(oidCN, tagUniversal, "\x00\x01\xf6\x00\x7f\xff\xff\xff")), "CN=😀\ufffd"},
		{"Latin-1 in Printable", encodeName(rdn(oidCN, tagPrintable, "M\xfcller")), "CN=Müller"},
		{"UTF-8 in IA5", encodeName(rdn("1.2.840.113549.1.9.1", tagIA5, "太郎@example.jp")), "emailAddress=太郎@example.jp"},
		{"unknown type", encodeName(rdn("1.2.392.1", tagUTF8, "x")), "1.2.392.1=#0c0178"},
		{"known type, no string", encodeName(rdn(oidCN, tagInteger, "\x01")), "2.5.4.3=#020101"},
		{"RFC 4514", encodeName(rdn("0.9.2342.19200300.100.1.25", tagIA5, "net"), rdn("0.9.2342.19200300.100.1.25", tagIA5, "example"), rdn("0.9.2342.19200300.100.1.1", tagUTF8, "jsmith")), "UID=jsmith,DC=example,DC=net"},
		{"short names", encodeName(rdn("2.5.4.5", tagPrintable, "1"), rdn("2.5.4.42", tagUTF8, "g"), rdn("2.5.4.4", tagUTF8, "s"), rdn("2.5.4.9", tagUTF8, "st"), rdn("2.5.4.17", tagUTF8, "100"), rdn("2.5.4.97", tagUTF8, "NTRJP-1")),
			"organizationIdentifier=NTRJP-1,postalCode=100,STREET=st,sn=s,givenName=g,serialNumber=1"},
	} {
		if got := test.in.String(); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
		if strings.ContainsFunc(test.in.Display()+test.in.CommonName(), unsafeRune) {
			t.Errorf("%s: what is shown holds a control character", test.name)
		}
	}
}

func TestNameDisplay(t *testing.T) {
	verisign := encodeName(rdn(oidC, tagPrintable, "US"), rdn(oidO, tagPrintable, "VeriSign, Inc."),
		rdn(oidOU, tagPrintable, "Class 3 Public Primary Certification Authority - G2"),
		rdn(oidOU, tagPrintable, "(c) 1998 VeriSign, Inc. - For authorized use only"), rdn(oidOU, tagPrintable, "VeriSign Trust Network"))
	for _, test := range []struct {
		in   Name
		want string
	}{
		{encodeName(rdn(oidO, tagUTF8, "o"), rdn(oidCN, tagUTF8, "first"), rdn(oidCN, tagUTF8, "second")), "second"},
		{encodeName(rdn(oidCN, tagUTF8, "  "), rdn(oidO, tagUTF8, "o")), "o"},
		{verisign, "Class 3 Public Primary Certification Authority - G2"},
		{encodeName(rdn(oidO, tagUTF8, "o"), rdn(oidOU, tagUTF8, "upper"), rdn(oidOU, tagUTF8, "lower")), "lower"},
		{encodeName(rdn("1.2.840.113549.1.9.1", tagIA5, "a@example.jp"), rdn(oidC, tagPrintable, "JP")), "a@example.jp"},
		{encodeName(rdn(oidC, tagPrintable, "JP")), "C=JP"},
		{Name{}, ""},
	} {
		if got := test.in.Display(); got != test.want {
			t.Errorf("%s: %q, want %q", test.in, got, test.want)
		}
	}
	if got := verisign.Get("ou"); len(got) != 3 || verisign.Organization() != "VeriSign, Inc." || verisign.Get("2.5.4.6")[0] != "US" || verisign.Get("nonsense") != nil {
		t.Errorf("%q", got)
	}
}

func TestNameEqual(t *testing.T) {
	base := encodeName(rdn(oidC, tagPrintable, "JP"), rdn(oidO, tagPrintable, "Example  Corp"))
	two := func(a, b string) Name {
		return encodeName([]encodedAttribute{{oidCN, tagUTF8, a}, {oidCN, tagUTF8, b}})
	}
	for _, test := range []struct {
		name string
		a, b Name
		want bool
	}{
		{"itself", base, base, true},
		{"other string type, case and spaces", base, encodeName(rdn(oidC, tagPrintable, "jp"), rdn(oidO, tagUTF8, " example corp ")), true},
		{"BMP", base, encodeName(rdn(oidC, tagPrintable, "JP"), rdn(oidO, tagBMP, "\x00E\x00x\x00a\x00m\x00p\x00l\x00e\x00 \x00C\x00o\x00r\x00p")), true},
		{"other value", base, encodeName(rdn(oidC, tagPrintable, "JP"), rdn(oidO, tagUTF8, "Example Corps")), false},
		{"other order", base, encodeName(rdn(oidO, tagPrintable, "Example  Corp"), rdn(oidC, tagPrintable, "JP")), false},
		{"less", base, encodeName(rdn(oidC, tagPrintable, "JP")), false},
		{"other type", encodeName(rdn(oidO, tagUTF8, "x")), encodeName(rdn(oidOU, tagUTF8, "x")), false},
		{"set in another order", two("a", "b"), two("B", "a"), true},
		{"set with one twice", two("a", "b"), two("a", "a"), false},
		{"no strings", encodeName(rdn(oidCN, tagInteger, "\x01")), encodeName(rdn(oidCN, tagInteger, "\x02")), false},
		{"both empty", encodeName(), encodeName(), true},
		{"unread", Name{Raw: []byte{1}}, Name{Raw: []byte{2}}, false},
	} {
		if got := test.a.Equal(test.b); got != test.want || test.b.Equal(test.a) != got {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

// OpenSSL writes RFC 2253, which is RFC 4514 but for what this table turns into OpenSSL's spelling.
var asOpenSSL = strings.NewReplacer("STREET=", "street=", "sn=", "SN=", "givenName=", "GN=")

func TestNameAgreesWithOpenSSL(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not here")
	}
	all := systemBundle(t)
	if len(all) > 200 {
		all = all[:200]
	}
	for _, c := range all {
		cmd := exec.Command(openssl, "x509", "-noout", "-subject", "-issuer", "-nameopt", "RFC2253,utf8,-esc_msb")
		cmd.Stdin = bytes.NewReader(c.PEM())
		out, err := cmd.Output()
		if err != nil {
			t.Errorf("%s: %v", c.Subject, err)
			continue
		}
		want := "subject=" + withHex(c.Subject) + "\nissuer=" + withHex(c.Issuer) + "\n"
		if string(out) != asOpenSSL.Replace(want) {
			t.Errorf("OpenSSL\n%s, ours\n%s", out, want)
		}
	}
}

// withHex is n as String writes it, with hexadecimal digits in upper case as OpenSSL has them.
func withHex(n Name) string {
	s := n.String()
	for _, rdn := range n.RDNs {
		for _, a := range rdn {
			digits := hex.EncodeToString(a.Raw)
			s = strings.ReplaceAll(s, "#"+digits, "#"+strings.ToUpper(digits))
		}
	}
	return s
}

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "日本 é": "日本 é", "a\x1b[0m": "a\ufffd[0m", "\u202ea\u200b": "\ufffda\ufffd", "a\nb\tc\x7f": "a\ufffdb\ufffdc\ufffd",
		"\xff": "\ufffd", "\u2028\u0085": "\ufffd\ufffd", "\x9b": "\ufffd",
	} {
		if got := Printable(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestOIDString(t *testing.T) {
	for in, want := range map[string]string{
		"\x55\x04\x03": "2.5.4.3", "\x2a\x86\x48\x86\xf7\x0d": "1.2.840.113549", "\x88\x37\x03": "2.999.3", "\x00": "0.0", "\x28": "1.0",
		"": "", "\x2a\x86": "", "\x2a\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01": "",
	} {
		if got := oidString([]byte(in)); got != want {
			t.Errorf("%x: %q, want %q", in, got, want)
		}
	}
}

func TestPEMIsReadByGo(t *testing.T) {
	c := ca(t, "x", nil, nil)
	if block, rest := pem.Decode(c.PEM()); block == nil || block.Type != "CERTIFICATE" || !bytes.Equal(block.Bytes, c.Raw) || len(rest) != 0 {
		t.Errorf("%s", c.PEM())
	}
}

// A certificate is never called nothing.
func TestHolder(t *testing.T) {
	c := &Certificate{SHA256: Fingerprint{31: 0xab}}
	if got := c.Holder(); got != c.CheckCode() || got == "" {
		t.Errorf("%q", got)
	}
	for _, tt := range []struct {
		template x509.Certificate
		want     string
	}{
		{x509.Certificate{Subject: pkix.Name{CommonName: "hanako"}, EmailAddresses: []string{"hanako@univ.example"}}, "hanako"},
		{x509.Certificate{EmailAddresses: []string{"hanako@univ.example"}, DNSNames: []string{"www.univ.example"}}, "hanako@univ.example"},
		{x509.Certificate{DNSNames: []string{"www.univ.example"}}, "www.univ.example"},
	} {
		if got := issue(t, tt.template, nil, anyKey()).Holder(); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
