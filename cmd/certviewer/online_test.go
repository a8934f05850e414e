package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"
	"software.sslmate.com/src/go-pkcs12"
)

// The program, the person's database and the issuer's server, with nothing in between but the proxy of the environment: it
// stands for the Internet, since a certificate cannot have the program ask this computer.
func TestOnline(t *testing.T) {
	for _, tool := range []string{"certutil", "pk12util"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("needs " + tool)
		}
	}
	home := t.TempDir()
	db := filepath.Join(home, ".pki/nssdb")
	run := func(name string, args ...string) {
		t.Helper()
		if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
			t.Fatalf("%s %v: %v\n%s", name, args, err, out)
		}
	}
	now := time.Now()
	ca, caKey := signed(t, &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Example CA"}, NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(1, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}, nil, nil)
	person, key := signed(t, &x509.Certificate{SerialNumber: big.NewInt(4711), Subject: pkix.Name{CommonName: "j20-0001"}, NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(1, 0, 0),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}, OCSPServer: []string{"http://ocsp.example.jp/"}, CRLDistributionPoints: []string{"http://crl.example.jp/list"}}, ca, caKey)
	p12, err := pkcs12.Legacy.Encode(key, person, nil, "x")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(db, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"ca.der": ca.Raw, "me.p12": p12} {
		if err := os.WriteFile(filepath.Join(home, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run("certutil", "-N", "-d", "sql:"+db, "--empty-password")
	run("pk12util", "-i", filepath.Join(home, "me.p12"), "-d", "sql:"+db, "-W", "x")

	status, asked := ocsp.Good, []string{}
	var mu sync.Mutex
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, r.Method+" "+r.URL.String())
		if r.URL.Host != "ocsp.example.jp" || status < 0 {
			http.Error(w, "not today", http.StatusServiceUnavailable)
			return
		}
		data, err := ocsp.CreateResponse(ca, ca, ocsp.Response{Status: status, SerialNumber: person.SerialNumber, ThisUpdate: now.Add(-time.Hour), NextUpdate: now.Add(time.Hour),
			RevokedAt: now.AddDate(0, -1, 0), RevocationReason: ocsp.KeyCompromise}, caKey)
		if err != nil {
			t.Error(err)
		}
		w.Write(data)
	}))
	defer proxy.Close()
	certviewer := func(args ...string) (out, stderr string) {
		t.Helper()
		cmd := exec.Command("certviewer", append(args, "--lang", "en")...)
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "CERTVIEWER_DATA=" + filepath.Join(home, "data"), "HTTP_PROXY=" + proxy.URL, "TZ=Asia/Tokyo",
			"SSL_CERT_FILE=" + filepath.Join(home, "none"), "SSL_CERT_DIR=" + filepath.Join(home, "none")}
		var b, e strings.Builder
		cmd.Stdout, cmd.Stderr = &b, &e
		if err := cmd.Run(); err != nil { // what is listed or shown ends with 0, whatever it says
			t.Fatalf("%v\n%s", err, e.String())
		}
		return b.String(), e.String()
	}
	list := func(args ...string) (out, stderr string) {
		t.Helper()
		return certviewer(append([]string{"client", "list"}, args...)...)
	}
	type answer struct {
		State      string
		Revocation *struct {
			Status, Code, Host, Reason string
			Revoked                    string `json:"revoked_at"`
			Problem                    *struct{ Code string }
		}
	}
	read := func(args ...string) answer {
		t.Helper()
		out, _ := list(append(args, "--json")...)
		var got []answer
		if err := json.Unmarshal([]byte(out), &got); err != nil || len(got) != 1 {
			t.Fatalf("%v\n%s", err, out)
		}
		return got[0]
	}

	if a := read("--online"); a.Revocation == nil || a.Revocation.Code != "client-revocation-no-answer" || a.Revocation.Problem.Code != "revocation-no-issuer" || len(asked) > 0 {
		t.Errorf("without the issuer's certificate: %+v, asked %q", a.Revocation, asked)
	}
	run("certutil", "-A", "-d", "sql:"+db, "-n", "ca", "-t", ",,", "-i", filepath.Join(home, "ca.der"))
	if a := read(); a.Revocation != nil || len(asked) > 0 {
		t.Errorf("without --online: %+v, asked %q", a.Revocation, asked)
	}
	if a := read("--online"); a.Revocation.Status != "good" || a.Revocation.Host != "ocsp.example.jp" || a.State != "good" || strings.Join(asked, " ") != "POST http://ocsp.example.jp/" {
		t.Errorf("good: %+v, asked %q", a, asked)
	}
	if out, stderr := list("--online"); !strings.Contains(out, "\n    Not revoked, says the issuer.\n") || !strings.Contains(stderr, "ocsp.example.jp, crl.example.jp") {
		t.Errorf("good:\n%s%s", out, stderr)
	}
	status = ocsp.Revoked
	if a := read("--online"); a.State != "revoked" || a.Revocation.Status != "revoked" || a.Revocation.Reason != "keyCompromise" || a.Revocation.Revoked == "" {
		t.Errorf("revoked: %+v", a)
	}
	if out, _ := list("--online"); !strings.Contains(out, "    This certificate was revoked on ") || !strings.Contains(out, "  revoked  ") {
		t.Errorf("revoked:\n%s", out)
	}
	if out, _ := list("--online", "--csv"); !strings.Contains(out, ",revoked,true,") || !strings.HasSuffix(out, ",revoked\n") {
		t.Errorf("revoked:\n%s", out)
	}
	chain := filepath.Join(home, "chain.pem")
	if err := os.WriteFile(chain, append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: person.Raw}), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: ca.Raw})...), 0o600); err != nil {
		t.Fatal(err)
	}
	asked = nil
	// A root is its own issuer: nobody is asked about it.
	if out, _ := certviewer("cert", "show", "--online", chain); strings.Count(out, "  This certificate was revoked on ") != 1 || strings.Contains(out, "swap") || len(asked) != 1 {
		t.Errorf("shown, asked %q:\n%s", asked, out)
	}
	if out, _ := certviewer("cert", "show", "--online", "--json", chain); !strings.Contains(out, `"status": "revoked"`) {
		t.Errorf("shown:\n%s", out)
	}
	if out, _ := certviewer("cert", "show", "--json", chain); strings.Contains(out, `"revocation"`) || len(asked) != 2 {
		t.Errorf("shown without --online, asked %q:\n%s", asked, out)
	}
	status, asked = -1, nil
	if a := read("--online"); a.State != "good" || a.Revocation.Status != "unknown" || a.Revocation.Problem.Code != "revocation-http" || len(asked) != 2 {
		t.Errorf("no answer: %+v, asked %q", a, asked)
	}
}

// signed makes a certificate with a new key; without an issuer it signs itself.
func signed(t *testing.T, template, issuer *x509.Certificate, by crypto.Signer) (*x509.Certificate, crypto.Signer) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if issuer == nil {
		issuer, by = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer, key.Public(), by)
	if err != nil {
		t.Fatal(err)
	}
	x, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return x, key
}
