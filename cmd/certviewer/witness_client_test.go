//go:build e2e

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"log"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
)

// A browser is the witness: the client certificate that Firefox, choosing by itself, sends to a server is the one that
// "client list" says it offers first.
func TestFirefoxOffersWhatIsSaid(t *testing.T) {
	firefox, err := exec.LookPath("firefox-esr")
	if err != nil {
		t.Skip("there is no firefox-esr here; scripts/setup.sh e2e installs it")
	}
	lab := t.TempDir()
	program := filepath.Join(lab, "certviewer")
	must(t, "go", "build", "-o", program, ".") // before HOME changes, where go keeps what it built before
	t.Setenv("CERTVIEWER_DATA", filepath.Join(lab, "data"))

	root, server := pair(t)
	rootFile := filepath.Join(lab, "root.pem")
	write(t, rootFile, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root})))
	issuer := newClientIssuer(t)
	var sent atomic.Value // the fingerprint of what the server got
	page := serveAsking(t, server, issuer.cert, &sent)

	now := time.Now()
	for name, from := range map[string]time.Time{"over": now.AddDate(-3, 0, 0), "old": now.AddDate(-1, 0, 0), "new": now.AddDate(0, 0, -1)} {
		issuer.issue(t, filepath.Join(lab, name), from, from.AddDate(2, 0, 0))
	}
	for i, imports := range [][]string{{"new"}, {"old", "new"}, {"new", "old"}, {"over", "old", "new"}, {"over", "new"}, {"over"}} {
		t.Setenv("HOME", filepath.Join(lab, fmt.Sprint("home", i)))
		profile := filepath.Join(os.Getenv("HOME"), ".mozilla", "firefox", "witness.default")
		if err := os.MkdirAll(profile, 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(filepath.Dir(profile), "profiles.ini"), "[Profile0]\nName=default\nIsRelative=1\nPath=witness.default\n")
		write(t, filepath.Join(profile, "user.js"), quietFirefox+"user_pref(\"security.default_personal_cert\", \"Select Automatically\");\n")
		must(t, "certutil", "-N", "-d", "sql:"+profile, "--empty-password")
		must(t, "certutil", "-A", "-d", "sql:"+profile, "-n", "root", "-t", "C,,", "-i", rootFile)
		for _, name := range imports {
			must(t, "pk12util", "-i", filepath.Join(lab, name+".p12"), "-d", "sql:"+profile, "-W", "x")
		}
		said := offered(t, program)
		sent.Store("nothing was asked for")
		cmd := exec.Command(firefox, "--headless", "--no-remote", "--profile", profile, "--screenshot", filepath.Join(lab, "s.png"), page)
		cmd.Env = append(os.Environ(), "MOZ_REMOTE_SETTINGS_DEVTOOLS=1") // see TestFirefoxIsTheWitness
		timer := time.AfterFunc(60*time.Second, func() { cmd.Process.Kill() })
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Logf("firefox: %v\n%s", err, out)
		}
		timer.Stop()
		if said != sent.Load() {
			t.Errorf("%v: we say that Firefox offers %q, it sent %q", imports, said, sent.Load())
		}
	}
}

// offered asks the program which certificate Firefox would offer; "" = none.
func offered(t *testing.T, program string) string {
	t.Helper()
	out, err := exec.Command(program, "client", "list", "--json", "--store", "firefox:witness.default").Output()
	if err != nil {
		t.Fatal(err)
	}
	var list []struct {
		SHA256    string   `json:"sha256"`
		OfferedBy []string `json:"offered_by"`
	}
	if err := json.Unmarshal(out, &list); err != nil {
		t.Fatal(err)
	}
	found := ""
	for _, c := range list {
		if len(c.OfferedBy) > 0 {
			if found != "" {
				t.Fatal("two certificates of one issuer are offered first")
			}
			found = c.SHA256
		}
	}
	return found
}

// A clientIssuer issues certificates for signing in.
type clientIssuer struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	n    int64
}

func newClientIssuer(t *testing.T) *clientIssuer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ca := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Witness Client CA"}, NotBefore: time.Now().AddDate(-5, 0, 0), NotAfter: time.Now().AddDate(5, 0, 0), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, ca, ca, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	ca, err = x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &clientIssuer{ca, key, 1}
}

// issue makes a certificate with its key in PATH.p12, whose password is x.
func (ca *clientIssuer) issue(t *testing.T, path string, from, until time.Time) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ca.n++
	leaf := &x509.Certificate{SerialNumber: big.NewInt(ca.n), Subject: pkix.Name{CommonName: "j20-0001", Organization: []string{"Example University"}}, NotBefore: from, NotAfter: until,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	der, err := x509.CreateCertificate(rand.Reader, leaf, ca.cert, key.Public(), ca.key)
	if err != nil {
		t.Fatal(err)
	}
	pk, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path+".pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))+string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pk})))
	must(t, "openssl", "pkcs12", "-export", "-in", path+".pem", "-name", "j20-0001", "-passout", "pass:x", "-out", path+".p12")
}

// serveAsking is serve with a server that asks for a certificate of an issuer, and keeps the fingerprint of what it gets.
func serveAsking(t *testing.T, cert tls.Certificate, issuer *x509.Certificate, sent *atomic.Value) (page string) {
	t.Helper()
	pool := x509.NewCertPool()
	pool.AddCert(issuer)
	secure, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{
		Certificates: []tls.Certificate{cert}, SessionTicketsDisabled: true, ClientAuth: tls.RequestClientCert, ClientCAs: pool,
	})
	if err != nil {
		t.Fatal(err)
	}
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	images := &http.Server{ErrorLog: log.New(testLog{t}, "", 0), Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fingerprint := ""
		if got := r.TLS.PeerCertificates; len(got) > 0 {
			print := sha256.Sum256(got[0].Raw)
			fingerprint = hex.EncodeToString(print[:])
		}
		sent.Store(fingerprint)
		w.Header().Set("Connection", "close")
	})}
	go images.Serve(secure)
	go http.Serve(plain, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!doctype html><img src="https://witness.localhost:%d/i">`, secure.Addr().(*net.TCPAddr).Port)
	}))
	t.Cleanup(func() { secure.Close(); plain.Close() })
	return fmt.Sprintf("http://127.0.0.1:%d/", plain.Addr().(*net.TCPAddr).Port)
}
