package crypt32_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"certviewer/platform/internal/crypt32"
	"certviewer/platform/internal/crypt32/ctltest"
)

// openssl runs OpenSSL in a folder, and returns what it prints.
func openssl(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command("openssl", args...)
	var complaint bytes.Buffer
	cmd.Dir, cmd.Stderr = dir, &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("openssl %v: %v\n%s", args, err, complaint.Bytes())
	}
	return out
}

// The parts of a CertificateTrustList ([MS-CAESO] appendix A) and of the SignedData around it (RFC 2315 9.1), as OpenSSL
// writes ASN.1 from a description (ASN1_generate_nconf(3)).
const (
	listHead = `asn1 = SEQUENCE:list
[list]
%susage = SEQUENCE:usage
%sissued = %s
%salgorithm = SEQUENCE:sha1
subjects = SEQUENCE:subjects
%s
[usage]
oid = OID:1.3.6.1.4.1.311.10.3.9
[sha1]
oid = OID:1.3.14.3.2.26
%s
[subjects]
one = SEQUENCE:one
two = SEQUENCE:two
[one]
print = FORMAT:HEX,OCTETSTRING:0101010101010101010101010101010101010101
attributes = SET:attributes
[two]
print = FORMAT:HEX,OCTETSTRING:0202020202020202020202020202020202020202
[attributes]
a = SEQUENCE:usages
b = SEQUENCE:day
[usages]
type = OID:1.3.6.1.4.1.311.10.11.9
values = SET:usagesvalue
[usagesvalue]
v = OCTWRAP,SEQUENCE:mail
[mail]
oid = OID:emailProtection
[day]
type = OID:1.3.6.1.4.1.311.10.11.126
values = SET:dayvalue
[dayvalue]
v = FORMAT:HEX,OCTETSTRING:00c0ebac727ad601
[extensions]
x = SEQUENCE:extension
[extension]
oid = OID:1.3.6.1.4.1.311.60.1.1
value = OCTETSTRING:x
`
	signedHead = `asn1 = SEQUENCE:outer
[outer]
type = OID:pkcs7-signedData
content = EXPLICIT:0,SEQUENCE:signed
[signed]
version = INTEGER:1
digests = SET:digests
content = SEQUENCE:content
certificates = IMPLICIT:0,SEQUENCE:certificates
signers = SET:signers
[digests]
a = SEQUENCE:sha256
[sha256]
oid = OID:SHA256
null = NULL
[content]
type = OID:1.3.6.1.4.1.311.10.1
list = EXPLICIT:0,SEQUENCE:list
[certificates]
c = SEQUENCE:none
[none]
[signers]
s = SEQUENCE:signer
[signer]
version = INTEGER:1
issuer = SEQUENCE:issuer
digest = SEQUENCE:sha256
algorithm = SEQUENCE:rsa
signature = FORMAT:HEX,OCTETSTRING:%s
[issuer]
name = SEQUENCE:none
serial = INTEGER:1
[rsa]
oid = OID:rsaEncryption
null = NULL
`
)

// TestParseSignedCTL reads lists that OpenSSL wrote and signed, with all that the format has and with all that it can do without.
func TestParseSignedCTL(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("there is no openssl")
	}
	dir := t.TempDir()
	openssl(t, dir, "genrsa", "-out", "key.pem", "2048")
	issued := time.Date(2026, 4, 22, 0, 33, 28, 0, time.UTC)
	const named, numbered, next, extended, null = "id = OCTETSTRING:list\n", "number = INTEGER:0x1401020304\n", "next = UTCTIME:260601000000Z\n", "extensions = EXPLICIT:0,SEQUENCE:extensions", "null = NULL"
	for what, x := range map[string]struct{ version, id, number, issued, next, extensions, null string }{
		"as Microsoft writes it":        {number: numbered, issued: "UTCTIME:260422003328Z", extensions: extended, null: null},
		"with everything":               {version: "version = INTEGER:1\n", id: named, number: numbered, issued: "UTCTIME:260422003328Z", next: next, extensions: extended, null: null},
		"with nothing that is optional": {issued: "UTCTIME:260422003328Z"},
		"named, without a number":       {id: named, issued: "GENERALIZEDTIME:20260422003328Z", null: null},
	} {
		t.Run(what, func(t *testing.T) {
			write := func(name, text string) {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			list := fmt.Sprintf(listHead, x.version, x.id+x.number, x.issued, x.next, x.extensions, x.null)
			write("list.cnf", list)
			openssl(t, dir, "asn1parse", "-genconf", "list.cnf", "-noout", "-out", "list.der")
			signature := hex.EncodeToString(openssl(t, dir, "dgst", "-sha256", "-sign", "key.pem", "list.der"))
			_, parts, _ := strings.Cut(list, "\n")
			write("signed.cnf", fmt.Sprintf(signedHead, signature)+parts)
			openssl(t, dir, "asn1parse", "-genconf", "signed.cnf", "-noout", "-out", "signed.der")
			file, err := os.ReadFile(filepath.Join(dir, "signed.der"))
			if err != nil {
				t.Fatal(err)
			}
			l, err := crypt32.ParseCTL(file)
			if err != nil {
				t.Fatal(err)
			}
			if !l.ThisUpdate.Equal(issued) || len(l.Usage) != 1 || l.Usage[0] != "1.3.6.1.4.1.311.10.3.9" || len(l.Subjects) != 2 {
				t.Fatalf("%+v", l)
			}
			one := l.Subjects[0]
			usages, err := one.Properties.Usages(crypt32.CERT_ENHKEY_USAGE_PROP_ID)
			if err != nil || len(usages) != 1 || usages[0] != "1.3.6.1.5.5.7.3.4" || one.SHA1 != [20]byte(bytes.Repeat([]byte{1}, 20)) {
				t.Errorf("%+v, %v", one, err)
			}
			day, ok, err := one.Properties.Filetime(crypt32.CERT_NOT_BEFORE_FILETIME_PROP_ID)
			if err != nil || !ok || !day.Equal(time.Date(2020, 8, 25, 0, 0, 0, 0, time.UTC)) {
				t.Errorf("%v, %v, %v", day, ok, err)
			}
			if len(l.Subjects[1].Properties) != 0 {
				t.Errorf("%+v", l.Subjects[1])
			}
		})
	}
}

// TestListsOfTests has OpenSSL read what package ctltest writes, so that our tests are not about a format of our own.
func TestListsOfTests(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("there is no openssl")
	}
	dir := t.TempDir()
	file := ctltest.Signed(t, ctltest.List(t, time.Date(2026, 4, 22, 0, 33, 28, 0, time.UTC),
		ctltest.Subject(t, bytes.Repeat([]byte{0xab}, 20), crypt32.Properties{crypt32.CERT_ENHKEY_USAGE_PROP_ID: usages(t, "1.3.6.1.5.5.7.3.4")})))
	if err := os.WriteFile(filepath.Join(dir, "list.der"), file, 0o600); err != nil {
		t.Fatal(err)
	}
	out := string(openssl(t, dir, "asn1parse", "-inform", "DER", "-in", "list.der"))
	for _, want := range []string{"pkcs7-signedData", "1.3.6.1.4.1.311.10.1", "1.3.6.1.4.1.311.10.3.9", "UTCTIME           :260422003328Z", ":sha1", "[HEX DUMP]:" + strings.Repeat("AB", 20), "1.3.6.1.4.1.311.10.11.9", "[HEX DUMP]:300A06082B06010505070304"} {
		if !strings.Contains(out, want) {
			t.Errorf("OpenSSL does not see %q in\n%s", want, out)
		}
	}
}
