package cert

import (
	"bytes"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// inUTF16 is s as Windows writes it.
func inUTF16(s []byte, order binary.AppendByteOrder, mark bool) (out []byte) {
	if mark {
		out = order.AppendUint16(out, 0xfeff)
	}
	for _, u := range utf16.Encode([]rune(string(s))) {
		out = order.AppendUint16(out, u)
	}
	return out
}

// indefinite rewrites the outer three layers of a SignedData with indefinite lengths, as Netscape and Java write it.
func indefinite(t *testing.T, der []byte) []byte {
	t.Helper()
	outer, _, _ := readElement(der)
	r := reader(outer.content)
	oid, _ := r.take(tagOID)
	explicit, _ := r.take(tagContext0)
	body, _, ok := readElement(explicit.content)
	if !ok {
		t.Fatal("no SignedData")
	}
	end := []byte{0, 0}
	return slices.Concat([]byte{tagSequence, 0x80}, oid.raw, []byte{tagContext0, 0x80, tagSequence, 0x80}, body.content, end, end, end)
}

func TestRead(t *testing.T) {
	one, two := ca(t, "one", nil, nil), ca(t, "two", nil, nil)
	both := slices.Concat(one.PEM(), two.PEM())
	p7 := EncodePKCS7([]*Certificate{one.Certificate, two.Certificate})
	armour := func(label string, der []byte) []byte {
		return pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der})
	}
	oneLine := bytes.ReplaceAll(bytes.TrimSpace(one.PEM()), []byte("\n"), []byte(" "))
	bare := []byte(base64.StdEncoding.EncodeToString(one.Raw))
	refused := patch(t, one.Raw, []byte("200102030405Z"), []byte("209902030405Z"))
	const n1, n2 = "one", "two"
	for _, test := range []struct {
		name    string
		data    []byte
		format  Format
		want    []string // what the certificates are called
		skipped []Skip
	}{
		{"PEM", one.PEM(), FormatPEM, []string{n1}, nil},
		{"two", both, FormatPEM, []string{n1, n2}, nil},
		{"rubbish between", slices.Concat([]byte("Subject: ＣＮ\n\n"), one.PEM(), []byte("----- x -----BEGIN\nBag Attributes\n"), two.PEM(), []byte("end")), FormatPEM, []string{n1, n2}, nil},
		{"CR LF", bytes.ReplaceAll(both, []byte("\n"), []byte("\r\n")), FormatPEM, []string{n1, n2}, nil},
		{"CR", bytes.ReplaceAll(both, []byte("\n"), []byte("\r")), FormatPEM, []string{n1, n2}, nil},
		{"no last line end", bytes.TrimSpace(both), FormatPEM, []string{n1, n2}, nil},
		{"on one line", oneLine, FormatPEM, []string{n1}, nil},
		{`with \n`, bytes.ReplaceAll(one.PEM(), []byte("\n"), []byte(`\n`)), FormatPEM, []string{n1}, nil},
		{"indented", bytes.ReplaceAll(both, []byte("\n"), []byte("\n\t  ")), FormatPEM, []string{n1, n2}, nil},
		{"byte order mark", slices.Concat([]byte("\xef\xbb\xbf"), both), FormatPEM, []string{n1, n2}, nil},
		{"UTF-16", inUTF16(both, binary.LittleEndian, true), FormatPEM, []string{n1, n2}, nil},
		{"UTF-16, big end", inUTF16(both, binary.BigEndian, true), FormatPEM, []string{n1, n2}, nil},
		{"UTF-16 without mark", inUTF16(both, binary.LittleEndian, false), FormatPEM, []string{n1, n2}, nil},
		{"UTF-16, big end, without mark", inUTF16(both, binary.BigEndian, false), FormatPEM, []string{n1, n2}, nil},
		{"X509", armour("X509 CERTIFICATE", one.Raw), FormatPEM, []string{n1}, nil},
		{"trusted", armour("TRUSTED CERTIFICATE", slices.Concat(one.Raw, []byte{0x30, 2, 0x0c, 0})), FormatPEM, []string{n1}, nil},
		{"headers", bytes.Replace(one.PEM(), []byte("-----\n"), []byte("-----\nSubject: x:y\nIssuer: z\n\n"), 1), FormatPEM, []string{n1}, nil},
		{"PKCS #7 in PEM", armour("PKCS7", p7), FormatPEM, []string{n1, n2}, nil},
		{"PKCS #7 under another label", armour("CERTIFICATE", p7), FormatPEM, []string{n1, n2}, nil},
		{"refused by Go", armour("CERTIFICATE", refused), FormatPEM, []string{n1}, nil},
		{"with its key", slices.Concat([]byte("-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n"), one.PEM()), FormatPEM, []string{n1}, []Skip{{1, KindKey, "PRIVATE KEY"}}},
		{"garbled", slices.Concat([]byte("-----BEGIN CERTIFICATE-----\nMI?B\n-----END CERTIFICATE-----\n"), one.PEM()), FormatPEM, []string{n1},
			[]Skip{{1, SkipNotBase64, "CERTIFICATE: illegal base64 data at input byte 2"}}},
		{"no end", slices.Concat([]byte("\n-----BEGIN CERTIFICATE-----\nMIIB\n"), one.PEM()), FormatPEM, []string{n1}, []Skip{{2, SkipCutOff, "CERTIFICATE"}}},
		{"last without end", slices.Concat(one.PEM(), two.PEM()[:200]), FormatPEM, []string{n1},
			[]Skip{{bytes.Count(one.PEM(), []byte("\n")) + 1, SkipCutOff, "CERTIFICATE"}}},
		{"cut within", slices.Concat(armour("CERTIFICATE", one.Raw[:100]), two.PEM()), FormatPEM, []string{n2}, []Skip{{1, SkipCutOff, "CERTIFICATE"}}},
		{"something else in it", slices.Concat(armour("CERTIFICATE", []byte{0x30, 0}), armour("X509 CRL", []byte{0x30, 0}), armour("CERTIFICATE", []byte("hi")), two.PEM()), FormatPEM, []string{n2},
			[]Skip{{1, SkipNotCertificate, "CERTIFICATE"}, {4, KindCRL, "X509 CRL"}, {7, SkipCutOff, "CERTIFICATE"}}},
		{"DER", one.Raw, FormatDER, []string{n1}, nil},
		{"DER and a line end", append(slices.Clone(one.Raw), "\r\n"...), FormatDER, []string{n1}, nil},
		{"DER twice", slices.Concat(one.Raw, two.Raw), FormatDER, []string{n1, n2}, nil},
		{"DER and rubbish", append(slices.Clone(one.Raw), "rubbish"...), FormatDER, []string{n1}, []Skip{{len(one.Raw), SkipCutOff, ""}}},
		{"PKCS #7", p7, FormatPKCS7, []string{n1, n2}, nil},
		{"PKCS #7 of indefinite length", indefinite(t, p7), FormatPKCS7, []string{n1, n2}, nil},
		{"base64", bare, FormatBase64, []string{n1}, nil},
		{"base64 in lines", bytes.ReplaceAll(bytes.TrimRight(bare, "="), []byte("M"), []byte("\r\nM")), FormatBase64, []string{n1}, nil},
		{"base64 of PKCS #7", []byte(base64.StdEncoding.EncodeToString(p7)), FormatBase64, []string{n1, n2}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			f, err := Read(bytes.NewReader(test.data), "x")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range f.Certificates {
				got = append(got, c.Subject.Display())
			}
			if f.Format != test.format || !slices.Equal(got, test.want) || !slices.Equal(f.Skipped, test.skipped) {
				t.Errorf("%s %q %+v", f.Format, got, f.Skipped)
			}
		})
	}
}

func TestReadSomethingElse(t *testing.T) {
	one := ca(t, "one", nil, nil)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(anyKey())
	if err != nil {
		t.Fatal(err)
	}
	spki, err := x509.MarshalPKIXPublicKey(anyKey().Public())
	if err != nil {
		t.Fatal(err)
	}
	csr, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: pkix.Name{CommonName: "x"}}, anyKey())
	if err != nil {
		t.Fatal(err)
	}
	crl, err := x509.CreateRevocationList(rand.Reader, &x509.RevocationList{Number: one.X509().SerialNumber, ThisUpdate: time.Unix(0, 0), NextUpdate: time.Unix(1, 0)},
		&x509.Certificate{KeyUsage: x509.KeyUsageCRLSign, SubjectKeyId: []byte{1}, RawSubject: one.X509().RawSubject}, anyKey())
	if err != nil {
		t.Fatal(err)
	}
	pfx := tlv(tagSequence, tlv(tagInteger, []byte{3}), tlv(tagSequence, tlv(tagOID, []byte(content("1.2.840.113549.1.7.1")))))
	locked := tlv(tagSequence, tlv(tagSequence, tlv(tagOID, []byte(content("1.2.840.113549.1.5.13")))), tlv(tagOctetString, []byte{1}))
	enveloped := tlv(tagSequence, tlv(tagOID, []byte(content("1.2.840.113549.1.7.3"))), tlv(tagContext0, nil))
	for _, test := range []struct {
		name string
		data []byte
		kind string
	}{
		{"key", pkcs8, KindKey},
		{"locked key", locked, KindKey},
		{"EC key", tlv(tagSequence, tlv(tagInteger, []byte{1}), tlv(tagOctetString, []byte{1})), KindKey},
		{"RSA key", tlv(tagSequence, bytes.Repeat([]byte{tagInteger, 1, 1}, 9)), KindKey},
		{"key in PEM", pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Headers: map[string]string{"Proc-Type": "4,ENCRYPTED"}, Bytes: pkcs8}), KindKey},
		{"public key", spki, KindPublicKey},
		{"RSA public key", tlv(tagSequence, bytes.Repeat([]byte{tagInteger, 1, 1}, 2)), KindPublicKey},
		{"request", csr, KindCSR},
		{"request in PEM", pem.EncodeToMemory(&pem.Block{Type: "NEW CERTIFICATE REQUEST", Bytes: csr}), KindCSR},
		{"revocation list", crl, KindCRL},
		{"p12", pfx, KindP12},
		{"enveloped", enveloped, KindP7},
		{"p7b of nothing", EncodePKCS7(nil), KindP7},
		{"other DER", tlv(tagSequence, tlv(tagInteger, []byte{1})), KindUnknown},
		{"damaged PEM", one.PEM()[:len(one.PEM())/2], KindDamaged},
		{"damaged DER", one.Raw[:len(one.Raw)/2], KindDamaged},
		{"PGP", []byte("-----BEGIN PGP MESSAGE-----\nabcd\n-----END PGP MESSAGE-----\n"), KindPGP},
		{"zip", []byte("PK\x03\x04\x14\x00"), KindZIP},
		{"pdf", []byte("%PDF-1.7\n%\xe2\xe3"), KindPDF},
		{"png", []byte("\x89PNG\r\n\x1a\n\x00"), KindImage},
		{"bmp", []byte("BM\x00\x01\x02"), KindImage},
		{"exe", []byte("MZ\x90\x00\x03"), KindProgram},
		{"MZ as a word", []byte("MZ, the beginning of a text"), KindText},
		{"nss", []byte("SQLite format 3\x00\x10"), KindDatabase},
		{"jks", []byte("\xfe\xed\xfe\xed\x00\x00\x00\x02"), KindKeystore},
		{"html", []byte("\r\n <!DOCTYPE HTML><html>"), KindHTML},
		{"html with mark", []byte("\xef\xbb\xbf<html lang=ja>"), KindHTML},
		{"xml", []byte("<?xml version=\"1.0\"?>"), KindXML},
		{"json", []byte(`{"a":1}`), KindJSON},
		{"ssh", []byte("ssh-ed25519 AAAA me"), KindSSHKey},
		{"mail", []byte("Return-Path: <a@example.jp>\r\n"), KindEML},
		{"text", []byte("こんにちは"), KindText},
		{"Shift_JIS", []byte("\x82\xb1\x82\xf1\x82\xc9\x82\xbf\x82\xcd"), KindText},
		{"white space", []byte(" \n"), KindText},
		{"noise", []byte{0, 1, 2, 3, 250, 251}, KindUnknown},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Read(bytes.NewReader(test.data), "x.cer")
			e, ok := errors.AsType[*FileError](err)
			if !ok || e.Code != FileNotCertificate || e.Kind != test.kind || e.Path != "x.cer" {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestReadFileRefuses(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	huge := write("huge.cer", nil)
	if err := os.Truncate(huge, 2<<30); err != nil {
		t.Skip("no sparse files here: ", err)
	}
	for _, test := range []struct{ path, code string }{
		{filepath.Join(dir, "absent.cer"), FileMissing},
		{filepath.Join(write("file", []byte("x")), "below"), FileMissing},
		{dir, FileIsDirectory},
		{write("empty.cer", nil), FileEmpty},
		{huge, FileTooLarge},
		{write("text.cer", []byte("x")), FileNotCertificate},
	} {
		start := time.Now()
		f, err := ReadFile(test.path)
		e, ok := errors.AsType[*FileError](err)
		if f != nil || !ok || e.Code != test.code || e.Path != test.path || !strings.Contains(err.Error(), test.code) {
			t.Errorf("%s: %v, want %s", test.path, err, test.code)
		}
		if d := time.Since(start); d > 5*time.Second { // reading 2 GB takes longer
			t.Errorf("%s: took %s", test.path, d)
		}
	}
	if _, err := ReadFile(filepath.Join(dir, "absent")); !errors.Is(err, os.ErrNotExist) {
		t.Error("the system's error is lost")
	}
	if _, err := Read(endless{}, "stream"); !isCode(err, FileTooLarge) {
		t.Errorf("a stream without end: %v", err)
	}
}

// endless is a stream of zeros.
type endless struct{}

func (endless) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func isCode(err error, code string) bool {
	e, ok := errors.AsType[*FileError](err)
	return ok && e.Code == code
}

func TestReadHostile(t *testing.T) {
	for name, data := range map[string][]byte{
		"beginnings":        bytes.Repeat([]byte("-----BEGIN CERTIFICATE-----\n"), 500_000),
		"unfinished labels": bytes.Repeat([]byte("-----BEGIN "), 1_000_000),
		"empty sequences":   bytes.Repeat([]byte{tagSequence, 0}, 2_000_000),
		"nested indefinite": bytes.Repeat([]byte{tagSequence, 0x80}, 2_000_000),
		"empty blocks":      bytes.Repeat([]byte("-----BEGIN A-----\n-----END A-----\n"), 300_000),
		"endings":           append([]byte("-----BEGIN A-----"), bytes.Repeat([]byte("-----END "), 1_000_000)...),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, err := Read(bytes.NewReader(data), "x")
			if !isCode(err, FileNotCertificate) {
				t.Error(err)
			}
			if d := time.Since(start); d > 20*time.Second { // quadratic time would take hours
				t.Errorf("took %s", d)
			}
		})
	}
}

func TestPKCS7IsReadByOpenSSL(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not here")
	}
	one, two := ca(t, "one", nil, nil), ca(t, "two", nil, nil)
	cmd := exec.Command(openssl, "pkcs7", "-inform", "der", "-print_certs")
	cmd.Stdin = bytes.NewReader(EncodePKCS7([]*Certificate{two.Certificate, one.Certificate}))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	f, err := Read(bytes.NewReader(out), "openssl")
	if err != nil || len(f.Certificates) != 2 || f.Certificates[0].SHA256 != two.SHA256 || f.Certificates[1].SHA256 != one.SHA256 {
		t.Errorf("%s %v", out, err)
	}
}

// Every code, kind and reason of this package has its sentences in both languages, and every block a number.
func TestLocale(t *testing.T) {
	read := func(name string, into any) {
		data, err := os.ReadFile(filepath.Join("..", "assets", "locale", name))
		if err == nil {
			err = json.Unmarshal(data, into)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var en, ja map[string]string
	var numbers map[string]int
	read("cert.en.json", &en)
	read("cert.ja.json", &ja)
	read("cert.numbers.json", &numbers)
	need := func(id string) {
		if en[id] == "" || ja[id] == "" {
			t.Errorf("%s is not said in both languages", id)
		}
	}
	for _, code := range []string{FileMissing, FileNoPermission, FileIsDirectory, FileNotRegular, FileTooLarge, FileEmpty, FileNotCertificate} {
		need(code + ".title")
		need(code + ".do")
		if n := numbers[code]; n < 910 || n > 916 {
			t.Errorf("%s has the number %d", code, n)
		}
	}
	for _, id := range []string{
		SkipCutOff, SkipNotBase64, SkipNotCertificate, SkipTooMany, KindKey, KindPublicKey, KindSSHKey, KindCSR, KindCRL, KindP12, KindP7,
		KindKeystore, KindPGP, KindDatabase, KindEML, KindZIP, KindArchive, KindPDF, KindImage, KindOffice, KindProgram, KindHTML, KindXML,
		KindJSON, KindText, KindDamaged, KindUnknown,
	} {
		need(id)
	}
	for id := range en {
		need(id)
	}
	for id := range ja {
		need(id)
	}
}
