package cert

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"
)

// seedCorpus adds the certificates of the test corpora, where they are.
func seedCorpus(f *testing.F, decode bool) {
	f.Helper()
	root := os.Getenv("CERTVIEWER_CORPORA")
	if root == "" {
		root = "../../shared/corpora"
	}
	if _, err := os.Stat(root); err != nil {
		return
	}
	for i, path := range corpus(f, "x509") {
		data, err := os.ReadFile(path)
		if err != nil || len(data) > 8<<10 || i%5 != 0 { // large seeds slow the fuzzer down
			continue
		}
		if !decode {
			f.Add(data)
		} else if file, err := Read(bytes.NewReader(data), path); err == nil {
			f.Add(file.Certificates[0].Raw)
		}
	}
}

func FuzzParse(f *testing.F) {
	root := ca(f, "fuzz", nil, nil)
	f.Add(root.Raw)
	f.Add([]byte{tagSequence, 0x80, 0, 0})
	seedCorpus(f, true)
	f.Fuzz(func(t *testing.T, der []byte) {
		start := time.Now()
		c := Parse(der)
		if !bytes.HasPrefix(der, c.Raw) || (c.Err() == nil) != (c.X509() != nil) {
			t.Fatalf("%x: %v", der, c.Err())
		}
		if c.Err() == nil {
			agreeFuzzed(t, c)
		}
		for _, n := range []Name{c.Subject, c.Issuer} {
			if strings.ContainsFunc(n.String()+n.Display()+n.CommonName(), unsafeRune) || !n.Equal(n) && n.Raw != nil {
				t.Fatalf("%q", n.String())
			}
		}
		for _, s := range append(append(c.Emails(), c.DNSNames()...), c.ExtKeyUsages()...) {
			if strings.ContainsFunc(s, unsafeRune) {
				t.Fatalf("%q", s)
			}
		}
		c.Kind()
		c.Purposes()
		c.SerialDecimal()
		if text, err := c.Text(); err == nil && strings.ContainsFunc(strings.ReplaceAll(text, "\n", ""), unsafeRune) {
			t.Fatalf("%q", text)
		}
		Chain(c, []*Certificate{root.Certificate, c})
		if d := time.Since(start); d > 5*time.Second {
			t.Fatalf("took %s", d)
		}
	})
}

// agreeFuzzed compares the fields on which every decision rests.
func agreeFuzzed(t *testing.T, c *Certificate) {
	t.Helper()
	x := c.X509()
	if !bytes.Equal(c.Subject.Raw, x.RawSubject) || !bytes.Equal(c.Issuer.Raw, x.RawIssuer) || !bytes.Equal(c.SPKI, x.RawSubjectPublicKeyInfo) ||
		c.SerialDecimal() != x.SerialNumber.String() || !c.NotBefore.Equal(x.NotBefore) || !c.NotAfter.Equal(x.NotAfter) ||
		x.BasicConstraintsValid && c.IsCA() != x.IsCA || c.extensions.usage != x.KeyUsage || len(c.DNSNames()) != len(x.DNSNames) {
		t.Fatalf("ours and Go's reading differ: %x", c.Raw)
	}
}

func FuzzRead(f *testing.F) {
	one := ca(f, "fuzz", nil, nil)
	f.Add(one.PEM())
	f.Add(one.Raw)
	f.Add(EncodePKCS7([]*Certificate{one.Certificate}))
	f.Add([]byte("-----BEGIN A-----\nx: y\n\nAA==\n-----END A-----"))
	seedCorpus(f, false)
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Read(bytes.NewReader(data), "x")
		switch {
		case err != nil:
			if !isCode(err, FileNotCertificate) && !isCode(err, FileEmpty) {
				t.Fatal(err)
			}
		case len(file.Certificates) == 0:
			t.Fatal("neither certificates nor an error")
		default:
			again, err := Read(bytes.NewReader(EncodePKCS7(file.Certificates)), "x")
			if err != nil || len(again.Certificates) != len(file.Certificates) {
				t.Fatalf("read, written, read: %v", err)
			}
		}
	})
}

func FuzzQuery(f *testing.F) {
	for _, s := range []string{"sha256:0123456789abcdef", "拇印 ＡＢ：ＣＤ", "\u200e01 23", "SHA-1 (", ""} {
		f.Add(s)
	}
	c := Parse([]byte("x"))
	f.Fuzz(func(t *testing.T, text string) {
		q, err := ParseQuery(text)
		if err != nil {
			return
		}
		if n := len(q.Digits); n < minPrefix || n > 64 || strings.Trim(q.Digits, "0123456789abcdef") != "" {
			t.Fatalf("%q: %+v", text, q)
		}
		if q.Matches(c) && !strings.HasPrefix(c.SHA256.String(), q.Digits) && !strings.HasPrefix(c.SHA1Hex(), q.Digits) {
			t.Fatalf("%q matches", text)
		}
		if again, err := ParseQuery(Fold(text)); err != nil || again != q {
			t.Fatalf("%q: folded first it is %+v, %v", text, again, err)
		}
	})
}
