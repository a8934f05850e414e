package trusttest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"

	"certviewer/cert"
)

// Root returns a new root certificate of the given name, valid for a day around now.
func Root(t testing.TB, name string) *cert.Certificate {
	c, _ := RootWithKey(t, name)
	return c
}

// RootWithKey is Root with the key.
func RootWithKey(t testing.TB, name string) (*cert.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		t.Fatal(err)
	}
	return root(t, name, serial)
}

// Twins returns two roots of the same name and serial number, with other keys.
func Twins(t testing.TB, name string) (*cert.Certificate, *cert.Certificate) {
	serial := big.NewInt(time.Now().UnixNano())
	a, _ := root(t, name, serial)
	b, _ := root(t, name, serial)
	return a, b
}

func root(t testing.TB, name string, serial *big.Int) (*cert.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: name, Organization: []string{"Trusttest"}},
		NotBefore:    time.Now().Add(-12 * time.Hour), NotAfter: time.Now().Add(12 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return cert.Parse(der), key
}

// Issued returns a new certificate for a host, issued by a root of RootWithKey.
func Issued(t testing.TB, host string, root *cert.Certificate, key *ecdsa.PrivateKey) *cert.Certificate {
	t.Helper()
	own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: host}, DNSNames: []string{host},
		NotBefore: root.NotBefore, NotAfter: root.NotAfter,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, KeyUsage: x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, root.X509(), own.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return cert.Parse(der)
}

// Identity returns a new certificate of a person, and its private key in PKCS #8. Those of one name have one subject.
func Identity(t testing.TB, name string, key crypto.Signer) (*cert.Certificate, []byte) {
	t.Helper()
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name, Organization: []string{"Trusttest"}}, EmailAddresses: []string{"Person@Trusttest.example"},
		NotBefore: time.Now().Add(-12 * time.Hour), NotAfter: time.Now().Add(12 * time.Hour),
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageEmailProtection},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return cert.Parse(der), pkcs8
}
