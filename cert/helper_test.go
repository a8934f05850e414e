package cert

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// An authority is a certificate with its key, made for one test.
type authority struct {
	*Certificate
	key crypto.Signer
}

var anyKey = sync.OnceValue(newKey)

func newKey() crypto.Signer {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return key
}

// issue makes a certificate from a template, signed by issuer, or by itself when issuer is nil. Templates
// without a serial number or dates get some.
func issue(t testing.TB, template x509.Certificate, issuer *authority, key crypto.Signer) *authority {
	t.Helper()
	if template.SerialNumber == nil {
		template.SerialNumber = big.NewInt(4711)
	}
	if template.NotBefore.IsZero() {
		template.NotBefore = time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	}
	if template.NotAfter.IsZero() {
		template.NotAfter = template.NotBefore.AddDate(60, 0, 0)
	}
	if key == nil {
		key = anyKey()
	}
	parent, signer := &template, key
	if issuer != nil {
		parent, signer = issuer.X509(), issuer.key
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	return &authority{Parse(der), key}
}

// ca makes a CA named cn.
func ca(t testing.TB, cn string, issuer *authority, key crypto.Signer) *authority {
	t.Helper()
	return issue(t, x509.Certificate{
		Subject: pkix.Name{CommonName: cn}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}, issuer, key)
}

// leaf makes a self-signed certificate that is no CA, of a template.
func leaf(t testing.TB, template x509.Certificate) *Certificate {
	t.Helper()
	template.BasicConstraintsValid = true
	return issue(t, template, nil, nil).Certificate
}

// patch returns the certificate with the only occurrence of old replaced; the signature no longer fits. Both are of
// the same length.
func patch(t testing.TB, der, old, new []byte) []byte {
	t.Helper()
	if n := bytes.Count(der, old); n != 1 || len(old) != len(new) {
		t.Fatalf("%x occurs %d times", old, n)
	}
	return bytes.Replace(der, old, new, 1)
}

func extension(t testing.TB, id string, value any) pkix.Extension {
	t.Helper()
	der, err := asn1.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	oid, _, _ := readElement(append([]byte{tagOID, byte(len(content(id)))}, content(id)...))
	var out asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(oid.raw, &out); err != nil {
		t.Fatal(err)
	}
	return pkix.Extension{Id: out, Value: der}
}

// corpus returns the files of a folder of the test corpora, which are not part of the project, or skips the test.
func corpus(t testing.TB, folder string) []string {
	t.Helper()
	root := os.Getenv("CERTVIEWER_CORPORA")
	if root == "" {
		root = filepath.Join("..", "..", "shared", "corpora")
	}
	var files []string
	err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Skip("the test corpora are not here: set CERTVIEWER_CORPORA")
	}
	return files
}

// corpusCertificates returns every certificate of the corpora and of this computer's bundle.
func corpusCertificates(t testing.TB) map[string]*Certificate {
	t.Helper()
	out := map[string]*Certificate{}
	for _, path := range corpus(t, "x509") {
		f, err := ReadFile(path)
		if e, ok := errors.AsType[*FileError](err); ok && e.Kind == KindCRL {
			continue // zlint judges revocation lists too
		}
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		for _, c := range f.Certificates {
			out[path+" "+c.SHA1Hex()] = c
		}
	}
	return out
}

// systemBundle returns the certificates of this computer's bundle, or skips the test.
func systemBundle(t testing.TB) []*Certificate {
	t.Helper()
	for _, path := range []string{"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"} {
		if f, err := ReadFile(path); err == nil {
			return f.Certificates
		}
	}
	t.Skip("no bundle of certificates on this computer")
	return nil
}

// patchAll replaces old wherever it occurs.
func patchAll(der []byte, old, new string) []byte {
	return bytes.ReplaceAll(der, []byte(old), []byte(new))
}
